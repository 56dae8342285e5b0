; Calls of C#. What the captures mean: ../captures.md.

(invocation_expression function: (identifier) @callee)
(invocation_expression function: (member_access_expression expression: (_) @receiver name: (_) @callee))
(object_creation_expression type: (identifier) @callee)
