; Calls of Zig. What the captures mean: ../captures.md.

(call_expression function: (identifier) @callee)
(call_expression function: (field_expression object: (_) @receiver member: (_) @callee))
