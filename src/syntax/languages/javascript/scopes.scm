; Scopes of JavaScript and TypeScript, and the names that they declare. What the captures mean: ../captures.md.

[(program) (statement_block) (function_declaration) (function_expression) (arrow_function) (generator_function_declaration) (method_definition) (for_statement) (for_in_statement) (catch_clause) (class_body)] @scope
(variable_declarator name: (identifier) @declared)
(variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @declared))
(variable_declarator name: (object_pattern (pair_pattern value: (identifier) @declared)))
(variable_declarator name: (array_pattern (identifier) @declared))
(for_in_statement left: (identifier) @declared)
(catch_clause parameter: (identifier) @declared)
(arrow_function parameter: (identifier) @declared)
(function_declaration name: (identifier) @declared @outside)
(generator_function_declaration name: (identifier) @declared @outside)
(class_declaration name: (_) @declared)
(import_specifier !alias name: (identifier) @declared)
(import_specifier alias: (identifier) @declared)
(import_clause (identifier) @declared)
(namespace_import (identifier) @declared)
