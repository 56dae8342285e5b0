; Calls of Python. What the captures mean: ../captures.md.

(call function: (identifier) @callee)
(call function: (attribute object: (_) @receiver attribute: (_) @callee))
