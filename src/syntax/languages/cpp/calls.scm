; Calls of C++, beside what it has in common with C. What the captures mean: ../captures.md.

(call_expression function: (qualified_identifier scope: (_) @receiver name: (_) @callee))
(call_expression function: (template_function name: (_) @callee))
(new_expression type: (type_identifier) @callee)
