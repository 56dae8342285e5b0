; What a Zig file takes from elsewhere. What the captures mean: ../captures.md.

((variable_declaration (identifier) @namespace (builtin_function (builtin_identifier) @_import (arguments (string (string_content) @specifier)))) @import
  (#eq? @_import "@import"))
