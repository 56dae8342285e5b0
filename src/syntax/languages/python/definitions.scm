; Definitions of Python. What the captures mean: ../captures.md.

(decorated_definition definition: (_) @wrapped) @wrapper
(decorated_definition definition: (_) @header) @definition

(class_definition name: (identifier) @name superclasses: (argument_list . (_) @type)? body: (_) @body) @definition.class
(function_definition name: (identifier) @name return_type: (type (_) @type)? body: (_) @body) @definition.function

; the docstring
(class_definition name: (identifier) @name body: (block . (expression_statement . (string) @documentation .))) @definition.class
(function_definition name: (identifier) @name body: (block . (expression_statement . (string) @documentation .))) @definition.function

; variables of the module and of classes
(module (expression_statement (assignment left: (identifier) @name type: (type (_) @type)? right: (_)? @value) @definition.variable)
  (#not-eq? @name "__all__"))
(module (expression_statement (assignment left: (identifier) @name !type right: (call function: (_) @type)) @definition.variable)
  (#not-eq? @name "__all__"))
(block (expression_statement (assignment left: (identifier) @name type: (type (_) @type)? right: (_)? @value) @definition.variable))
(module (expression_statement (assignment left: (pattern_list (identifier) @name) right: (_) @value) @definition.variable))
(type_alias_statement . (type) @name . (type) @value) @definition.type

; fields that the constructor sets
(function_definition
  name: (identifier) @_constructor
  body: (block (expression_statement (assignment
    left: (attribute object: (identifier) @_self attribute: (identifier) @name)
    type: (type (_) @type)? right: (_)? @value) @definition.field))
  (#eq? @_constructor "__init__") (#eq? @_self "self") (#set! hoisted))
(function_definition
  name: (identifier) @_constructor
  body: (block (expression_statement (assignment
    left: (attribute object: (identifier) @_self attribute: (identifier) @name)
    !type right: (call function: (_) @type)) @definition.field))
  (#eq? @_constructor "__init__") (#eq? @_self "self") (#set! hoisted))
