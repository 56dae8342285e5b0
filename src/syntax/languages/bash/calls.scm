; Calls of shell scripts: commands. What the captures mean: ../captures.md.

(command name: (command_name (word) @callee))
