; What a CommonJS module gives away: module.exports = …, exports.a = …

(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (identifier) @exported.name @exported.everything
  (#eq? @_module "module") (#eq? @_exports "exports"))
; module.exports = exports = a
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (assignment_expression left: (identifier) right: (identifier) @exported.name @exported.everything)
  (#eq? @_module "module") (#eq? @_exports "exports"))
; const a = module.exports = …
(variable_declarator
  name: (identifier) @exported.name @exported.everything
  value: (assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports))
  (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (object (shorthand_property_identifier) @exported.name)
  (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (object (pair key: (_) @exported.local value: (identifier) @exported.name))
  (#eq? @_module "module") (#eq? @_exports "exports"))
(assignment_expression
  left: (member_expression object: (identifier) @_exports property: (property_identifier) @exported.local)
  right: (identifier) @exported.name
  (#eq? @_exports "exports"))
(assignment_expression
  left: (member_expression
    object: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
    property: (property_identifier) @exported.local)
  right: (identifier) @exported.name
  (#eq? @_module "module") (#eq? @_exports "exports"))

; exports.A = require('…'), A.B = require('…'): passed on under that name
((assignment_expression
  left: (member_expression object: [(identifier) (member_expression)] property: (property_identifier) @namespace)
  right: (call_expression function: (identifier) @_require arguments: (arguments . (string) @specifier))) @import
  (#eq? @_require "require") (#set! reexported))
; A.b = b: of a module that gives A away, b goes with it
(program (expression_statement (assignment_expression
  left: (member_expression object: (identifier) property: (property_identifier) @exported.local)
  right: (identifier) @exported.name)
  (#not-eq? @exported.local "exports")))

; exports.a = 'a': the export is the definition, unless it only names what is defined elsewhere
(assignment_expression
  left: (member_expression object: (identifier) @_exports property: (property_identifier) @name)
  right: [(string) (template_string) (number) (true) (false) (regex) (object) (array) (new_expression) (binary_expression) (unary_expression) (ternary_expression) (null) (undefined) (member_expression)] @value
  (#eq? @_exports "exports") (#set! exported)) @definition.constant
(assignment_expression
  left: (member_expression object: (identifier) @_exports property: (property_identifier) @name)
  right: (call_expression function: (_) @_called) @value
  (#eq? @_exports "exports") (#not-eq? @_called "require") (#set! exported)) @definition.constant
(assignment_expression
  left: (member_expression
    object: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
    property: (property_identifier) @name)
  right: [(string) (template_string) (number) (true) (false) (regex) (object) (array) (new_expression) (binary_expression) (unary_expression) (ternary_expression) (null) (undefined) (member_expression)] @value
  (#eq? @_module "module") (#eq? @_exports "exports") (#set! exported)) @definition.constant
(assignment_expression
  left: (member_expression
    object: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
    property: (property_identifier) @name)
  right: (call_expression function: (_) @_called) @value
  (#eq? @_module "module") (#eq? @_exports "exports") (#not-eq? @_called "require") (#set! exported)) @definition.constant

; exports.a = function …
(assignment_expression
  left: (member_expression object: (identifier) @_exports property: (property_identifier) @name)
  right: [(function_expression body: (_) @body) (arrow_function body: (_) @body)]
  (#eq? @_exports "exports") (#set! exported)) @definition.function
(assignment_expression
  left: (member_expression object: (identifier) @_exports property: (property_identifier) @name)
  right: (class body: (_) @body)
  (#eq? @_exports "exports") (#set! exported)) @definition.class
(assignment_expression
  left: (member_expression
    object: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
    property: (property_identifier) @name)
  right: [(function_expression body: (_) @body) (arrow_function body: (_) @body)]
  (#eq? @_module "module") (#eq? @_exports "exports") (#set! exported)) @definition.function
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (object (method_definition name: (_) @name body: (_) @body) @definition.function)
  (#eq? @_module "module") (#eq? @_exports "exports") (#set! exported))
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (object (pair key: (_) @name value: [(function_expression body: (_) @body) (arrow_function body: (_) @body)]) @definition.function)
  (#eq? @_module "module") (#eq? @_exports "exports") (#set! exported))
(assignment_expression
  left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
  right: (class name: (_) @name body: (_) @body)
  (#eq? @_module "module") (#eq? @_exports "exports") (#set! exported)) @definition.class
