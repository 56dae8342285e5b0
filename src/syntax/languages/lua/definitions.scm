; Definitions of Lua. What the captures mean: ../captures.md.

(function_definition_statement name: (variable name: (identifier) @name)) @definition.function
(function_definition_statement name: (variable table: (_) @receiver field: (identifier) @name)) @definition.function
(function_definition_statement name: (variable table: (_) @receiver method: (identifier) @name)) @definition.method
(function_definition_statement name: (_ [name: (_) field: (_) method: (_)] @name) body: (block) @body) @definition.function
(local_function_definition_statement name: (identifier) @name body: (block)? @body) @definition.function
(chunk (local_variable_declaration (variable_list . (variable name: (identifier) @name)) (expression_list . value: (_) @value)?) @definition.variable)
(chunk (variable_assignment (variable_list . (variable name: (identifier) @name)) (expression_list . value: (_) @value)) @definition.variable)
(chunk (variable_assignment (variable_list . (variable table: (identifier) @receiver field: (identifier) @name)) (expression_list . value: (_) @value)) @definition.field)
(chunk (variable_assignment (variable_list . (variable table: (identifier) @receiver field: (identifier) @name)) (expression_list . value: (function_definition body: (_)? @body))) @definition.function)
(chunk (local_variable_declaration (expression_list . value: (table (field_list (field key: (identifier) @name value: (_) @value) @definition.field)))))
(chunk (local_variable_declaration (expression_list . value: (table (field_list (field key: (identifier) @name value: (function_definition body: (_)? @body)) @definition.method)))))
