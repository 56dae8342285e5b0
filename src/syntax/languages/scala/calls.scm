; Calls of Scala. What the captures mean: ../captures.md.

(call_expression function: (identifier) @callee)
(call_expression function: (field_expression value: (_) @receiver field: (_) @callee))
