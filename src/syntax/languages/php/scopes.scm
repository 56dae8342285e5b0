; Scopes of PHP, and the names that they declare. What the captures mean: ../captures.md.

[(program) (function_definition) (method_declaration) (anonymous_function_creation_expression) (arrow_function)] @scope
(assignment_expression left: (variable_name (name) @declared))
(foreach_statement (variable_name (name) @declared))
(simple_parameter name: (variable_name (name) @declared))
(property_promotion_parameter name: (variable_name (name) @declared))
(function_definition name: (name) @declared @outside)
