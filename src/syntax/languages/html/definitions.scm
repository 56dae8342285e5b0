; Definitions of HTML: what carries an id. What the captures mean: ../captures.md.

((start_tag (attribute (attribute_name) @_id (quoted_attribute_value (attribute_value) @name))) @definition.field
  (#eq? @_id "id"))
((self_closing_tag (attribute (attribute_name) @_id (quoted_attribute_value (attribute_value) @name))) @definition.field
  (#eq? @_id "id"))
