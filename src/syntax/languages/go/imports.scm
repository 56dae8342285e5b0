; What a Go file takes from elsewhere. What the captures mean: ../captures.md.

; The name that a path binds is read from the text.
(import_spec) @import
