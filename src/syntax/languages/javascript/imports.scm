; What a JavaScript file takes from elsewhere and gives away. What the captures mean: ../captures.md.

(import_statement source: (string) @specifier) @import
(import_statement (import_clause (identifier) @default)) @import
(import_statement (import_clause (namespace_import (identifier) @namespace))) @import
(import_statement (import_clause (named_imports (import_specifier name: (_) @name alias: (_)? @local)))) @import

((export_statement source: (string) @specifier) @import (#set! reexported))
((export_statement (export_clause (export_specifier name: (_) @name alias: (_)? @local)) source: (string)) @import (#set! reexported))
((export_statement (namespace_export (_) @namespace) source: (string)) @import (#set! reexported))
((export_statement "*" @wildcard source: (string)) @import (#set! reexported))

(export_statement !source (export_clause (export_specifier name: (_) @exported.name alias: (_)? @exported.local)))
(export_statement "default" @exported.local value: (identifier) @exported.name)
(export_statement "default" @exported.local declaration: (_ name: (_) @exported.name))
(export_statement "default" @exported.local value: (class name: (_) @exported.name))
(export_statement "default" @exported.local value: (function_expression name: (_) @exported.name))

; const x = require('…'), const { a, b: c } = require('…')
(lexical_declaration (variable_declarator
  name: (identifier) @namespace
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string) @specifier)))
  (#eq? @_require "require")) @import
(lexical_declaration (variable_declarator
  name: (object_pattern (shorthand_property_identifier_pattern) @name)
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string) @specifier)))
  (#eq? @_require "require")) @import
(lexical_declaration (variable_declarator
  name: (object_pattern (pair_pattern key: (_) @name value: (identifier) @local))
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string) @specifier)))
  (#eq? @_require "require")) @import

; const x = require('…').y
(lexical_declaration (variable_declarator
  name: (identifier) @local
  value: (member_expression
    object: (call_expression function: (identifier) @_require arguments: (arguments . (string) @specifier))
    property: (property_identifier) @name))
  (#eq? @_require "require")) @import

; the same with var
(variable_declaration (variable_declarator
  name: (identifier) @namespace
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string) @specifier)))
  (#eq? @_require "require")) @import
(variable_declaration (variable_declarator
  name: (object_pattern (shorthand_property_identifier_pattern) @name)
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string) @specifier)))
  (#eq? @_require "require")) @import
(variable_declaration (variable_declarator
  name: (object_pattern (pair_pattern key: (_) @name value: (identifier) @local))
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string) @specifier)))
  (#eq? @_require "require")) @import
(variable_declaration (variable_declarator
  name: (identifier) @local
  value: (member_expression
    object: (call_expression function: (identifier) @_require arguments: (arguments . (string) @specifier))
    property: (property_identifier) @name))
  (#eq? @_require "require")) @import
