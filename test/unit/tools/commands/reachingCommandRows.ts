// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the shell's
/**
 * Commands that reached further than the gate had seen: through an option, a beginning of a name, a pattern, a pipe, or a program inside of
 * another. Each with its like, and with the ordinary commands beside it. The default policy, as in `commandRows.ts`.
 */
import type { CommandRow } from './commandRows';

export const reachingCommandRows: readonly CommandRow[] = [
  {
    row: 'a folder that a pipe or an alternative does not change',
    decision: 'ask_always',
    commands: [
      ...['cd a/b | cat ../../x', 'ls | cd a/b && cat ../../x', 'true || cd a/b && cat ../../x', 'cd a | ls'],
      ...['cd -- a && cat ../x', 'cd -P a && cat x', 'cd && cat x', 'cd a b && ls', 'cd "a" -- && ls'],
    ],
  },
  {
    row: 'secret files, by what git calls them',
    decision: 'ask_always',
    commands: [
      ...['git show :0:id_rsa', 'git show :2:.npmrc', 'git cat-file -p :0:.npmrc', 'git log -L1,5:.npmrc'],
      ...['git log -L 1,5:.env', 'git log -L:fn:id_rsa', 'git show -L1,5:.env', 'git log -L1,5:../x'],
    ],
  },
  {
    row: 'signatures, which git has another program check',
    decision: 'ask_always',
    commands: [
      ...['git log --show-signature', 'git log --show-sig', 'git log --format=%G?', "git log --pretty='%h %GS'"],
      ...["git show --format='%GG'", "git branch --format='%(signature)'", "git tag --format='%(signature:grade)'"],
      "git stash list --format='%GK'",
    ],
  },
  {
    row: 'names in folders that nobody may look into, or above',
    decision: 'deny',
    commands: ['echo ~/.ssh/*', "printf '%s\\n' ~/.ssh/*", 'basename -a ~/.ssh/*', 'dirname ~/.ssh/*'],
  },
  {
    row: 'names outside, shown by a pattern',
    decision: 'ask_always',
    commands: ['echo ../*', 'echo /etc/*', 'printf %s ../*', 'true ../*'],
  },
  {
    row: 'names above a pattern, and files that only a pattern keeps from being secret',
    decision: 'ask',
    commands: [
      ...['echo src/*/../../../*', 'git grep --untracked x', "grep -r key --include='*.yml' ."],
      ...["grep -r key --include='*.json' .", "rg key -g '*.yml'", "rg key -g '*.json'", "rg key -g 'sec*.json'"],
      "grep -r key --include='c*s.json' .",
    ],
  },
  {
    row: 'patterns and numbers that reach nothing',
    decision: 'allow',
    commands: [
      ...['echo *.ts', 'echo src/*', "printf '%s\\n' *.ts", "printf '%d\\n' 5", "printf '%s' '$(id)'", 'true *'],
      ...["grep -rn foo --include='tsconfig*.json' .", 'grep -rn foo --include=package.json .', "rg x -g '*.ts'"],
      ...['git log -L 1,5:src/a.ts', 'git log -L :main:src/a.ts', "git log --format='%h %gd'", 'uniq a'],
    ],
  },
  {
    row: 'numbers that zsh calculates, and files that a pattern names as the second',
    decision: 'ask_always',
    commands: ["printf '%d' 'a[$(id)]'", "printf %i 'x[`id`]'", "printf '%*d' 'a[$(id)]' 1", 'uniq [ab]', 'uniq a*'],
  },
  {
    row: 'scripts that name files, behind options that look alike',
    decision: 'ask_always',
    commands: ['awk -F -v -f x.awk', 'awk \'BEGIN{ARGV[1]=".env";ARGC=2}{print}\'', 'sed -I s/a/b/ f'],
  },
  {
    row: 'helpers of git, names that settings give, and beginnings of options',
    decision: 'ask_always',
    commands: [
      ...["git remote-ext foo 'sh -c id'", 'git remote-fd x', 'git http-fetch x', 'git imap-send', 'git fast-import'],
      ...['git merge-index sh -a', 'git merge-one-file x', 'git cvsimport x', 'git credential-cache x', 'git st'],
      ...['git submodule--helper x', 'git quiltimport', 'git sh-setup', 'git backfill', 'git for-each-repo x y'],
      ...['git rebase --exe id HEAD~1', 'git rebase --ex=id HEAD~1', 'git help --we log', 'git init --templ=x'],
      ...['git init --tem x', 'git apply --unsafe p', 'git format-patch -o/home/user/out HEAD~1'],
      ...['git format-patch --output-directory=/home/user/x HEAD~1', 'git checkout-index --prefix=/tmp/x -a'],
      ...['git commit --file=.env', 'git commit -F.env'],
    ],
  },
  {
    row: 'interpreters with options that name code or files',
    decision: 'ask_always',
    commands: [
      ...['bash +x -c id', 'bash +o posix -c id', 'bash -o pipefail -c id', 'bash -O extglob -c id', 'fish -C id'],
      ...['node --openssl-config=./x a.js', 'node --snapshot-blob x a.js', 'node --run test'],
      ...['node --test --test-reporter=./x.mjs', 'node --test --test-global-setup=./x.mjs'],
      ...['node --experimental-config-file=x a.js', 'node --redirect-warnings=f a.js', 'node --icu-data-dir=x a.js'],
      ...['python -um pip install x', 'python -Im pip install x', 'python -mpip install x'],
      ...['python -X presite=x a.py', 'python -W error::x.Y a.py', 'perl \'-M_;system("id")\' x.pl', 'perl -Mx x.pl'],
      ...['perl -S x', 'php -d auto_prepend_file=x a.php', 'php -c x a.php', 'php -z x a.php', 'php -S 0:1'],
      ...['lua -l x a.lua', 'julia -L x a.jl', 'elixir -S x', 'swipl -g x a.pl', 'gnuplot -c x', 'erl -s x'],
    ],
  },
  {
    row: 'programs by another spelling',
    decision: 'ask_always',
    commands: [
      ...['python3.11 -c 1', 'python3.12 -m pip install x', 'pip3.11 install x', 'ruby3.1 -e 1', 'perl5.34 -e 1'],
      ...['php8.2 -r 1', 'lua5.4 -e 1', 'Bash -c id', 'BASH -c id', 'bash.exe -c id', 'node.exe -e 1'],
      ...['python.exe -c 1', 'npm.cmd install x', 'pip.exe install x', 'Git -c core.pager=id log', 'GIT push'],
    ],
  },
  {
    row: 'interpreters, spelled and told in ordinary ways',
    decision: 'ask',
    commands: [
      ...['bash -eu run.sh', 'bash -x run.sh', 'sh run.sh', 'node --enable-source-maps a.js', 'node --test a.test.js'],
      ...['node --test --test-reporter=spec', 'node --max-old-space-size=4096 a.js', 'python3 -u a.py', 'perl -w a.pl'],
      ...['python3 -B -m pytest -q', 'python3.12 a.py', 'ruby a.rb', 'php a.php', 'py -3 a.py', 'GIT status'],
    ],
  },
  {
    row: 'npm takes beginnings and other names of its commands',
    decision: 'ask_always',
    commands: [
      ...['npm upd', 'npm publ', 'npm pub', 'npm unp', 'npm cit', 'npm ic', 'npm sit', 'npm udpate', 'npm diff'],
      ...['npm install-ci-test', 'npm clean-install-test', 'npm logi', 'npm --onload-script=./x test'],
    ],
  },
  {
    row: 'packages and programs that no file here names',
    decision: 'ask_always',
    commands: [
      ...['npm --workspaces test', 'npm test -ws', 'npm test --workspaces', 'pnpm -r test', 'pnpm --recursive test'],
      ...['yarn node -e 1', 'yarn run node -e 1', 'yarn policies set-version', 'yarn upgrade-interactive'],
      ...['pnpm sh -c id', 'pnpm bash -c id', 'pnpm node -e 1', 'pnpm env use 1', 'pnpm setup', 'bun repl'],
      ...['bun -e 1', 'bun --eval 1', 'bun -p 1', 'bun --preload ./x test', 'bun --preload=./x run dev', 'bun -i a.ts'],
      ...['bun -r ./x run dev', 'bun --import ./x test', 'bun test --preload ./x', 'bun run --preload ./x dev'],
      ...['bun --config=x test', 'bun --install=force a.ts', 'bun run sh -c id', 'bun sh -c id', 'bun --unknown run x'],
      ...['uv run --with x pytest', 'uv run --with=x pytest', 'uv --with x run y', 'uv run --wit x pytest'],
      ...['uv run python -c 1', 'uv run sh -c id', 'uv run -p ./x pytest', 'uv run -m x', 'uv run --project x pytest'],
      ...['uv build', 'uv format', 'uv cache clean', 'poetry run python -c 1', 'poetry run sh -c id', 'poetry shell'],
      ...['poetry env use x', 'poetry run pip install x'],
    ],
  },
  {
    row: 'tasks that publish, whatever stands before them',
    decision: 'ask_always',
    commands: ['gradle publish', 'gradle build :a:publish', 'gradle uploadArchives', 'mvn test deploy'],
  },
  {
    row: 'options of builds and tests that run, load, send or delete',
    decision: 'ask_always',
    commands: [
      ...['gradle --system-prop=org.gradle.jvmargs=x test', 'gradle -D org.gradle.java.home=x test'],
      ...['pytest --basetemp=src', 'pytest --base=src', 'pytest -o addopts=x', 'pytest --override-ini=x'],
      ...['pytest --pastebin=all', 'pytest --pdbcls=a:b', 'python3 -m pytest --basetemp=src'],
      ...[
        'python -m mypy --install-types',
        'python -m mypy --python-executable ./x a',
        'python -m pylint --init-hook=x',
      ],
      ...['cargo rustc -- -C linker=./x', 'cargo doc --open', 'go build -ldflags=-extld=./x', 'go tool x', 'go bug'],
      ...["go build -ldflags '-extld ./x'", 'go telemetry on', 'pip --python ./x list', 'pip --log f list'],
      ...['pip list --outdated', 'pip lock x', 'tox -x testenv.commands=id', 'tox --ov x=y', 'tox exec -- sh'],
      ...[
        'dotnet build -p:PreBuildEvent=id',
        'dotnet build --property:A=b',
        'dotnet build @x.rsp',
        'dotnet exec x.dll',
      ],
      ...['dotnet fsi x', 'dotnet x.dll', 'dotnet build -logger:x.dll', 'dotnet test --test-adapter-path x'],
      ...['mix run -e 1', 'mix eval x', 'mix cmd id', 'mix do x', 'mix hex.publish', 'rake -e 1', 'rake --execute 1'],
      ...['rake -r ./x', 'rake -R x', 'swift -e 1', 'swift repl', 'swift package update', 'swift build -Xlinker x'],
      ...['zig cc x', 'zig run x', 'zig fetch x'],
    ],
  },
  {
    row: 'builds and tests, told in ordinary ways',
    decision: 'ask',
    commands: [
      ...['npm test -- -w 4', 'npm -w a test', 'npm run build --if-present', 'npm --silent test', 'yarn tsc --noEmit'],
      ...['pnpm build', 'pnpm --filter web build', 'bun test --coverage', 'bun run dev', 'bun run a.ts', 'bun a.ts'],
      ...['uv run pytest -q', 'uv run --frozen pytest', 'uv run python a.py', 'poetry run pytest', 'tox -e py -p auto'],
      ...['go build -ldflags "-X main.v=1"', 'dotnet build -p:Configuration=Release', 'pip list', 'rake test'],
      ...['mix test', 'swift build', 'zig build test', 'gradle build -x test', 'mvn -q test', 'pytest -x tests -k a'],
    ],
  },
];
