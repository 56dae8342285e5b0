; What a Python file takes from elsewhere and gives away. What the captures mean: ../captures.md.

(import_statement name: (dotted_name) @specifier @namespace @part) @import
(import_statement name: (aliased_import name: (_) @specifier alias: (_) @namespace) @part) @import
(import_from_statement module_name: (_) @specifier) @import
(import_from_statement module_name: (_) name: (dotted_name) @name) @import
(import_from_statement module_name: (_) name: (aliased_import name: (_) @name alias: (_) @local)) @import
(import_from_statement (wildcard_import) @wildcard) @import
(future_import_statement name: (dotted_name) @name) @import

; __all__ = ["a", "b"]
(module (expression_statement (assignment
  left: (identifier) @_all
  right: (_ (string (string_content) @exported.name)))
  (#eq? @_all "__all__")))
(module (expression_statement (augmented_assignment
  left: (identifier) @_all
  right: (_ (string (string_content) @exported.name)))
  (#eq? @_all "__all__")))
