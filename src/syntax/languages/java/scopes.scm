; Scopes of Java, and the names that they declare. What the captures mean: ../captures.md.

[(program) (block) (class_body) (method_declaration) (constructor_declaration) (for_statement) (enhanced_for_statement) (catch_clause) (lambda_expression) (try_with_resources_statement)] @scope
(variable_declarator name: (identifier) @declared)
(formal_parameter name: (identifier) @declared)
(catch_formal_parameter name: (identifier) @declared)
(enhanced_for_statement name: (identifier) @declared)
(resource name: (identifier) @declared)
(lambda_expression parameters: (identifier) @declared)
(inferred_parameters (identifier) @declared)
(method_declaration name: (identifier) @declared @outside)
(class_declaration name: (identifier) @declared)
