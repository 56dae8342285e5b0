/** What scoring needs of the machine. */
import type { Sandbox } from '../../sandbox/Sandbox';

/** What runs JavaScript, and what shuts it in. */
export interface ScriptRuntime {
  readonly sandbox: Sandbox;
  /** A job's command for a script, which is told how it is spoken to (`channelIo`). */
  command(script: string): readonly string[];
}

export interface ScoringTools {
  /** What shuts programs in, in words for the report. */
  readonly isolation: string;
  /** For Python and Java. */
  readonly sandbox: Sandbox;
  /** Python as it is called inside; undefined = there is none, so that items which need it are not tested. */
  readonly python: string | undefined;
  /** For JavaScript and TypeScript; undefined = there is none. */
  readonly script: ScriptRuntime | undefined;
  /** Whether there is a Java compiler. */
  readonly hasJava: boolean;
  /** Folder of the machine with Java libraries (.jar); undefined = none was named. */
  readonly javaLibraries: string | undefined;
  /** Whether javatuples is among them. */
  readonly hasJavaTuples: boolean;
  /** A secret for one verdict. */
  createNonce(): string;
  /** TypeScript without its types; undefined = this machine's Node cannot. Throws where it is no TypeScript. */
  readonly stripTypes: ((code: string) => string) | undefined;
}
