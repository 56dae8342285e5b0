; Definitions of JSON: the keys of the outermost object. What the captures mean: ../captures.md.

(document (object (pair key: (string (string_content) @name) value: (_) @value) @definition.field))
