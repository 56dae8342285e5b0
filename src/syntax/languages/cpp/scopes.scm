; Scopes of C++, beside what it has in common with C, and the names that they declare. What the captures mean: ../captures.md.

[(lambda_expression) (for_range_loop) (catch_clause)] @scope
(for_range_loop declarator: (identifier) @declared)
(for_range_loop declarator: (reference_declarator (identifier) @declared))
(parameter_declaration declarator: (reference_declarator (identifier) @declared))
(init_declarator declarator: (reference_declarator (identifier) @declared))
