; Scopes of Go, and the names that they declare. What the captures mean: ../captures.md.

[(source_file) (block) (function_declaration) (method_declaration) (func_literal) (for_statement) (if_statement) (expression_case) (communication_case) (type_case)] @scope
(short_var_declaration left: (expression_list (identifier) @declared))
(range_clause left: (expression_list (identifier) @declared))
(var_spec name: (identifier) @declared)
(const_spec name: (identifier) @declared)
(parameter_declaration name: (identifier) @declared)
(variadic_parameter_declaration name: (identifier) @declared)
(function_declaration name: (identifier) @declared @outside)
(type_spec name: (type_identifier) @declared)
