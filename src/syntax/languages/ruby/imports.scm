; What a Ruby file takes from elsewhere. What the captures mean: ../captures.md.

((call method: (identifier) @_require arguments: (argument_list . (string (string_content) @specifier)) @wildcard) @import
  (#any-of? @_require "require" "require_relative" "load"))
((call method: (identifier) @_autoload arguments: (argument_list . (simple_symbol) @name . (string (string_content) @specifier))) @import
  (#eq? @_autoload "autoload"))
