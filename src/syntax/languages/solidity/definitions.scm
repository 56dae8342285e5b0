; Definitions of Solidity. What the captures mean: ../captures.md.

(contract_declaration name: (identifier) @name (inheritance_specifier ancestor: (_) @type)? body: (_) @body) @definition.class
(interface_declaration name: (identifier) @name body: (_) @body) @definition.interface
(library_declaration name: (identifier) @name body: (_) @body) @definition.class
(struct_declaration name: (identifier) @name) @definition.struct
(struct_member type: (_) @type name: (identifier) @name) @definition.field
(enum_declaration name: (identifier) @name) @definition.enum
(enum_value) @name @definition.field
(event_definition name: (identifier) @name) @definition.function
(error_declaration name: (identifier) @name) @definition.type
(modifier_definition name: (identifier) @name body: (_)? @body) @definition.function
(constructor_definition "constructor" @name body: (_)? @body) @definition.constructor
(function_definition name: (identifier) @name return_type: (return_type_definition (parameter type: (_) @type))? body: (_)? @body) @definition.function
(state_variable_declaration type: (_) @type name: (identifier) @name value: (_)? @value) @definition.field
(constant_variable_declaration type: (_) @type name: (identifier) @name value: (_) @value) @definition.constant
