; Calls of PHP. What the captures mean: ../captures.md.

(function_call_expression function: (name) @callee)
(member_call_expression object: (_) @receiver name: (_) @callee)
(scoped_call_expression scope: (_) @receiver name: (_) @callee)
(object_creation_expression (name) @callee)
