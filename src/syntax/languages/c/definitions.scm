; Definitions of C, and of what C++ has in common with it. What the captures mean: ../captures.md.

(preproc_def name: (identifier) @name value: (_)? @value) @definition.macro
(preproc_function_def name: (identifier) @name value: (_)? @value) @definition.macro

(struct_specifier name: (type_identifier) @name body: (_) @body) @definition.struct
(union_specifier name: (type_identifier) @name body: (_) @body) @definition.struct
(enum_specifier name: (type_identifier) @name body: (_) @body) @definition.enum
(enumerator name: (identifier) @name) @definition.field
(type_definition declarator: (type_identifier) @name) @definition.type
(type_definition declarator: (pointer_declarator declarator: (type_identifier) @name)) @definition.type
(type_definition declarator: (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (type_identifier) @name)))) @definition.type
(type_definition type: (_ name: (_) body: (_) @body) declarator: (type_identifier) @name) @definition.type
(type_definition type: (struct_specifier !name body: (_) @body) declarator: (type_identifier) @name) @definition.struct
(type_definition type: (enum_specifier !name body: (_) @body) declarator: (type_identifier) @name) @definition.enum

(field_declaration type: (_) @type declarator: (field_identifier) @name) @definition.field
(field_declaration type: (_) @type declarator: (pointer_declarator declarator: (field_identifier) @name)) @definition.field
(field_declaration type: (_) @type declarator: (array_declarator declarator: (field_identifier) @name)) @definition.field

(function_definition type: (_) @type declarator: (function_declarator declarator: (identifier) @name) body: (_) @body) @definition.function
(function_definition type: (_) @type declarator: (pointer_declarator (function_declarator declarator: (identifier) @name)) body: (_) @body) @definition.function
(function_definition type: (_) @type declarator: (pointer_declarator (pointer_declarator (function_declarator declarator: (identifier) @name))) body: (_) @body) @definition.function
(declaration type: (_) @type declarator: (function_declarator declarator: (identifier) @name)) @definition.function
(declaration type: (_) @type declarator: (pointer_declarator (function_declarator declarator: (identifier) @name))) @definition.function

(declaration type: (_) @type declarator: (identifier) @name) @definition.variable
(declaration type: (_) @type declarator: (init_declarator declarator: (identifier) @name value: (_) @value)) @definition.variable
(declaration type: (_) @type declarator: (pointer_declarator declarator: (identifier) @name)) @definition.variable
(declaration type: (_) @type declarator: (init_declarator declarator: (pointer_declarator declarator: (identifier) @name) value: (_) @value)) @definition.variable
(declaration type: (_) @type declarator: (array_declarator declarator: (identifier) @name)) @definition.variable
(declaration type: (_) @type declarator: (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))) @definition.variable
(declaration type: (_) @type declarator: (init_declarator declarator: (array_declarator declarator: (identifier) @name) value: (_) @value)) @definition.variable
