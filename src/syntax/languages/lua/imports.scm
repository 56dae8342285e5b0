; What a Lua file takes from elsewhere. What the captures mean: ../captures.md.

((local_variable_declaration
  (variable_list . (variable name: (identifier) @namespace))
  (expression_list . value: (call function: (variable name: (identifier) @_require) arguments: (argument_list (string) @specifier)))) @import
  (#eq? @_require "require"))
((local_variable_declaration
  (variable_list . (variable name: (identifier) @namespace))
  (expression_list . value: (call function: (variable name: (identifier) @_require) arguments: (argument_list (expression_list . (string) @specifier))))) @import
  (#eq? @_require "require"))
(chunk (return_statement (expression_list . (variable name: (identifier) @exported.name @exported.everything))))
