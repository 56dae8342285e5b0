; What a CSS file takes from elsewhere. What the captures mean: ../captures.md.

(import_statement (string_value) @specifier @wildcard) @import
(import_statement (call_expression (arguments (string_value) @specifier @wildcard))) @import
(import_statement (call_expression (arguments (plain_value) @specifier @wildcard))) @import
