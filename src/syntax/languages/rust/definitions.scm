; Definitions of Rust. What the captures mean: ../captures.md.

(const_item name: (identifier) @name type: (_) @type value: (_)? @value) @definition.constant
(static_item name: (identifier) @name type: (_) @type value: (_)? @value) @definition.variable
(struct_item name: (type_identifier) @name body: (field_declaration_list)? @body) @definition.struct
(union_item name: (type_identifier) @name body: (_) @body) @definition.struct
(enum_item name: (type_identifier) @name body: (_) @body) @definition.enum
(trait_item name: (type_identifier) @name body: (_) @body) @definition.trait
(type_item name: (type_identifier) @name type: (_) @value) @definition.type
(macro_definition name: (identifier) @name . (_) @body) @definition.macro
(mod_item name: (identifier) @name body: (_)? @body) @definition.module

(struct_item body: (field_declaration_list (field_declaration name: (_) @name type: (_) @type) @definition.field))
(union_item body: (field_declaration_list (field_declaration name: (_) @name type: (_) @type) @definition.field))
(enum_item body: (enum_variant_list (enum_variant name: (_) @name) @definition.field))
(trait_item body: (declaration_list (associated_type name: (_) @name) @definition.type))

(function_item name: (identifier) @name return_type: (_)? @type body: (_) @body) @definition.function
(function_signature_item name: (identifier) @name return_type: (_)? @type) @definition.function

; what stands in an impl belongs to its type
(impl_item type: (_) @receiver body: (declaration_list (function_item name: (identifier) @name) @definition.method))
(impl_item type: (_) @receiver body: (declaration_list (const_item name: (identifier) @name) @definition.constant))
(impl_item type: (_) @receiver body: (declaration_list (type_item name: (type_identifier) @name) @definition.type))

; a trait's methods are as public as the trait
((impl_item trait: (_) body: (declaration_list (function_item name: (identifier) @name) @definition.method)) (#set! exported))
