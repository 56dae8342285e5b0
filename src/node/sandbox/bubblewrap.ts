/**
 * Bubblewrap's command line: namespaces of its own for everything, an empty home, no network, the system's programs read-only, and one sized
 * file system in memory for whatever is written. Facts: bwrap(1), unshare(1), prlimit(1).
 */
import type { SandboxJob } from '../../sandbox/Sandbox';

export interface BubblewrapPlan {
  /** An empty folder of the machine; only the program's own view of it gets a file system. */
  readonly mountPoint: string;
  /** Folders of the machine that hold interpreters beside `/usr`, each shown at its own place. */
  readonly prefixes: readonly string[];
  /** Numbers of the file descriptors through which the job's files come, by name. */
  readonly fileDescriptors: Readonly<Record<string, number>>;
}

/**
 * Mounts a file system with a limit of its own for bytes and files, which bubblewrap's cannot have, and goes on to bubblewrap. The mount is
 * seen by nobody else and goes with the process.
 */
const mountScript =
  'mount -t tmpfs -o "size=$1,nr_inodes=$2,mode=0700" tmpfs "$3" && mkdir "$3/box" "$3/tmp" "$3/shm" && shift 3 && exec "$@"';

/** Program and arguments to run a job. */
export function bubblewrapCommand(job: SandboxJob, plan: BubblewrapPlan): readonly string[] {
  const { limits, environment = {}, shown = {} } = job;
  const { mountPoint, fileDescriptors } = plan;
  const variables = { ...fixedVariables, ...environment };
  return [
    ...['unshare', '--user', '--mount', '--map-root-user', '--', 'sh', '-c', mountScript, 'sh'],
    ...[String(limits.diskBytes), String(limits.diskFiles), mountPoint],
    ...['bwrap', '--unshare-all', '--unshare-user', '--disable-userns', '--die-with-parent', '--new-session'],
    ...['--cap-drop', 'ALL', '--uid', '1000', '--gid', '1000', '--hostname', 'box', '--clearenv'],
    ...Object.entries(variables).flatMap(([name, value]) => ['--setenv', name, value]),
    ...['--ro-bind', '/usr', '/usr', '--symlink', 'usr/bin', '/bin', '--symlink', 'usr/lib', '/lib'],
    ...['--symlink', 'usr/lib64', '/lib64', '--symlink', 'usr/sbin', '/sbin', '--dir', '/etc'],
    ...systemFiles.flatMap((path) => ['--ro-bind-try', path, path]),
    ...plan.prefixes.flatMap((path) => ['--ro-bind', path, path]),
    ...['--proc', '/proc', '--dev', '/dev', '--bind', `${mountPoint}/shm`, '/dev/shm'],
    ...['--bind', `${mountPoint}/tmp`, '/tmp', '--bind', `${mountPoint}/box`, '/box'],
    ...Object.entries(shown).flatMap(([inside, outside]) => ['--ro-bind', outside, inside]),
    ...Object.entries(fileDescriptors).flatMap(([name, fd]) => ['--ro-bind-data', String(fd), `/box/${name}`]),
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', '/box', '--'],
    ...['prlimit', `--nproc=${limits.processes}`, '--core=0', `--cpu=${limits.cpuSeconds}`],
    ...[`--fsize=${limits.diskBytes}`, '--nofile=256', '--memlock=0'],
    ...(limits.limitAddressSpace ? [`--as=${limits.memoryBytes}`] : []),
    ...['--', ...job.command],
  ];
}

/** The same for every program, so that none depends on the machine's time zone, language or chance. */
const fixedVariables = {
  PATH: '/usr/bin:/bin',
  HOME: '/tmp',
  LANG: 'C.UTF-8',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
  PYTHONHASHSEED: '0',
  PYTHONDONTWRITEBYTECODE: '1',
} as const;

/** What programs need to find their libraries, and Java its settings. Nothing of it tells about people. */
const systemFiles = [
  '/etc/ld.so.cache',
  '/etc/alternatives',
  '/etc/java-17-openjdk',
  '/etc/java-21-openjdk',
  '/etc/java-11-openjdk',
] as const;
