; Definitions of JavaScript, with and without JSX. What the captures mean: ../captures.md.

; export …: the definition begins here
((export_statement declaration: (_) @wrapped) @wrapper (#set! exported))
((export_statement "default" value: [(class) (function_expression) (arrow_function)] @wrapped) @wrapper (#set! exported))
(export_statement decorator: (decorator) . "export" @header) @definition
(export_statement (decorator) . declaration: (_) @header) @definition
(class_declaration (decorator) . "class" @header) @definition

; functions
(function_declaration name: (identifier) @name body: (_) @body) @definition.function
(generator_function_declaration name: (identifier) @name body: (_) @body) @definition.function

; what `export default` gives no name: it gets that of the export
((export_statement "default" @name value: (function_expression !name body: (_) @body)) @definition.function (#set! exported))
((export_statement "default" @name value: (arrow_function body: (_) @body)) @definition.function (#set! exported))
((export_statement "default" @name value: (class !name body: (_) @body)) @definition.class (#set! exported))
((export_statement "default" @name value: (object) @body) @definition.constant (#set! exported))
((export_statement "default" @name value: (call_expression) @body) @definition.constant (#set! exported))
(export_statement "default" value: (class name: (_) @name body: (_) @body) @definition.class)
(export_statement "default" value: (function_expression name: (_) @name body: (_) @body) @definition.function)

; classes and their members
(class_declaration name: (_) @name (class_heritage (_) @type)? body: (_) @body) @definition.class
(class_body (method_definition name: (_) @name body: (_) @body) @definition.method)
(class_body (field_definition property: (_) @name value: (_)? @value) @definition.field)
(class_body (field_definition property: (_) @name value: (arrow_function body: (_) @body)) @definition.method)
(class_body (field_definition property: (_) @name value: (new_expression constructor: (_) @type)) @definition.field)
(field_definition (decorator) . (_) @header) @definition



; variables
(lexical_declaration kind: "const" (variable_declarator name: (identifier) @name value: (_)? @value)) @definition.constant
(lexical_declaration kind: "let" (variable_declarator name: (identifier) @name value: (_)? @value)) @definition.variable
(variable_declaration (variable_declarator name: (identifier) @name value: (_)? @value)) @definition.variable
(lexical_declaration (variable_declarator name: (identifier) @name value: (arrow_function body: (_) @body))) @definition.function
(lexical_declaration (variable_declarator name: (identifier) @name value: (function_expression body: (_) @body))) @definition.function
(lexical_declaration (variable_declarator name: (identifier) @name value: (class body: (_) @body))) @definition.class
(lexical_declaration kind: "const" (variable_declarator name: (identifier) @name value: (new_expression constructor: (_) @type))) @definition.constant
(lexical_declaration (variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @name) value: (_) @value)) @definition.constant
(lexical_declaration (variable_declarator name: (object_pattern (pair_pattern value: (identifier) @name)) value: (_) @value)) @definition.constant
(lexical_declaration (variable_declarator name: (array_pattern (identifier) @name) value: (_) @value)) @definition.constant
(variable_declaration (variable_declarator name: (identifier) @name value: (function_expression body: (_) @body))) @definition.function

; members of an object that a variable holds
(variable_declarator value: (object (pair key: (_) @name value: (_) @value) @definition.field))
(variable_declarator value: (object (pair key: (_) @name value: (arrow_function body: (_) @body)) @definition.method))
(variable_declarator value: (object (pair key: (_) @name value: (function_expression body: (_) @body)) @definition.method))
(variable_declarator value: (object (method_definition name: (_) @name body: (_) @body) @definition.method))

; A.prototype.m = function …
((assignment_expression
  left: (member_expression
    object: (member_expression object: (identifier) @receiver property: (property_identifier) @_prototype)
    property: (property_identifier) @name)
  right: (function_expression body: (_) @body)) @definition.method
  (#eq? @_prototype "prototype"))
