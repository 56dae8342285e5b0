; Calls of Solidity. What the captures mean: ../captures.md.

(call_expression function: (identifier) @callee)
(call_expression function: (member_expression object: (_) @receiver property: (_) @callee))
