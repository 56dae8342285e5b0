; Calls of Lua. What the captures mean: ../captures.md.

(call function: (variable name: (identifier) @callee))
(call function: (variable table: (_) @receiver field: (identifier) @callee))
(call function: (variable table: (_) @receiver method: (identifier) @callee))
