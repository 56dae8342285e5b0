; Calls of Java. What the captures mean: ../captures.md.

(method_invocation !object name: (_) @callee)
(method_invocation object: (_) @receiver name: (_) @callee)
(object_creation_expression type: (type_identifier) @callee)
(object_creation_expression type: (generic_type (type_identifier) @callee))
