; What a C# file takes from elsewhere. What the captures mean: ../captures.md.

(using_directive) @import
