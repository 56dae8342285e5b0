; Scopes of Rust, and the names that they declare. What the captures mean: ../captures.md.

[(source_file) (block) (function_item) (closure_expression) (for_expression) (match_arm) (if_expression) (while_expression)] @scope
(let_declaration pattern: (identifier) @declared)
(let_declaration pattern: (tuple_pattern (identifier) @declared))
(let_declaration pattern: (mut_pattern (identifier) @declared))
(parameter pattern: (identifier) @declared)
(parameter pattern: (mut_pattern (identifier) @declared))
(closure_parameters (identifier) @declared)
(for_expression pattern: (identifier) @declared)
(let_condition pattern: (tuple_struct_pattern (identifier) @declared))
(function_item name: (identifier) @declared @outside)
(const_item name: (identifier) @declared)
(static_item name: (identifier) @declared)
(struct_item name: (type_identifier) @declared)
