; Parameters, whose form differs from that of TypeScript. What the captures mean: ../captures.md.

(formal_parameters (identifier) @declared)
(formal_parameters (assignment_pattern left: (identifier) @declared))
(formal_parameters (object_pattern (shorthand_property_identifier_pattern) @declared))
