; Definitions of Ruby. What the captures mean: ../captures.md.

(module name: (_) @name body: (_)? @body) @definition.module
(class name: (_) @name superclass: (superclass (_) @type)? body: (_)? @body) @definition.class
(method name: (_) @name body: (_)? @body) @definition.function
(singleton_method name: (_) @name body: (_)? @body) @definition.function
(body_statement (assignment left: (constant) @name right: (_) @value) @definition.constant)
(program (assignment left: (constant) @name right: (_) @value) @definition.constant)
(body_statement (assignment left: (class_variable) @name right: (_) @value) @definition.field)
((body_statement (call method: (identifier) @_attribute arguments: (argument_list (simple_symbol) @name)) @definition.field)
  (#match? @_attribute "^attr_(reader|writer|accessor)$"))
((body_statement (identifier) @section) (#any-of? @section "private" "protected" "public"))
