; Calls of Go. What the captures mean: ../captures.md.

(call_expression function: (identifier) @callee)
(call_expression function: (selector_expression operand: (_) @receiver field: (_) @callee))
