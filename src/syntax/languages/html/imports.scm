; What a HTML file takes from elsewhere. What the captures mean: ../captures.md.

((start_tag (tag_name) @_tag (attribute (attribute_name) @_source (quoted_attribute_value (attribute_value) @specifier))) @import
  (#any-of? @_tag "script" "link") (#any-of? @_source "src" "href"))
