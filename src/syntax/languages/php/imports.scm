; What a PHP file takes from elsewhere. What the captures mean: ../captures.md.

; The names are read from the statement's text.
(namespace_use_declaration) @import
