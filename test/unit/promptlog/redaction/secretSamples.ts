/**
 * Samples of everything that must be hidden, put together at run time: no line of this file has the shape of a secret. `secret` is
 * what must not remain; `text` the line around it, where the rule needs one.
 */
export interface SecretSample {
  readonly name: string;
  readonly text: string;
  readonly secrets: readonly string[];
}

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const lower = 'abcdefghijklmnopqrstuvwxyz0123456789';
const hexadecimal = '0123456789abcdef';

/** Seeded, so that a failure can be looked at again. */
export function random(seed: number): (alphabet: string, length: number) => string {
  let state = seed >>> 0;
  return (alphabet, length) => {
    let result = '';
    for (let i = 0; i < length; i++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      result += alphabet[Math.floor((state / 2 ** 32) * alphabet.length)] ?? '';
    }
    return result;
  };
}

/** Bodies that are plainly false, and bodies drawn by lot. */
type Body = (alphabet: string, length: number) => string;
const fake: Body = (alphabet, length) =>
  (alphabet === hexadecimal ? '0000' : alphabet === lower ? 'fake0' : alphabet === upper ? 'FAKE' : 'FAKE')
    .repeat(length)
    .slice(0, length);

function token(name: string, ...pieces: readonly string[]): SecretSample {
  const value = pieces.join('');
  return { name, text: value, secrets: [value] };
}

function line(name: string, before: string, secret: string, after = ''): SecretSample {
  return { name, text: before + secret + after, secrets: [secret] };
}

/** Tokens that are recognised wherever they stand. */
export function tokensOf(body: Body): SecretSample[] {
  const a = (length: number): string => body(alphanumeric, length);
  const h = (length: number): string => body(hexadecimal, length);
  return [
    token('K-01 GLM key', h(32), '.', a(16)),
    token('K-02 GLM JWT', 'ey', 'J', a(40), '.ey', 'J', a(60), '.', a(43)),
    token('K-08 GitHub fine-grained', 'github', '_pat_', a(82)),
    ...['gh' + 'p_', 'gh' + 's_', 'gh' + 'u_', 'gh' + 'o_', 'gh' + 'r_'].map((prefix) =>
      token(`K-09 GitHub ${prefix}`, prefix, a(36)),
    ),
    ...['pat', 'rt', 'dt', 'cbt'].map((prefix) => token(`K-10 GitLab ${prefix}`, 'gl', prefix, '-', a(20))),
    token('OpenAI', 's', 'k-', a(48)),
    token('OpenAI project', 's', 'k-proj-', a(48)),
    token('K-12 Anthropic', 's', 'k-ant-api03-', a(93), 'AA'),
    token('K-13 Hugging Face', 'h', 'f_', a(34)),
    token('K-14 Google API', 'AI', 'za', a(35)),
    token('K-16 Google refresh', '1/', '/0', a(40)),
    token('K-16 Google client secret', 'GOC', 'SPX-', a(28)),
    token('K-17 AWS id', 'AK', 'IA', body(upper, 16)),
    token('K-17 AWS temporary id', 'AS', 'IA', body(upper, 16)),
    token('K-21 Slack bot', 'xo', 'xb-', '123456789012-123456789012-', a(24)),
    token('K-21 Slack user', 'xo', 'xp-', '123456789012-123456789012-123456789012-', h(32)),
    token('K-21 Slack app', 'xa', 'pp-1-A0000000000-1234567890123-', h(64)),
    token('K-24 npm', 'np', 'm_', a(36)),
    token('K-25 PyPI', 'py', 'pi-AgEIcHlwaS5vcmc', a(60)),
    token('K-26 RubyGems', 'ruby', 'gems_', h(48)),
    token('K-26 crates.io', 'c', 'io', a(32)),
    token('K-26 NuGet', 'o', 'y2', body(lower, 43)),
    token('K-28 SendGrid', 'S', 'G.', a(22), '.', a(43)),
    token('K-28 Mailgun', 'ke', 'y-', h(32)),
    token('K-28 Mailchimp', h(32), '-', 'us1'),
    token('K-29 Twilio', 'S', 'K', h(32)),
    token('K-30 Telegram', '12345', '6789:', 'A', a(34)),
    token('K-32 Atlassian', 'ATA', 'TT3', a(186)),
    token('K-33 JWT', 'ey', 'J', a(20), '.ey', 'J', a(30), '.', a(43)),
    token('K-44 Aliyun', 'LT', 'AI', a(20)),
    token('K-44 Aliyun, short', 'LT', 'AI', a(12)),
    token('K-44 Tencent', 'AK', 'ID', a(32)),
    token('K-45 extended key', 'x', 'prv', a(107)),
    token('Stripe', 's', 'k_live_', a(24)),
    token('Docker', 'dckr', '_pat_', a(27)),
    token('DigitalOcean', 'dop', '_v1_', h(64)),
    token('Vault', 'hv', 's.', a(90)),
    token('Databricks', 'da', 'pi', h(32)),
  ];
}

