/**
 * Commands that once came past the gate because a program, or the shell, reads its words otherwise than the gate did. Each with its like, and
 * with the ordinary commands beside it that go on without a question. The default policy, as in `commandRows.ts`.
 */
import type { CommandRow } from './commandRows';

export const closedCommandRows: readonly CommandRow[] = [
  {
    row: 'a folder behind which the shell climbs back',
    decision: 'ask_always',
    commands: [
      'cd a1/l/../../.. && cat out2/x',
      'cd a1/l/.. && ls',
      'cd a1/l && cd .. && cat x',
      'cd a1/l && cd ../.. && ls',
      'cd ./a1/../b && ls',
      'cd /workspace/a1/.. && ls',
      'cd a//.. && ls',
      'cd a/./.. && ls',
    ],
  },
  {
    row: 'a home folder that is none',
    decision: 'ask_always',
    commands: ["bash '~/a.sh'", 'cat "~/workspace/a.ts"', 'cat \\~/a.ts', "cat '~'/a.ts"],
  },
  {
    row: 'files outside, spelled like revisions',
    decision: 'ask_always',
    commands: [
      'git diff README.md node_modules/@types/../../../../../../etc/hostname',
      'git diff README.md a^/../../../etc/hostname',
      'git diff README.md a{b}/../../../etc/hostname',
      'git diff README.md HEAD:a/../../../etc/hostname',
      'git diff README.md HEAD~1/../../../etc/hostname',
      'git diff README.md a..b/../../../etc/hostname',
      'git diff -- README.md a@b/../../../etc/hostname',
      'git -C src diff a.ts x@y/../../../../etc/hostname',
      'git diff README.md a@b/.env',
      'git diff README.md a@b/../.env',
      'git log -- a..b/.env',
      'git diff /etc/@a /etc/x^y',
    ],
  },
  {
    row: 'revisions',
    decision: 'allow',
    commands: [
      ...['git diff HEAD~1', 'git diff main...feature -- src', 'git show HEAD:src/a.ts', 'git diff HEAD^ HEAD'],
      ...['git diff HEAD^^ HEAD~3 -- src/a.ts', 'git show HEAD^{tree}', 'git log @{u}..', 'git log ..origin/main'],
      ...[
        'git diff v1.0..v1.1',
        'git log ^main feature',
        "git log -- ':!dist' src",
        'git show :/fix',
        'git diff HEAD@{1}',
      ],
      ...['git show stash@{0}', 'git show HEAD:./a.ts', 'git show HEAD~2:src/a.ts', 'git log origin/main...HEAD'],
    ],
  },
  {
    row: 'values that a program takes only attached',
    decision: 'ask_always',
    commands: [
      'od -c -w .env',
      'od -c -w /etc/hostname',
      'diff --unified .env README.md',
      'diff --context a.ts /etc/hostname',
    ],
  },
  {
    row: 'folders whose files are all read',
    decision: 'ask',
    commands: [
      'diff -N a.ts b.ts',
      'diff -uN a.ts b.ts',
      'grep -d rec KEY .',
      'egrep -d recu KEY .',
      'fgrep -drec KEY .',
      'grep -d skip -d rec KEY .',
    ],
  },
  {
    row: 'comparing and searching as ever',
    decision: 'allow',
    commands: [
      ...[
        'diff a.ts b.ts',
        'diff -u a.ts b.ts',
        'diff -U 5 a.ts b.ts',
        'diff --unified=5 a.ts b.ts',
        'diff --context a.ts b.ts',
      ],
      ...['grep -d skip foo src/a.ts', 'grep -dread foo src/a.ts', 'od -An -c a.bin', 'od -N 16 -t x1 a.bin'],
    ],
  },
  {
    row: 'formats that set a variable',
    decision: 'ask_always',
    commands: [
      ...[
        'printf %n PATH && ls',
        "printf 'ab%n' PATH",
        "printf '%5n' PATH",
        "printf '%-.3ln' PATH",
        "printf '%hhn' PATH",
      ],
      ...[
        "printf -- '%n' PATH",
        "printf '%*n' 3 PATH",
        "printf '%%%n' PATH",
        "printf '%5%%n' PATH",
        "printf '\\x25n' PATH",
      ],
      ...["printf '\\45n' PATH", "printf '\\u0025n' PATH", 'printf * PATH', 'printf "$x" PATH', "printf '% n' PATH"],
    ],
  },
  {
    row: 'formats that print',
    decision: 'allow',
    commands: [
      ...["printf '%s\\n' x", "printf '%%n'", "printf '%5.2f\\n' 1", "printf '50%%\\n'", "printf '%s\\n' '%n'"],
      ...["printf '\\033[1m%s\\033[0m\\n' x", "printf '%d new\\n' 3", "printf '%q\\n' x", "printf '%s %s\\n' a n"],
    ],
  },
  {
    row: 'letters behind a letter with a value',
    decision: 'ask_always',
    commands: [
      'tree -Lo 2 package.json',
      "tree -Po '*' f",
      'tree -aIo x f',
      'tree -L2 /etc',
      'tree -L2o f',
      'tree -LP 2 x /etc',
    ],
  },
  {
    row: 'tree as ever',
    decision: 'allow',
    commands: ['tree -L 2 src', 'tree -L2 src', "tree -aI '*.js' src", 'tree -P a -L 1'],
  },
  {
    row: 'words that say what else a project runs',
    decision: 'ask_always',
    commands: [
      ...[
        "make test 'X:=$(shell touch x)'",
        "make test '--ev=$(shell touch x)'",
        "make test --eval 'x:;id'",
        'make CC=./evil test',
      ],
      ...["make -sE 'x:;id' test", 'make CFLAGS=-O2', 'make -kf other.mk', 'make -ksC sub', 'make -f~/other.mk'],
      ...[
        'npm test --script-she=./evil.sh',
        'npm test --node-opt=--require=./evil.js',
        'npm --script-shell ./evil.sh test',
      ],
      ...[
        'pnpm --config.script-shell=./evil.sh test',
        'gradle test -I./evil.gradle',
        'gradle test --init-script ./evil.gradle',
      ],
      ...[
        'gradle test -I ./evil.gradle',
        'gradle test --init-scr=x',
        'gradle test -Dorg.gradle.java.home=./evil',
        'gradle -gx test',
      ],
      ...[
        'mvn test exec:exec -Dexec.executable=sh',
        'mvn exec:exec',
        'mvn test -Dexec.executable=sh',
        'mvn test -D jvm=./evil',
      ],
      ...['mvn test -Dmaven.ext.class.path=./evil.jar', 'mvn -s./evil.xml test', 'mvn --sett=./evil.xml test'],
      ...[
        'pnpm --filter build add evil',
        'yarn workspace test add evil',
        'npm -w test i evil',
        'cargo --color build install evil',
      ],
      ...['cargo -Zunstable-options test'],
      ...[
        "bun -e 'x'",
        'bun --eval=x',
        'bun --preload ./x.ts test',
        'bun -r ./x.ts run a',
        'bun --config=./x.toml test',
      ],
      ...['uv run --with evil pytest', 'uv run --with=evil pytest', 'uv run --with-editable ./evil pytest'],
      ...[
        'uv run --with-requirements r.txt pytest',
        'uv run --index http://evil/ pytest',
        'uv --config-file x run pytest',
      ],
    ],
  },
  {
    row: 'what a project runs as ever',
    decision: 'ask',
    commands: [
      ...[
        'make test',
        'make -j4 -k test',
        'make -C sub test',
        'npm test',
        'npm run add',
        'npm test -- --fix',
        'npm --silent test',
      ],
      ...['pnpm --filter web test', 'yarn workspace web build', 'npm --prefix sub run build', 'gradle test --info'],
      ...['gradle test -Dtest.single=A', 'mvn -q -DskipTests package', 'mvn test -Dtest=A#b', 'mvn -pl :core test'],
      ...['cargo test update', 'go test -mod=vendor ./...', 'uv run pytest -x', 'bun run build', 'bun test'],
    ],
  },
  {
    row: 'folders that are plain',
    decision: 'allow',
    commands: ['cd src && ls', 'cd ./src && cd sub && ls', 'cd src && cat ../a.ts', 'cd src/..a && ls'],
  },
];
