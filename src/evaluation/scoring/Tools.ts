/** What scoring needs of the machine. */
import type { Sandbox } from '../../sandbox/Sandbox';

export interface ScoringTools {
  readonly sandbox: Sandbox;
  /** Programs as they are called inside; undefined = there is none, so that items which need it are not tested. */
  readonly python: string;
  readonly node: string | undefined;
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
