; Calls of Elixir. What the captures mean: ../captures.md.

(call target: (identifier) @callee)
(call target: (dot left: (_) @receiver right: (identifier) @callee))
