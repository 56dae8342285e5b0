; What a Rust file takes from elsewhere. What the captures mean: ../captures.md.

; The tree of names is read from the text.
(use_declaration) @import
(extern_crate_declaration) @import
