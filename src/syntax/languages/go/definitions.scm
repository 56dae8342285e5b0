; Definitions of Go. What the captures mean: ../captures.md.

(package_clause (package_identifier) @module)

; a declaration without parentheses belongs to its only name
(const_declaration "const" . (const_spec) @wrapped) @wrapper
(var_declaration "var" . (var_spec) @wrapped) @wrapper
(type_declaration "type" . (type_spec) @wrapped) @wrapper
(type_declaration "type" . (type_alias) @wrapped) @wrapper

(const_declaration (const_spec name: (identifier) @name type: (_)? @type value: (_)? @value) @definition.constant)
(var_declaration (var_spec name: (identifier) @name type: (_)? @type value: (_)? @value) @definition.variable)
(type_declaration (type_spec name: (type_identifier) @name type: (_) @value) @definition.type)
(type_declaration (type_spec name: (type_identifier) @name type: (struct_type (field_declaration_list) @body)) @definition.struct)
(type_declaration (type_spec name: (type_identifier) @name type: (interface_type "{" @body)) @definition.interface)
(type_declaration (type_alias name: (type_identifier) @name type: (_) @value) @definition.type)

(type_spec type: (struct_type (field_declaration_list (field_declaration name: (field_identifier) @name type: (_) @type) @definition.field)))
(type_spec type: (struct_type (field_declaration_list (field_declaration !name type: (type_identifier) @name @type) @definition.field)))
(type_spec type: (struct_type (field_declaration_list (field_declaration !name type: (qualified_type name: (_) @name) @type) @definition.field)))
(type_spec type: (interface_type (method_spec name: (field_identifier) @name result: (_)? @type) @definition.method))

(function_declaration name: (identifier) @name result: (_)? @type body: (_)? @body) @definition.function
(method_declaration name: (field_identifier) @name result: (_)? @type body: (_)? @body) @definition.method
(method_declaration receiver: (parameter_list (parameter_declaration type: (type_identifier) @receiver)) name: (_) @name) @definition.method
(method_declaration receiver: (parameter_list (parameter_declaration type: (pointer_type (type_identifier) @receiver))) name: (_) @name) @definition.method
(method_declaration receiver: (parameter_list (parameter_declaration type: (generic_type type: (_) @receiver))) name: (_) @name) @definition.method
(method_declaration receiver: (parameter_list (parameter_declaration type: (pointer_type (generic_type type: (_) @receiver)))) name: (_) @name) @definition.method
