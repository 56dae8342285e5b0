; Definitions of Swift. What the captures mean: ../captures.md.

(class_declaration declaration_kind: ["class" "actor"] name: (type_identifier) @name (inheritance_specifier inherits_from: (_) @type)? body: (_) @body) @definition.class
(class_declaration declaration_kind: "struct" name: (type_identifier) @name (inheritance_specifier inherits_from: (_) @type)? body: (_) @body) @definition.struct
(class_declaration declaration_kind: "enum" name: (type_identifier) @name body: (_) @body) @definition.enum
(protocol_declaration name: (type_identifier) @name body: (_) @body) @definition.interface
(enum_entry name: (simple_identifier) @name) @definition.field
(typealias_declaration name: (type_identifier) @name) @definition.type
(associatedtype_declaration name: (type_identifier) @name) @definition.type

; without fields: with them the query takes seconds to compile
(function_declaration "func" . (simple_identifier) @name (function_body)? @body) @definition.function
(function_declaration "func" . (simple_identifier) @name "->" . (_) @type) @definition.function
(protocol_function_declaration "func" . (simple_identifier) @name) @definition.method
(protocol_function_declaration "func" . (simple_identifier) @name "->" . (_) @type) @definition.method
(init_declaration "init" @name body: (_) @body) @definition.constructor
(subscript_declaration "subscript" @name (computed_property) @body) @definition.method
(property_declaration name: (pattern bound_identifier: (simple_identifier) @name)) @definition.variable
(property_declaration name: (pattern bound_identifier: (simple_identifier) @name) value: (_) @value) @definition.variable
(property_declaration name: (pattern bound_identifier: (simple_identifier) @name) (type_annotation (_) @type)) @definition.variable
(property_declaration name: (pattern bound_identifier: (simple_identifier) @name) computed_value: (_) @body) @definition.variable
(protocol_property_declaration name: (pattern bound_identifier: (simple_identifier) @name)) @definition.field
(protocol_property_declaration name: (pattern bound_identifier: (simple_identifier) @name) (type_annotation (_) @type)) @definition.field

; what an extension adds belongs to the extended type
(class_declaration declaration_kind: "extension" name: (_) @receiver body: (class_body (function_declaration "func" . (simple_identifier) @name) @definition.method))
(class_declaration declaration_kind: "extension" name: (_) @receiver body: (class_body (property_declaration name: (pattern bound_identifier: (simple_identifier) @name)) @definition.field))