/** Secrets that only their line gives away. */
export function linesOf(body: Body): SecretSample[] {
  const a = (length: number): string => body(alphanumeric, length);
  const h = (length: number): string => body(hexadecimal, length);
  const pass = `${a(6)}9x!`;
  const key = 'KEY';
  return [
    line('K-01 the secret half', 'ZHIPU_SECRET=', a(16)),
    line('K-04 x-api-key', 'x-api-key: ', a(20)),
    line('K-04 api-key', 'api-key: ', a(20)),
    line('K-04 x-goog-api-key', 'x-goog-api-key: ', a(20)),
    line('K-04 cookie', 'cookie: session=', a(24), '; theme=dark'),
    line('K-04 set-cookie', 'set-cookie: id=', a(24), '; Path=/; HttpOnly'),
    line('K-04 proxy-authorization', 'proxy-authorization: Basic ', a(20)),
    line('Authorization', 'Authorization: Bearer ', a(24)),
    line('K-05 https', 'https://user:', `FAKE${a(4)}`, '@host/'),
    line('K-05 redis', 'redis://:', `p${a(3)}`, '@localhost:6379'),
    line('K-05 amqp', 'amqp://guest:', `FAKE${a(3)}`, '@mq/vhost'),
    line('K-05 mongodb', 'mongodb+srv://app:', `FAKE${a(3)}`, '@cluster0.mongodb.net/db'),
    line('K-05 postgres', 'postgres://app:', `FAKE${a(3)}`, '@db:5432/app'),
    line('K-06 key', 'https://api.test/v1?key=', `9${a(20)}`),
    line('K-06 token', 'https://api.test/v1?x=1&token=', `9${a(20)}`),
    line('K-06 access_token', 'https://api.test/v1?access_token=', `9${a(20)}`),
    line('K-06 sig', 'https://x.blob.test/c?sv=2020&sig=', `9${a(30)}`),
    line('K-06 X-Amz-Signature', 'https://b.s3.test/o?X-Amz-Signature=', h(64)),
    line('K-17 AWS secret', 'aws_secret_access_key = ', a(40)),
    line('K-18 AWS session', 'aws_session_token=', a(200)),
    line(
      'K-20 Azure storage',
      'DefaultEndpointsProtocol=https;AccountName=x;AccountKey=',
      `${a(86)}==`,
      ';EndpointSuffix=core',
    ),
    line('K-22 Slack hook', 'https://hooks.slack.com/', `services/T00000000/B00000000/${a(24)}`),
    line(
      'K-22 Teams hook',
      'https://corp.webhook.office.com/',
      `webhookb2/${h(32)}@${h(32)}/IncomingWebhook/${h(32)}/x`,
    ),
    line('K-22 Discord hook', 'https://discord.com/api/webhooks/', `123456789012345678/${a(68)}`),
    line('K-24 npmrc token', '//registry.test/:_authToken=', a(36)),
    line('K-24 npmrc auth', '_auth=', a(24)),
    line('K-29 Twilio token', 'twilio_auth = "', h(32), '"'),
    line('K-30 Discord bot', 'DISCORD_TOKEN=', `M${a(25)}.${a(6)}.${a(38)}`),
    line('K-32 Bitbucket', 'bitbucket_app_password: ', `ATBB${a(32)}`),
    ...(['KEY', 'TOKEN', 'SECRET', 'PASSWORD', 'PASSWD', 'PWD', 'PRIVATE', 'CREDENTIAL', 'DSN'] as const).flatMap(
      (word) => [
        line(`K-36 ${word} sh`, `export APP_${word}=`, a(20)),
        line(`K-36 ${word} ini`, `APP_${word} = `, a(20)),
        line(`K-36 ${word} yaml`, `APP_${word}: `, a(20)),
        line(`K-36 ${word} json`, `"APP_${word}": "`, a(20), '"'),
        line(`K-36 ${word} toml`, `APP_${word} = "`, a(20), '"'),
        line(`K-36 ${word} xml`, `<add APP_${word}="`, a(20), '"/>'),
        line(`K-36 ${word} properties`, `APP_${word}=`, a(20)),
        line(`K-36 ${word} setx`, `setx APP_${word} `, a(20)),
        line(`K-36 ${word} middle`, `APP_${word}_PROD=`, a(20)),
      ],
    ),
    line('K-36 lower-case ini', 'password = ', pass),
    line('K-36 lower-case yaml', 'password: ', pass),
    line('K-36 properties', 'spring.datasource.password=', pass),
    line('K-36 camel case', 'clientSecret: "', pass, '",'),
    line('K-36 PHP', "'api_key' => '", a(24), "',"),
    line('K-36 XML element', '<password>', pass, '</password>'),
    line('K-36 .NET setting', `<add ${key.toLowerCase()}="DbPassword" value="`, pass, '"/>'),
    line('K-37 netrc', 'machine api.test login me password ', pass),
    line('K-37 pgpass', 'db.test:5432:app:me:', pass),
    line('K-37 git-credentials', 'https://me:', a(20), '@github.com'),
    line('K-37 htpasswd', 'me:', `$apr1$${a(8)}$${a(22)}`),
    line('K-38 sshpass', 'sshpass -p ', a(8), ' ssh me@host'),
    line('K-38 mysql', 'mysql -u root -p', a(8)),
    line('K-38 curl', 'curl -u admin:', a(8), ' https://host'),
    line('K-38 flag', 'tool --password=', a(8)),
    line('K-38 docker', 'docker login -u me -p ', a(8)),
    line('K-41 sessionid', 'sessionid=', `9${a(24)}`),
    line('K-41 JSESSIONID', 'JSESSIONID=', `9${a(24)}`),
    line('K-41 connect.sid', 'connect.sid=', `s%3A9${a(24)}`),
    line('K-42 otpauth', 'otpauth://totp/x:y?secret=', body(upper, 32), '&issuer=x'),
    line(
      'K-42 recovery codes',
      'recovery codes: ',
      `${body(lower, 4)}1-${body(lower, 5)} ${body(lower, 4)}2-${body(lower, 5)}`,
    ),
    line('K-06 SAS', 'https://x.blob.test/c?sv=2020-08-04&se=2030-01-01&sig=', `${a(42)}%3D`),
    line('K-38 long flag', 'tool --api-key ', `9${a(20)}`),
    line('K-48 pasted in a chat', 'here is my key, does it work? ', `${h(32)}.${a(16)}`, ' thanks'),
    line('K-44 Baidu', 'BAIDU_SECRET_KEY=', h(32)),
    line(
      'K-45 seed phrase',
      'mnemonic: "',
      'abandon ability able about above absent absorb abstract absurd abuse access accident',
      '"',
    ),
    line('Azure client secret', 'client = ', `${a(3)}8Q~${a(34)}`),
  ];
}

