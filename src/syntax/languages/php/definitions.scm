; Definitions of PHP. What the captures mean: ../captures.md.

(namespace_definition name: (_) @module)

(class_declaration name: (name) @name (base_clause . (_) @type)? body: (_) @body) @definition.class
(interface_declaration name: (name) @name body: (_) @body) @definition.interface
(trait_declaration name: (name) @name body: (_) @body) @definition.trait
(enum_declaration name: (name) @name body: (_) @body) @definition.enum
(enum_case name: (name) @name) @definition.field
(method_declaration name: (name) @name return_type: (_)? @type body: (_)? @body) @definition.method
(function_definition name: (name) @name return_type: (_)? @type body: (_) @body) @definition.function
(const_declaration (const_element (name) @name (_) @value)) @definition.constant
(property_declaration type: (_)? @type (property_element (variable_name (name) @name) (property_initializer (_) @value)?)) @definition.field
((property_promotion_parameter type: (_)? @type name: (variable_name (name) @name)) @definition.field (#set! hoisted))
(expression_statement (function_call_expression function: (name) @_define arguments: (arguments . (argument (string (string_content) @name))))
  (#eq? @_define "define")) @definition.constant
