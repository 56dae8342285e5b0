; Definitions of CSS: class names, ids, custom properties and animations. What the captures mean: ../captures.md.

(rule_set (selectors [
  (class_selector (class_name) @name .)
  (pseudo_class_selector (class_selector (class_name) @name .))
  (_ (class_selector (class_name) @name .) .)
]) (block) @body) @definition.class
(rule_set (selectors [(id_selector (id_name) @name) (_ (id_selector (id_name) @name))]) (block) @body) @definition.constant
((declaration (property_name) @name) @definition.variable (#match? @name "^--"))
(keyframes_statement (keyframes_name) @name (keyframe_block_list) @body) @definition.function
