; What a Elixir file takes from elsewhere. What the captures mean: ../captures.md.

; The names are read from the statement's text.
((call target: (identifier) @_import (arguments . [(alias) (dot)])) @import
  (#any-of? @_import "alias" "import" "require" "use"))