/** Secrets of several lines. */
function blocks(body: Body): SecretSample[] {
  const a = (length: number): string => body(alphanumeric, length);
  const pem = (kind: string, ending: boolean): SecretSample => {
    const secrets = [a(64), `${a(60)}7z+/`, `${a(20)}qw==`];
    const label = ['PRIVATE', 'KEY'].join(' ');
    const suffix = kind === 'PGP' ? ' BLOCK' : '';
    const head = `-----BEGIN ${kind === '' ? '' : `${kind} `}${label}${suffix}-----`;
    const tail = ending ? `\n${head.replace('BEGIN', 'END')}` : '';
    return {
      name: `K-34 ${kind || 'PKCS8'}${ending ? '' : ', cut off'}`,
      text: `${head}\n${secrets.join('\n')}${tail}`,
      secrets,
    };
  };
  const values = [a(24), `${a(30)}==`];
  return [
    ...['RSA', 'EC', 'OPENSSH', '', 'ENCRYPTED', 'PGP'].flatMap((kind) => [pem(kind, true), pem(kind, false)]),
    {
      name: 'K-40 Kubernetes',
      text: `apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ndata:\n  one: ${values[0]}\n  two: ${values[1]}\ntype: Opaque\n`,
      secrets: values,
    },
    {
      name: 'K-40 Kubernetes, data first',
      text: `data:\n  one: ${values[0]}\n  two: ${values[1]}\nkind: Secret\n`,
      secrets: values,
    },
  ];
}

export const samplesByBody = {
  fake: { tokens: tokensOf(fake), lines: linesOf(fake), blocks: blocks(fake) },
  random: { tokens: tokensOf(random(7)), lines: linesOf(random(8)), blocks: blocks(random(9)) },
} as const;
