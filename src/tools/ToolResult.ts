/** What a tool gives back: text for the model, facts for the panel, and whether it failed. */
import type {
  ChangedFile,
  FileDiagnostic,
  FolderEntry,
  ProgramPicture,
  ProposalOutcome,
  SymbolPlace,
  TextHit,
  TodoItem,
} from './ToolHost';

/** What the panel shows; plain data that can be kept. Lines are 0-based, paths are labels. */
export type ToolData =
  | { readonly kind: 'none' }
  | { readonly kind: 'file'; readonly path: string; readonly startLine: number; readonly endLine: number }
  | { readonly kind: 'entries'; readonly path: string; readonly entries: readonly FolderEntry[] }
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  | { readonly kind: 'hits'; readonly hits: readonly TextHit[] }
  | { readonly kind: 'symbols'; readonly symbols: readonly SymbolPlace[] }
  | { readonly kind: 'diagnostics'; readonly diagnostics: readonly FileDiagnostic[] }
  | { readonly kind: 'changes'; readonly files: readonly ChangedFile[] }
  | { readonly kind: 'proposal'; readonly files: readonly ProposalOutcome[] }
  | {
      readonly kind: 'command';
      readonly command: string;
      readonly exitCode: number | undefined;
      readonly end: string;
      readonly output: string;
      /** Milliseconds. */
      readonly duration: number;
    }
  | {
      readonly kind: 'program';
      readonly output: string;
      readonly error: string | undefined;
      readonly pictures: readonly ProgramPicture[];
    }
  | { readonly kind: 'page'; readonly url: string; readonly status: number }
  | { readonly kind: 'answer'; readonly question: string; readonly answer: string | undefined }
  | { readonly kind: 'todo'; readonly items: readonly TodoItem[] };

export interface ToolResult {
  /** For the model: bounded, and labelled as data where it comes from files, programs or the web. */
  readonly text: string;
  readonly data: ToolData;
  readonly failed: boolean;
}

export function failedResult(text: string): ToolResult {
  return { text, data: { kind: 'none' }, failed: true };
}
