; Definitions of C#. What the captures mean: ../captures.md.

(file_scoped_namespace_declaration name: (_) @module)
(namespace_declaration name: (_) @module)

(class_declaration name: (identifier) @name bases: (base_list . (_) @type)? body: (_) @body) @definition.class
(record_declaration name: (identifier) @name body: (declaration_list)? @body) @definition.class
(record_declaration parameters: (parameter_list (parameter type: (_) @type name: (identifier) @name) @definition.field))
(record_struct_declaration name: (identifier) @name body: (declaration_list)? @body) @definition.struct
(struct_declaration name: (identifier) @name body: (_) @body) @definition.struct
(interface_declaration name: (identifier) @name bases: (base_list . (_) @type)? body: (_) @body) @definition.interface
(enum_declaration name: (identifier) @name body: (_) @body) @definition.enum
(enum_member_declaration name: (identifier) @name) @definition.field
(delegate_declaration type: (_) @type name: (identifier) @name) @definition.type

(constructor_declaration name: (identifier) @name body: (_) @body) @definition.constructor
(method_declaration type: (_) @type name: (identifier) @name body: (_)? @body) @definition.method
(operator_declaration type: (_) @type operator: _ @name body: (_) @body) @definition.method
(property_declaration type: (_) @type name: (identifier) @name accessors: (_)? @value) @definition.field
(property_declaration type: (_) @type name: (identifier) @name value: (_) @body) @definition.field
(field_declaration (variable_declaration type: (_) @type (variable_declarator (identifier) @name (equals_value_clause (_) @value)?))) @definition.field
(event_field_declaration (variable_declaration type: (_) @type (variable_declarator (identifier) @name))) @definition.field
