; Scopes of C, and of what C++ has in common with it, and the names that they declare. What the captures mean: ../captures.md.

[(translation_unit) (compound_statement) (function_definition) (for_statement)] @scope
(init_declarator declarator: (identifier) @declared)
(init_declarator declarator: (pointer_declarator declarator: (identifier) @declared))
(init_declarator declarator: (array_declarator declarator: (identifier) @declared))
(declaration declarator: (identifier) @declared)
(declaration declarator: (pointer_declarator declarator: (identifier) @declared))
(declaration declarator: (array_declarator declarator: (identifier) @declared))
(parameter_declaration declarator: (identifier) @declared)
(parameter_declaration declarator: (pointer_declarator declarator: (identifier) @declared))
(parameter_declaration declarator: (array_declarator declarator: (identifier) @declared))
(function_definition declarator: (function_declarator declarator: (identifier) @declared @outside))
