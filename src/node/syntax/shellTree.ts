/** Commands as trees of the shell's grammar, which is loaded at the first one. */
import { silentLog } from '../../platform/Log';
import { Syntax } from '../../syntax/Syntax';
import type { ShellTree } from '../../tools/commands/judgeCommand';
import { grammarFiles } from './GrammarFiles';

/** `grammars`: the folder of the grammars, `dist/grammars` in the product. */
export function shellTree(grammars: string): ShellTree {
  let syntax: Syntax | undefined;
  return (command, most) => {
    syntax ??= new Syntax(grammarFiles(grammars), silentLog);
    return syntax.treeOf('shellscript', command, most, new AbortController().signal);
  };
}
