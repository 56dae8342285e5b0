; Definitions of TypeScript and TSX. What the captures mean: ../captures.md.

; export …, declare …: the definition begins here
((export_statement declaration: (_) @wrapped) @wrapper (#set! exported))
((export_statement "default" value: [(class) (function_expression) (arrow_function)] @wrapped) @wrapper (#set! exported))
((ambient_declaration (_) @wrapped .) @wrapper (#set! exported))
(export_statement decorator: (decorator) . "export" @header) @definition
(export_statement (decorator) . declaration: (_) @header) @definition
(class_declaration (decorator) . "class" @header) @definition
(abstract_class_declaration (decorator) . "abstract" @header) @definition

; functions
(function_declaration name: (identifier) @name return_type: (type_annotation (_) @type)? body: (_) @body) @definition.function
(generator_function_declaration name: (identifier) @name return_type: (type_annotation (_) @type)? body: (_) @body) @definition.function
(function_signature name: (identifier) @name return_type: (type_annotation (_) @type)?) @definition.function

; what `export default` gives no name: it gets that of the export
((export_statement "default" @name value: (function_expression !name return_type: (type_annotation (_) @type)? body: (_) @body)) @definition.function (#set! exported))
((export_statement "default" @name value: (arrow_function return_type: (type_annotation (_) @type)? body: (_) @body)) @definition.function (#set! exported))
((export_statement "default" @name value: (class !name body: (_) @body)) @definition.class (#set! exported))
((export_statement "default" @name value: (object) @body) @definition.constant (#set! exported))
((export_statement "default" @name value: (call_expression) @body) @definition.constant (#set! exported))
(export_statement "default" value: (class name: (_) @name body: (_) @body) @definition.class)
(export_statement "default" value: (function_expression name: (_) @name body: (_) @body) @definition.function)

; classes and their members
(class_declaration name: (_) @name (class_heritage (extends_clause value: (_) @type))? body: (_) @body) @definition.class
(abstract_class_declaration name: (_) @name (class_heritage (extends_clause value: (_) @type))? body: (_) @body) @definition.class
(class_body (method_definition name: (_) @name return_type: (type_annotation (_) @type)? body: (_) @body) @definition.method)
(class_body (abstract_method_signature name: (_) @name return_type: (type_annotation (_) @type)?) @definition.method)
(class_body (method_signature name: (_) @name return_type: (type_annotation (_) @type)?) @definition.method)
(class_body (public_field_definition name: (_) @name type: (type_annotation (_) @type)? value: (_)? @value) @definition.field)
(class_body (public_field_definition name: (_) @name value: (arrow_function return_type: (type_annotation (_) @type)? body: (_) @body)) @definition.method)
(class_body (public_field_definition name: (_) @name !type value: (new_expression constructor: (_) @type)) @definition.field)
(public_field_definition (decorator) . (_) @header) @definition
(method_definition
  name: (property_identifier) @_constructor
  parameters: (formal_parameters (required_parameter (accessibility_modifier) pattern: (identifier) @name type: (type_annotation (_) @type)?) @definition.field)
  (#eq? @_constructor "constructor") (#set! hoisted))
(method_definition
  name: (property_identifier) @_constructor
  parameters: (formal_parameters (required_parameter "readonly" pattern: (identifier) @name type: (type_annotation (_) @type)?) @definition.field)
  (#eq? @_constructor "constructor") (#set! hoisted))

; types
(interface_declaration name: (_) @name (extends_type_clause type: (_) @type)? body: (_) @body) @definition.interface
(type_alias_declaration name: (_) @name value: (_) @value) @definition.type
(enum_declaration name: (_) @name body: (_) @body) @definition.enum
(enum_body name: (_) @name @definition.field)
(enum_body (enum_assignment name: (_) @name) @definition.field)
(interface_body (property_signature name: (_) @name type: (type_annotation (_) @type)?) @definition.field)
(interface_body (method_signature name: (_) @name return_type: (type_annotation (_) @type)?) @definition.method)
(type_alias_declaration value: (object_type (property_signature name: (_) @name type: (type_annotation (_) @type)?) @definition.field))
(type_alias_declaration value: (object_type (method_signature name: (_) @name return_type: (type_annotation (_) @type)?) @definition.method))
(type_alias_declaration value: (_ (object_type (property_signature name: (_) @name type: (type_annotation (_) @type)?) @definition.field)))

; namespaces and declared modules
(internal_module name: (_) @name body: (_) @body) @definition.module
(module name: (_) @name body: (_) @body) @definition.module

; variables
(lexical_declaration kind: "const" (variable_declarator name: (identifier) @name type: (type_annotation (_) @type)? value: (_)? @value)) @definition.constant
(lexical_declaration kind: "let" (variable_declarator name: (identifier) @name type: (type_annotation (_) @type)? value: (_)? @value)) @definition.variable
(variable_declaration (variable_declarator name: (identifier) @name type: (type_annotation (_) @type)? value: (_)? @value)) @definition.variable
(lexical_declaration (variable_declarator name: (identifier) @name value: (arrow_function return_type: (type_annotation (_) @type)? body: (_) @body))) @definition.function
(lexical_declaration (variable_declarator name: (identifier) @name value: (function_expression return_type: (type_annotation (_) @type)? body: (_) @body))) @definition.function
(lexical_declaration (variable_declarator name: (identifier) @name value: (class body: (_) @body))) @definition.class
(lexical_declaration kind: "const" (variable_declarator name: (identifier) @name !type value: (new_expression constructor: (_) @type))) @definition.constant
(lexical_declaration (variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @name) value: (_) @value)) @definition.constant
(lexical_declaration (variable_declarator name: (object_pattern (pair_pattern value: (identifier) @name)) value: (_) @value)) @definition.constant
(lexical_declaration (variable_declarator name: (array_pattern (identifier) @name) value: (_) @value)) @definition.constant
(variable_declaration (variable_declarator name: (identifier) @name value: (function_expression return_type: (type_annotation (_) @type)? body: (_) @body))) @definition.function

; members of an object that a variable holds
(variable_declarator value: (object (pair key: (_) @name value: (_) @value) @definition.field))
(variable_declarator value: (object (pair key: (_) @name value: (arrow_function return_type: (type_annotation (_) @type)? body: (_) @body)) @definition.method))
(variable_declarator value: (object (pair key: (_) @name value: (function_expression return_type: (type_annotation (_) @type)? body: (_) @body)) @definition.method))
(variable_declarator value: (object (method_definition name: (_) @name return_type: (type_annotation (_) @type)? body: (_) @body) @definition.method))
(variable_declarator value: (_ . (object (pair key: (_) @name value: (_) @value) @definition.field) . (_) .))
(variable_declarator value: (_ . (object (pair key: (_) @name value: (arrow_function return_type: (type_annotation (_) @type)? body: (_) @body)) @definition.method) . (_) .))
(variable_declarator value: (_ . (object (method_definition name: (_) @name return_type: (type_annotation (_) @type)? body: (_) @body) @definition.method) . (_) .))
(variable_declarator value: (as_expression . (object (pair key: (_) @name value: (_) @value) @definition.field) .))
