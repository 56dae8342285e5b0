; Calls of C, and of what C++ has in common with it. What the captures mean: ../captures.md.

(call_expression function: (identifier) @callee)
(call_expression function: (field_expression argument: (_) @receiver field: (_) @callee))
