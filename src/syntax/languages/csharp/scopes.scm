; Scopes of C#, and the names that they declare. What the captures mean: ../captures.md.

[(compilation_unit) (block) (declaration_list) (method_declaration) (constructor_declaration) (local_function_statement) (lambda_expression) (for_statement) (for_each_statement) (catch_clause) (using_statement)] @scope
(variable_declarator (identifier) @declared)
(parameter name: (identifier) @declared)
(for_each_statement left: (identifier) @declared)
(catch_declaration name: (identifier) @declared)
(method_declaration name: (identifier) @declared @outside)
(property_declaration name: (identifier) @declared)
(class_declaration name: (identifier) @declared)
