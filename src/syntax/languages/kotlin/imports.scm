; What a Kotlin file takes from elsewhere. What the captures mean: ../captures.md.

; The name is read from the statement's text.
(import_header) @import
