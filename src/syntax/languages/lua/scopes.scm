; Scopes of Lua, and the names that they declare. What the captures mean: ../captures.md.

[(chunk) (function_declaration) (function_definition) (for_statement) (block)] @scope
(variable_declaration (variable_list name: (identifier) @declared))
(variable_declaration (assignment_statement (variable_list name: (identifier) @declared)))
(parameters name: (identifier) @declared)
(for_generic_clause (variable_list name: (identifier) @declared))
(for_numeric_clause name: (identifier) @declared)
(function_declaration name: (identifier) @declared @outside)
