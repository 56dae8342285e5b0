/** Comment signs that several languages share. */
import type { CommentSyntax } from './LanguageQueries';

/** C and its descendants. */
export const slashComments: CommentSyntax = { line: ['//'], block: [['/*', '*/']] };

/** Python, Ruby, shells. */
export const hashComments: CommentSyntax = { line: ['#'], block: [] };
