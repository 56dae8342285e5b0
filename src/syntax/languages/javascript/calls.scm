; Calls of JavaScript and TypeScript. What the captures mean: ../captures.md.

(call_expression function: (identifier) @callee)
(call_expression function: (member_expression object: (_) @receiver property: (_) @callee))
(new_expression constructor: (identifier) @callee)
(new_expression constructor: (member_expression object: (_) @receiver property: (_) @callee))
