; Scopes of Ruby, and the names that they declare. What the captures mean: ../captures.md.

[(program) (method) (singleton_method) (class) (module) (block) (do_block) (lambda)] @scope
(assignment left: (identifier) @declared)
(assignment left: (left_assignment_list (identifier) @declared))
(method_parameters (identifier) @declared)
(method_parameters (optional_parameter name: (identifier) @declared))
(method_parameters (keyword_parameter name: (identifier) @declared))
(block_parameters (identifier) @declared)
(method name: (identifier) @declared @outside)
