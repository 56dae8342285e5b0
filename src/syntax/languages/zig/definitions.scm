; Definitions of Zig. What the captures mean: ../captures.md.

(source_file (variable_declaration "const" . (identifier) @name type: (_)? @type) @definition.constant)
(source_file (variable_declaration "const" . (identifier) @name . (_) @value .) @definition.constant)
(source_file (variable_declaration "const" . (identifier) @name type: (_) . (_) @value .) @definition.constant)
(source_file (variable_declaration "var" . (identifier) @name type: (_)? @type) @definition.variable)
(variable_declaration . (identifier) @name (struct_declaration "{" @body)) @definition.struct
(variable_declaration . (identifier) @name (union_declaration "{" @body)) @definition.struct
(variable_declaration . (identifier) @name (enum_declaration "{" @body)) @definition.enum
(container_field name: (identifier) @name type: (_)? @type) @definition.field
(function_declaration name: (identifier) @name type: (_) @type body: (_)? @body) @definition.function
