; Definitions of Dart. What the captures mean: ../captures.md.

(library_name (dotted_identifier_list) @module)

(class_definition name: (identifier) @name superclass: (superclass . (_) @type)? body: (_) @body) @definition.class
(mixin_declaration (identifier) @name (class_body) @body) @definition.class
(enum_declaration name: (identifier) @name body: (_) @body) @definition.enum
(enum_constant name: (identifier) @name) @definition.field
(extension_declaration name: (identifier) @name body: (_) @body) @definition.class
(type_alias . (type_identifier) @name) @definition.type

((function_signature name: (identifier) @name) @definition.function . (function_body)? @end)
(function_signature . [(type_identifier) (void_type)] @type name: (identifier) @name) @definition.function
((getter_signature name: (identifier) @name) @definition.function . (function_body)? @end)
(getter_signature . [(type_identifier) (void_type)] @type name: (identifier) @name) @definition.function
(class_body (declaration [(function_signature) (getter_signature) (setter_signature)] @wrapped) @wrapper)
(class_body (method_signature [(function_signature) (getter_signature)] @wrapped) @wrapper)
(class_body (method_signature [
  (function_signature name: (identifier) @name)
  (getter_signature name: (identifier) @name)
  (setter_signature name: (identifier) @name)
]) @definition.method . (function_body) @end)
(extension_body (method_signature (function_signature name: (identifier) @name)) @definition.method . (function_body) @end)
(class_body (declaration (constructor_signature (identifier) @name . (formal_parameter_list))) @definition.constructor)
(class_body (method_signature (constructor_signature (identifier) @name . (formal_parameter_list))) @definition.constructor . (function_body) @end)
(class_body (method_signature (factory_constructor_signature (identifier) . (identifier)? @name .  (formal_parameter_list))) @definition.constructor . (function_body) @end)
(class_body (declaration (initialized_identifier_list (initialized_identifier . (identifier) @name . (_)? @value))) @definition.field)
(class_body (declaration . (_)? (type_identifier) @type (initialized_identifier_list (initialized_identifier . (identifier) @name))) @definition.field)
(class_body (declaration (static_final_declaration_list (static_final_declaration . (identifier) @name . (_) @value))) @definition.constant)
(program (static_final_declaration_list (static_final_declaration . (identifier) @name . (_) @value) @definition.constant))
