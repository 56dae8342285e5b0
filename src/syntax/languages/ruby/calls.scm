; Calls of Ruby. What the captures mean: ../captures.md.

(call !receiver method: (identifier) @callee)
(call receiver: (_) @receiver method: (_) @callee)
