; Calls of Rust. What the captures mean: ../captures.md.

(call_expression function: (identifier) @callee)
(call_expression function: (field_expression value: (_) @receiver field: (_) @callee))
(call_expression function: (scoped_identifier path: (_) @receiver name: (_) @callee))
(macro_invocation macro: (identifier) @callee)
