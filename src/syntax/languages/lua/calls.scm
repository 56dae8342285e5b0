; Calls of Lua. What the captures mean: ../captures.md.

(function_call name: (identifier) @callee)
(function_call name: (dot_index_expression table: (_) @receiver field: (_) @callee))
(function_call name: (method_index_expression table: (_) @receiver method: (_) @callee))
