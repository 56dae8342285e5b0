; Definitions of Elixir. What the captures mean: ../captures.md.

((call target: (identifier) @_def (arguments . (alias) @name) (do_block) @body) @definition.module
  (#eq? @_def "defmodule"))
((call target: (identifier) @_def (arguments . (alias) @name) (do_block) @body) @definition.interface
  (#eq? @_def "defprotocol"))
((call target: (identifier) @_def (arguments . (alias) @name) (do_block
    . (unary_operator operand: (call target: (identifier) @_doc (arguments (string) @documentation))))) @definition.module
  (#eq? @_def "defmodule") (#eq? @_doc "moduledoc"))
((call target: (identifier) @_def (arguments . (call target: (identifier) @name)) (do_block)? @body) @definition.function
  (#any-of? @_def "def" "defp" "defdelegate" "defguard" "defguardp"))
((call target: (identifier) @_def (arguments . (identifier) @name) (do_block)? @body) @definition.function
  (#any-of? @_def "def" "defp"))
((call target: (identifier) @_def (arguments . (binary_operator left: (call target: (identifier) @name))) (do_block)? @body) @definition.function
  (#any-of? @_def "def" "defp" "defguard" "defguardp"))
((call target: (identifier) @_def (arguments . [
    (call target: (identifier) @name)
    (binary_operator left: (call target: (identifier) @name))
    (identifier) @name
  ]) (do_block)? @body) @definition.macro
  (#any-of? @_def "defmacro" "defmacrop"))
((unary_operator operand: (call target: (identifier) @_type (arguments . (binary_operator left: [(identifier) @name (call target: (identifier) @name)])))) @definition.type
  (#any-of? @_type "type" "typep" "opaque"))
((do_block (unary_operator operand: (call target: (identifier) @name (arguments . [(integer) (float) (string) (atom) (list) (map) (tuple) (alias)] @value))) @definition.constant)
  (#not-any-of? @name "moduledoc" "doc" "typedoc" "spec" "impl" "behaviour" "callback" "deprecated" "derive" "enforce_keys" "tag" "moduletag"))
