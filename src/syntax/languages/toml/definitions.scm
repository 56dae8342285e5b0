; Definitions of TOML. What the captures mean: ../captures.md.

(table . [(bare_key) (dotted_key) (quoted_key)] @name (pair)? @body) @definition.module
(table_array_element . [(bare_key) (dotted_key) (quoted_key)] @name (pair)? @body) @definition.module
(pair . [(bare_key) (dotted_key) (quoted_key)] @name . (_) @value) @definition.field
