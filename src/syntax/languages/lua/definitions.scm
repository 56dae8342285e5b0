; Definitions of Lua. What the captures mean: ../captures.md.

(function_declaration name: (identifier) @name body: (block)? @body) @definition.function
(function_declaration name: (dot_index_expression table: (_) @receiver field: (_) @name) body: (block)? @body) @definition.function
(function_declaration name: (method_index_expression table: (_) @receiver method: (_) @name) body: (block)? @body) @definition.method

(chunk (variable_declaration . (variable_list . name: (identifier) @name)) @definition.variable)
(chunk (variable_declaration (assignment_statement (variable_list . name: (identifier) @name) (expression_list . value: (_) @value))) @definition.variable)
(chunk (variable_declaration (assignment_statement (variable_list . name: (identifier) @name) (expression_list . value: (function_definition body: (_)? @body)))) @definition.function)
(chunk (assignment_statement (variable_list . name: (identifier) @name) (expression_list . value: (_) @value)) @definition.variable)
(chunk (assignment_statement (variable_list . name: (dot_index_expression table: (identifier) @receiver field: (_) @name)) (expression_list . value: (_) @value)) @definition.field)
(chunk (assignment_statement (variable_list . name: (dot_index_expression table: (identifier) @receiver field: (_) @name)) (expression_list . value: (function_definition body: (_)? @body))) @definition.function)

; members of a table that a variable holds
(chunk (variable_declaration (assignment_statement (expression_list . value: (table_constructor (field name: (identifier) @name value: (_) @value) @definition.field)))))
(chunk (variable_declaration (assignment_statement (expression_list . value: (table_constructor (field name: (identifier) @name value: (function_definition body: (_)? @body)) @definition.method)))))
