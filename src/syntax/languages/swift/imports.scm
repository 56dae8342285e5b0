; What a Swift file takes from elsewhere. What the captures mean: ../captures.md.

(import_declaration (identifier) @specifier @wildcard) @import
