; Calls of Swift. What the captures mean: ../captures.md.

(call_expression . (simple_identifier) @callee)
(call_expression . (navigation_expression target: (_) @receiver suffix: (navigation_suffix suffix: (simple_identifier) @callee)))
