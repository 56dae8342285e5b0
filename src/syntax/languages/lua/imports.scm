; What a Lua file takes from elsewhere and gives away. What the captures mean: ../captures.md.

((variable_declaration (assignment_statement
  (variable_list . name: (identifier) @namespace)
  (expression_list . value: (function_call name: (identifier) @_require arguments: (arguments . (string content: (_) @specifier)))))) @import
  (#eq? @_require "require"))
(chunk (return_statement (expression_list . (identifier) @exported.name @exported.everything)))
