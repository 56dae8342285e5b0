; What a Rust file takes from elsewhere. What the captures mean: ../captures.md.

; The tree of names is read from the text.
(use_declaration) @import
(extern_crate_declaration) @import
; Imports and re-exports inside of a macro at the top: `cfg_rt! { pub use a::b; }`.
(source_file (macro_invocation (token_tree)) @import)
(source_file (expression_statement (macro_invocation (token_tree)) @import))
