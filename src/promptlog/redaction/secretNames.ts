/** What the name of a variable, setting or field promises of its value. */

export type NameClass = 'strong' | 'qualified' | 'weak';

/** Words that turn a name into something about a secret rather than the secret. */
const aboutWords = new Set(
  (
    'name names id ids url urls uri file filename filepath path paths dir folder length len size count counts type types field fields label labels prefix ' +
    'suffix hint placeholder policy regex regexp pattern expiry expires expiration ttl timeout limit header headers param params parameter endpoint ' +
    'min max rules rule strength manager provider store vault version algorithm alg usage input form error errors message text title required enabled ' +
    'changed at date index format encoding column mode visible visibility validator validation generator service handler helper util utils class ref ' +
    'selector location source scope scopes kind status state map list set array table pair pairs board code codes press down up event listener binding ' +
    'bindings words word frame frames by of for from to is has logprobs budget embedding embeddings ratio rate cost price per window position positions offset tokenizer vocab spec specs ' +
    'schema chain alias ring fingerprint thumbprint attribute attributes description desc help example link page screen view button icon rotation reset ' +
    'exchange bucket cache env var vars variable bytes bits iterations rounds cls fn func function callback'
  ).split(' '),
);
/** Words that tell that a key or token is none of the secret sort. */
const harmlessWords = new Set(
  (
    'primary foreign public pub cache sort partition unique index hot map storage query row group lookup natural composite candidate arrow object dict ' +
    'i18n translation message event react component route path setting settings config param search range localstorage order field column join property ' +
    'hash dictionary attribute item node data entry json yaml xml label locale menu tab option filter metric metrics tag redis topic idempotency dedupe ' +
    'eos bos pad unk sep cls mask special stop start end next prev previous page continuation cancel cancellation max min num total lexer parse syntax ' +
    'socket comment current peek last first each per new used prompt completion cached input output pan csrf xsrf color theme semantic design reserved key ' +
    'registry state meta feature ssh host known verification verify license translate resource keyboard shortcut binding modifier'
  ).split(' '),
);
const qualifyingWords = new Set(
  (
    'api access auth secret private client bearer refresh session service account app bot master encryption encrypt decrypt signing sign webhook deploy ' +
    'publish consumer admin user github gitlab bitbucket slack aws azure gcp google npm pypi openai anthropic zhipu zhipuai glm bigmodel deepseek qwen dashscope moonshot ' +
    'stripe twilio sendgrid mailgun discord telegram jwt hmac aes rsa oauth id personal security server subscription shared storageaccount account ' +
    'vault consul nomad sentry datadog hf huggingface hugging face cloudflare heroku digitalocean linear notion figma db database smtp mail wechat alipay'
  ).split(' '),
);
const strongWords =
  /^(?:pass|password|passwords|passwd|passphrase|passcode|pwd|secret|secrets|credential|credentials|creds|cred|dsn|密码|口令|密钥|令牌|授权码)$/;
const joinedWords =
  /^(?:apikey|authtoken|accesstoken|secretkey|privatekey|clientsecret|accesskey|authkey|apitoken|bottoken|refreshtoken|appsecret|appkey|apisecret|dbpass|userpass|accesskeysecret|secretaccesskey)$/;

/** `pgpassword`, `keystorepassword`, `consumersecret` */
const endsStrong = /^[a-z]{2,20}(?:password|passwd|passphrase|secret)$/;

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d\u4e00-\u9fff]+/)
    .filter((word) => word !== '');
}

/** What a name promises: certainly a secret, probably, perhaps; undefined = nothing of the kind. */
export function classOf(name: string): NameClass | undefined {
  const words = wordsOf(name);
  const isUpper = /^[A-Z][A-Z\d]*(?:[_.-][A-Z\d]+)*$/.test(name);
  const isKeyword = (word: string): boolean =>
    strongWords.test(word) ||
    joinedWords.test(word) ||
    endsStrong.test(word) ||
    /^(?:key|token|private)$/.test(word.replace(/\d+$/, ''));
  const last = words.findLastIndex(isKeyword);
  if (
    last === -1 ||
    words.some((word) => /^(?:hash|hashed|encrypted|sealed)$/.test(word)) ||
    words.slice(last + 1).some((word) => aboutWords.has(word))
  ) {
    return undefined;
  }
  const word = words[last] ?? '';
  const before = words[last - 1] ?? '';
  if (joinedWords.test(word) || endsStrong.test(word)) {
    return 'strong';
  }
  if (strongWords.test(word)) {
    // `pass` alone is also a verb, `secret` also an adjective: `secret_name` was handled above.
    return word === 'pass' && words.length === 1 && !isUpper
      ? 'qualified'
      : /^(?:no|show|hide|forgot|reset|is|has)$/.test(words[0] ?? '')
        ? undefined
        : 'strong';
  }
  if (word.startsWith('private')) {
    return isUpper && words.length > 1 ? 'strong' : undefined;
  }
  if (harmlessWords.has(before)) {
    return undefined;
  }
  return qualifyingWords.has(before) ||
    words.slice(0, last).some((each) => strongWords.test(each)) ||
    (isUpper && words.length > 1)
    ? 'qualified'
    : 'weak';
}
