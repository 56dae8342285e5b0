; Definitions of Scala. What the captures mean: ../captures.md.

(package_clause name: (_) @module)

(class_definition name: (identifier) @name extend: (extends_clause type: (_) @type)? body: (_)? @body) @definition.class
(object_definition name: (identifier) @name extend: (extends_clause type: (_) @type)? body: (_)? @body) @definition.class
(trait_definition name: (identifier) @name extend: (extends_clause type: (_) @type)? body: (_)? @body) @definition.trait
(class_parameter name: (identifier) @name type: (_) @type) @definition.field
(function_definition name: (_) @name return_type: (_)? @type body: (_) @body) @definition.function
(function_declaration name: (_) @name return_type: (_)? @type) @definition.function
(val_definition pattern: (identifier) @name type: (_)? @type value: (_) @value) @definition.variable
(var_definition pattern: (identifier) @name type: (_)? @type value: (_) @value) @definition.variable
(val_declaration name: (identifier) @name type: (_) @type) @definition.variable
(type_definition name: (type_identifier) @name type: (_) @value) @definition.type
