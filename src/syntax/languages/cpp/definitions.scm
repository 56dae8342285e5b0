; Definitions of C++, beside what it has in common with C. What the captures mean: ../captures.md.

(template_declaration (_) @wrapped .) @wrapper
(namespace_definition name: (_) @name body: (_) @body) @definition.module
(class_specifier name: (_) @name (base_class_clause . (access_specifier)? . [(type_identifier) (template_type) (qualified_identifier)] @type)? body: (_) @body) @definition.class
(alias_declaration name: (_) @name type: (_) @value) @definition.type
(concept_definition name: (_) @name) @definition.interface
(field_declaration_list (access_specifier) @section)

(field_declaration type: (_) @type declarator: (function_declarator declarator: [(field_identifier) (operator_name)] @name)) @definition.method
(field_declaration type: (_) @type declarator: (pointer_declarator (function_declarator declarator: (field_identifier) @name))) @definition.method
(field_declaration type: (_) @type declarator: (reference_declarator (function_declarator declarator: (field_identifier) @name))) @definition.method
(field_declaration type: (_) @type declarator: (reference_declarator (field_identifier) @name)) @definition.field
(field_declaration_list (declaration !type declarator: (function_declarator declarator: (identifier) @name)) @definition.constructor)
(field_declaration_list (function_definition !type declarator: (function_declarator declarator: (identifier) @name) body: (_)? @body) @definition.constructor)
(field_declaration_list (declaration declarator: (function_declarator declarator: (destructor_name) @name)) @definition.method)
(field_declaration_list (function_definition declarator: (function_declarator declarator: (destructor_name) @name)) @definition.method)
(function_definition type: (_) @type declarator: (function_declarator declarator: [(field_identifier) (operator_name)] @name) body: (_)? @body) @definition.method
(function_definition type: (_) @type declarator: (reference_declarator (function_declarator declarator: [(identifier) (field_identifier) (operator_name)] @name)) body: (_)? @body) @definition.function
(function_definition type: (_) @type declarator: (pointer_declarator (function_declarator declarator: (field_identifier) @name)) body: (_)? @body) @definition.method

; A::f, n::A::f
(function_definition declarator: (function_declarator declarator: (qualified_identifier scope: (_) @receiver name: [(identifier) (destructor_name) (operator_name)] @name)) body: (_) @body) @definition.method
(function_definition declarator: (_ (function_declarator declarator: (qualified_identifier scope: (_) @receiver name: [(identifier) (operator_name)] @name))) body: (_) @body) @definition.method
(function_definition declarator: (function_declarator declarator: (qualified_identifier name: (qualified_identifier scope: (_) @receiver name: (_) @name))) body: (_) @body) @definition.method
