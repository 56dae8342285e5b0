; Definitions of Java. What the captures mean: ../captures.md.

(package_declaration (_) @module)

(class_declaration name: (identifier) @name superclass: (superclass (_) @type)? body: (_) @body) @definition.class
(interface_declaration name: (identifier) @name (extends_interfaces (type_list . (_) @type))? body: (_) @body) @definition.interface
(annotation_type_declaration name: (identifier) @name body: (_) @body) @definition.interface
(enum_declaration name: (identifier) @name body: (_) @body) @definition.enum
(record_declaration name: (identifier) @name body: (_) @body) @definition.class
(record_declaration parameters: (formal_parameters (formal_parameter type: (_) @type name: (identifier) @name) @definition.field))

(constructor_declaration name: (identifier) @name body: (_) @body) @definition.constructor
(compact_constructor_declaration name: (identifier) @name body: (_) @body) @definition.constructor
(method_declaration type: (_) @type name: (identifier) @name body: (_)? @body) @definition.method
(annotation_type_element_declaration type: (_) @type name: (identifier) @name) @definition.method
(field_declaration type: (_) @type declarator: (variable_declarator name: (identifier) @name value: (_)? @value)) @definition.field
(constant_declaration type: (_) @type declarator: (variable_declarator name: (identifier) @name value: (_)? @value)) @definition.constant
(enum_constant name: (identifier) @name body: (_)? @body) @definition.field
