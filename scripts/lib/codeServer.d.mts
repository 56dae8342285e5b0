/** Types of codeServer.mjs for the tests, which are TypeScript. */

/** Which code-server to run; left out: `TANDEM_TEST_CODE_SERVER` and `TANDEM_TEST_NODE`, else what set-up fetched. */
interface Program {
  /** The folder of the package `code-server`. */
  readonly codeServer?: string | undefined;
  /** The path of the Node that runs it. */
  readonly node?: string | undefined;
}

export interface CodeServer {
  /** Opens the folder. */
  readonly url: string;
  readonly port: number;
  readonly pid: number | undefined;
  /** Ends it and everything it started. */
  stop(): Promise<void>;
  /** What it printed so far. */
  logs(): string;
  /** Resolves to its last words when it ends by itself or is stopped. */
  readonly exited: Promise<string>;
}

export const quietSettings: Readonly<Record<string, unknown>>;
export const firstSettings: Readonly<Record<string, unknown>>;

export function startCodeServer(
  options: Program & {
    readonly folder: string;
    readonly userDataDir: string;
    readonly extensionsDir: string;
    /** 0 or undefined: the system chooses. */
    readonly port?: number | undefined;
    /** Added to the environment of the editor and its extension host. */
    readonly env?: Readonly<Record<string, string>>;
    /** True leaves workspace trust on; default false: every folder is trusted. */
    readonly trust?: boolean;
    /** User settings on top of `quietSettings`. */
    readonly settings?: Readonly<Record<string, unknown>>;
    /** Settings of scope `machine`, such as `tandem.endpoint.url`. */
    readonly machineSettings?: Readonly<Record<string, unknown>>;
  },
): Promise<CodeServer>;

export function installExtension(
  options: Program & { readonly vsix: string; readonly userDataDir: string; readonly extensionsDir: string },
): Promise<void>;

export function writeSettings(
  userDataDir: string,
  settings: Readonly<Record<string, unknown>>,
  level?: 'User' | 'Machine',
  first?: Readonly<Record<string, unknown>>,
): Promise<void>;
