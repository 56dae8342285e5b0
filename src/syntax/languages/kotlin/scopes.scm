; Scopes of Kotlin, and the names that they declare. What the captures mean: ../captures.md.

[(source_file) (function_declaration) (function_body) (lambda_literal) (class_body) (for_statement) (control_structure_body)] @scope
(property_declaration (variable_declaration (simple_identifier) @declared))
(parameter (simple_identifier) @declared)
(class_parameter (simple_identifier) @declared)
(lambda_parameters (variable_declaration (simple_identifier) @declared))
(for_statement (variable_declaration (simple_identifier) @declared))
