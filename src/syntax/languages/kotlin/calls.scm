; Calls of Kotlin. What the captures mean: ../captures.md.

(call_expression . (simple_identifier) @callee)
(call_expression . (navigation_expression . (_) @receiver (navigation_suffix (simple_identifier) @callee)))
