; What a Solidity file takes from elsewhere. What the captures mean: ../captures.md.

; The names are read from the statement's text.
(import_directive) @import
