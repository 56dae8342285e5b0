; Scopes of Lua, and the names that they declare. What the captures mean: ../captures.md.

[(chunk) (function_definition_statement) (local_function_definition_statement) (function_definition) (for_numeric_statement) (for_generic_statement) (block)] @scope
(local_variable_declaration (variable_list (variable name: (identifier) @declared)))
(parameter_list name: (identifier) @declared)
(local_function_definition_statement name: (identifier) @declared @outside)
(function_definition_statement name: (variable name: (identifier) @declared @outside))
