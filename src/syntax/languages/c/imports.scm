; What a C or C++ file takes from elsewhere. What the captures mean: ../captures.md.

((preproc_include path: (string_literal (string_content) @specifier) @wildcard) @import)
((preproc_include path: (system_lib_string) @specifier @wildcard) @import)
