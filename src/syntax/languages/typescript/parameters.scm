; What TypeScript declares beside JavaScript. What the captures mean: ../captures.md.

(required_parameter pattern: (identifier) @declared)
(optional_parameter pattern: (identifier) @declared)
(required_parameter pattern: (object_pattern (shorthand_property_identifier_pattern) @declared))
(interface_declaration name: (_) @declared)
(type_alias_declaration name: (_) @declared)
(enum_declaration name: (_) @declared)
