; What a shell file takes from elsewhere. What the captures mean: ../captures.md.

((command name: (command_name) @_source . argument: (_) @specifier @wildcard) @import
  (#any-of? @_source "source" "."))
