; Definitions of Kotlin. What the captures mean: ../captures.md.

(package_header (identifier) @module)

(class_declaration "class" (type_identifier) @name (delegation_specifier . (_) @type)? (class_body)? @body) @definition.class
(class_declaration "interface" (type_identifier) @name (class_body)? @body) @definition.interface
(class_declaration "enum" (type_identifier) @name (enum_class_body)? @body) @definition.enum
(object_declaration (type_identifier) @name (class_body)? @body) @definition.class
(class_parameter (binding_pattern_kind) (simple_identifier) @name . (_) @type) @definition.field
(enum_entry . (simple_identifier) @name (class_body)? @body) @definition.field
(type_alias (type_identifier) @name) @definition.type
((secondary_constructor "constructor" @name (statements)? @body) @definition.constructor)

(function_declaration (simple_identifier) @name (function_value_parameters) (function_body)? @body) @definition.function
(function_declaration (simple_identifier) @name (function_value_parameters) . [(user_type) (nullable_type) (function_type)] @type) @definition.function
(function_declaration (user_type . (type_identifier) @receiver) . (simple_identifier) @name) @definition.function
(property_declaration (variable_declaration (simple_identifier) @name [(user_type) (nullable_type) (function_type)]? @type)) @definition.variable
(property_declaration (variable_declaration (simple_identifier) @name) . "=" . (_) @value) @definition.variable
(property_declaration (variable_declaration (simple_identifier) @name) [(getter) (property_delegate)] @body) @definition.variable
