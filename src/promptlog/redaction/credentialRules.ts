/**
 * Credentials that tell by their place: request headers, addresses, query parameters, command lines and the credential files of
 * common programs.
 */

import type { PatternRule } from './Rule';
import { isDrawnByLot, isPlainWord, isReference } from './references';

/** Opening and closing quotes, also behind the backslashes of an enclosing string. */
const quote = '\\\\{0,4}["\'`]';

function isValue(value: string): boolean {
  return !isReference(value) && !isPlainWord(value);
}

/** Passwords of documentation's own addresses. */
const sampleUserInfo = /^(?:pass(?:word|wd)?|pwd|secret|token)$/i;

/** Whether a value is no path, call or chain of properties, as after a flag in a program's source text. */
function isCommandValue(value: string): boolean {
  return isValue(value) && !/^(?:\w+\(.*|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)$/.test(value) && !/^-/.test(value);
}

/** Whether a header's value is one: quoted it may be any but words, bare or in a list of header names it must look random. */
function isHeaderValue(value: string, before: string): boolean {
  const words = /^[A-Za-z_$][\w$]*(?:[.-]\w+)*[[.]?$/.test(value) && !/\d{2}/.test(value);
  const random = /^[A-Z\d]{8,}$/.test(value) || (value.length >= 16 && isDrawnByLot(value, 4));
  const quoted = /["'`]$/.test(before);
  // After a comma it may be the next of a list of header names, or of a call's arguments.
  const likely = before.includes(',')
    ? quoted && /\d/.test(value)
    : random || !words || (quoted && value.length >= 8 && !/[-_.]/.test(value));
  return isValue(value) && !/[({]/.test(value) && likely;
}

/** Words about passwords: “the token is base64-encoded”. */
const technicalWord =
  /^(?:sha|md|base|utf|rs|hs|es|ps|aes|ed|bcrypt|argon|pbkdf|scrypt|v|x|http|oauth|ipv|win|k)-?\d+(?:[-_.]|$)/i;

/** Whether what somebody tells as a secret looks like one: letters and digits drawn by lot, or with signs among them. */
function isToldSecret(value: string): boolean {
  return (
    isValue(value) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !technicalWord.test(value) &&
    !/[(){}<>]|:\/\/|^[./~]/.test(value) &&
    (/[!@#$%^&*]/.test(value) ||
      (isDrawnByLot(value, 4) && !/[/_]/.test(value)) ||
      /^[0-9a-f]{32,}(?:\.\w+)?$/.test(value))
  );
}

export const credentialRules: readonly PatternRule[] = [
  {
    id: 'authorization-header',
    keywords: ['authorization'],
    pattern: new RegExp(
      `((?<![A-Za-z])authorization(?:${quote})?\\]?[ \\t]{0,4}(?:=>|[:=,])[ \\t]{0,4}(?:[bfru]?${quote})?(?:(?:bearer|basic|token|digest|apikey|negotiate|aws4-hmac-sha256)[ \\t+]{1,4})?)([^\\s"'\`\\\\<>;)]{4,8000})`,
      'gi',
    ),
    accept: (value, text, span) =>
      isHeaderValue(value.replace(/,$/, ''), text.slice(Math.max(0, span.start - 8), span.start)) &&
      !/^(?:bearer|basic|token|digest|scheme|header)s?[.,:;]?$|^https?:|^[*:&]|::/i.test(value),
  },
  {
    id: 'bearer-token',
    keywords: ['bearer '],
    pattern: /(?<![A-Za-z0-9_])(bearer[ \t]{1,4})([A-Za-z0-9._~+/=-]{12,8000})/gi,
    accept: (value) => /[0-9]|[A-Z]{4}/.test(value) && isValue(value),
  },
  {
    id: 'secret-header',
    keywords: [
      'api-key',
      'x-auth',
      'x-token',
      'access-token',
      'x-csrf',
      'x-amz-security',
      'private-token',
      'x-goog',
      'x-functions-key',
      'x-vault',
      'subscription-key',
      'apikey',
    ],
    pattern: new RegExp(
      `((?<![A-Za-z0-9])(?:x-(?:[a-z]+-){0,3}(?:api-?key|auth(?:-?token|-?key)?|token|access-token|security-token|functions-key|key)|api-?key|private-token|ocp-apim-subscription-key|access-token)(?:${quote})?\\]?[ \\t]{0,4}(?:=>|[:=,])[ \\t]{0,4}(?:[bfru]?${quote})?)([^\\s"'\`\\\\<>;,)]{4,8000})`,
      'gi',
    ),
    accept: (value, text, span) => isHeaderValue(value, text.slice(Math.max(0, span.start - 6), span.start)),
  },
  {
    id: 'cookie-header',
    keywords: ['cookie'],
    pattern: new RegExp(
      `((?<![A-Za-z0-9])(?:set-)?cookie(?:${quote})?\\]?[ \\t]{0,4}(?:=>|:|,)[ \\t]{0,4}(?:[bfru]?${quote})?)([\\w.%-]{1,80}=[^\\s"'\`\\\\<>;,]{4,4000}(?:;[ \\t]{0,2}[\\w.%-]{1,80}(?:=[^\\s"'\`\\\\<>;,]{0,4000})?){0,60})`,
      'gi',
    ),
    accept: (value) =>
      isValue(value.slice(value.indexOf('=') + 1)) &&
      (/\d|[A-Z]{4}/.test(value) || isDrawnByLot(value.slice(value.indexOf('=') + 1), 4)),
  },
  {
    id: 'session-cookie',
    keywords: ['sess', 'connect.sid', 'laravel', '.aspxauth', 'auth_token='],
    pattern:
      /(?<![A-Za-z0-9])((?:(?:php|j|asp\.net_|aspx?)?sess(?:ion)?[_-]?id|session|connect\.sid|laravel_session|_\w{1,30}_session|\.aspxauth|auth_token)=)([^\s"'`\\<>;,&)]{6,4000})/gi,
    accept: (value) => isValue(value) && /\d|[A-Z]{4}/.test(value) && !/[([]/.test(value),
  },
  {
    id: 'url-password',
    keywords: ['://'],
    pattern: /(:\/\/[^\s:/?#@"'`<>\\]{0,256}:)([^\s/"'`<>\\]{1,512})(?=@[\w.[-])/gi,
    accept: (value) => isValue(value) && !sampleUserInfo.test(value),
  },
  {
    id: 'url-user-token',
    keywords: ['://'],
    pattern: /(:\/\/)([A-Za-z0-9_.~%+-]{16,512})(?=@[\w.[-])/g,
    accept: (value) => /\d|[A-Z]{4}/.test(value) && isValue(value),
  },
  {
    id: 'url-parameter',
    keywords: [
      'key=',
      'token=',
      'sig=',
      'signature=',
      'secret=',
      'password=',
      'passwd=',
      'pwd=',
      'credential=',
      'auth=',
      'code=',
      'sas=',
    ],
    pattern:
      /([?&;](?:amp;)?(?:[\w.-]{0,40}?(?:api_?key|access_?key|token|secret|password|passwd|pwd|signature|credential|auth)|key|sig|sas)=)([^\s"'`\\<>&#;,)\]}]{4,4000})/gi,
    // Search words (`?key=password+reset`) and numbers say nothing.
    accept: (value) =>
      isValue(value) && (/\d/.test(value) || /[A-Z]{4}/.test(value) || value.length >= 16) && !/^\d{1,6}$/.test(value),
  },
  {
    id: 'one-time-password-seed',
    keywords: ['otpauth'],
    pattern:
      /(otpauth(?:-migration)?:\/\/[^\s"'`<>]{0,400}?[?&](?:amp;)?(?:secret|data)=)([A-Za-z0-9%+/=_-]{4,2000})/gi,
  },
  {
    id: 'command-password',
    keywords: [
      'sshpass',
      'mysql',
      'mariadb',
      'curl',
      'wget',
      'login',
      'psql',
      'redis-cli',
      'mongo',
      'net use',
      'openssl',
      'http',
      'htpasswd',
      'convertto-securestring',
      'jdbc:oracle',
    ],
    pattern: new RegExp(
      '(' +
        [
          '\\bsshpass[ \\t]+-p[ \\t]{0,4}',
          '\\b(?:mysql|mysqldump|mysqladmin|mariadb)(?:[ \\t]+-{1,2}[\\w=.@/-]{1,60}(?:[ \\t]+[\\w.@/]{1,60})?){0,6}?[ \\t]+-p',
          '\\b(?:curl|wget|http|https)[ \\t](?:[^\\n]{0,300}?[ \\t])??(?:-u|--user|--proxy-user|-U)[ \\t=]{0,4}(?:' +
            quote +
            ')?[^\\s:"\'`]{0,80}:',
          '\\blogin(?:[ \\t]+-{1,2}[\\w-]{1,30}(?:[ \\t=]+[^\\s-][^\\s]{0,60})?){0,6}?[ \\t]+(?:-p|--password)[ \\t=]{0,4}',
          '\\bredis-cli(?:[ \\t]+-[hpn][ \\t]+\\S{1,60}){0,4}[ \\t]+-a[ \\t]{1,4}',
          `\\bhttps?[ \\t](?:[^\\n]{0,300}?[ \\t])??(?:-a|--auth)[ \\t=]{0,4}(?:${quote})?[^\\s:"'\`]{1,80}:`,
          '\\bhtpasswd[ \\t]+-[A-Za-z]{0,6}b[A-Za-z]{0,6}[ \\t]+\\S{1,200}[ \\t]+\\S{1,80}[ \\t]+',
          '\\bnet[ \\t]+use[ \\t][^\\n]{0,200}?/user:\\S{1,80}[ \\t]+',
          '\\bConvertTo-SecureString[ \\t]+(?:-String[ \\t]+)?',
          '\\bjdbc:oracle:thin:[\\w.$-]{1,80}/',
          '\\bopenssl[ \\t][^\\n]{0,200}?-pass(?:in|out)?[ \\t]+pass:',
        ].join('|') +
        ')(?:' +
        quote +
        ')?([^\\s"\'`\\\\<>|&;,)]{1,200})',
      'gi',
    ),
    accept: isCommandValue,
  },
  {
    id: 'password-flag',
    keywords: ['--', 'storepass', 'keypass'],
    pattern: new RegExp(
      `((?<![\\w-])--?(?:[a-z]{1,20}-){0,3}(?:password|passwd|passphrase|token|secret|api-?key|access-?key|secret-?key|account-key|auth-?token|client-?secret|(?:src|dest)?(?:store|key)pass|pass)(?:=|[ \\t]{1,4})(?:${quote})?)([^\\s"'\`\\\\<>|&;,)\\]}]{3,2000})`,
      'gi',
    ),
    accept: (value, text, span) =>
      isCommandValue(value) &&
      // After a blank, a lower-case word is prose: "--token is optional".
      (text[span.start - 1] === '=' || /\d|[A-Z]{4}|[!@#$%^*+=]/.test(value)),
  },
  // ~/.netrc: machine, login and password, on one line or three
  {
    id: 'netrc-password',
    keywords: ['machine', 'login'],
    pattern:
      /((?:\bmachine\s{1,8}\S{1,256}|\bdefault)\s{1,8}login\s{1,8}\S{1,256}\s{1,8}(?:account\s{1,8}\S{1,256}\s{1,8})?password\s{1,8})([^\s"'`\\<>,;)]{1,512})/g,
    accept: isValue,
  },
  // ~/.pgpass: host:port:database:user:password
  {
    id: 'pgpass-password',
    keywords: [':'],
    pattern: /((?<=[\w*]):(?:\d{4,5}|\*):[\w*-]{1,100}:[\w.*-]{1,100}:)([^\s:"'`\\<>]{3,200})(?=[\s"'`\\),]|$)/g,
    // An IPv6 address has as many colons.
    accept: (value) => isValue(value) && !/^[0-9a-f]{1,6}(?:[\]/,].*)?$|^\d+(?:\.\d+)+/i.test(value),
  },
  // .htpasswd: user and hash; a hash on its own is documentation
  {
    id: 'htpasswd-hash',
    keywords: [':$', ':{s'],
    pattern:
      /((?<![\w.@-])[\w.@-]{1,100}:)(\$(?:apr1|2[abxy]|1|5|6|y|7)\$[A-Za-z0-9./$]{8,200}|\{SSHA?\d*\}[A-Za-z0-9+/]{16,200}={0,2})/g,
  },
  // .npmrc
  {
    id: 'npmrc-auth',
    keywords: ['_auth', '_password'],
    pattern: /((?:\/:|(?<![\w-]))_(?:authToken|auth|password)[ \t]{0,4}=[ \t]{0,4}["']?)([^\s"'`\\<>]{4,2000})/g,
    accept: isCommandValue,
  },
  // <add key="DbPassword" value="…"/> of .NET, <name>…</name><value>…</value> of Hadoop and others
  {
    id: 'named-xml-value',
    keywords: ['value', '">'],
    pattern: new RegExp(
      `((?:key|name)[ \\t]?=[ \\t]?${quote}[\\w.:-]{0,60}(?:key|token|secret|password|passwd|pwd|credential|connectionstring)${quote}(?:\\s{1,20}value[ \\t]?=[ \\t]?${quote}|[ \\t]?>\\s{0,20}))([^"'\`\\\\<>\\n]{3,2000})`,
      'gi',
    ),
    accept: (value) => isValue(value) && !/^\w+ \w+/.test(value),
  },
  {
    id: 'xml-element-value',
    keywords: ['</'],
    pattern:
      /(<(?:[\w.:-]{0,40}(?:password|passwd|pwd|passphrase|secret|token|apikey|api-key|api_key|private_?key|credential)s?)>\s{0,40})([^\s<>"'`]{4,4000})(?=\s{0,40}<\/)/gi,
    accept: isValue,
  },
  // redis.conf, wpa_supplicant.conf
  {
    id: 'configured-password',
    keywords: ['requirepass', 'masterauth', 'bindpw', 'rootpw', 'psk=', 'wpa_passphrase'],
    pattern:
      /((?<![A-Za-z0-9_-])(?:(?:requirepass|masterauth|bindpw|rootpw)[ \t]{1,8}|(?:psk|wpa_passphrase)=)\\{0,4}["']?)([^\s"'`\\<>]{4,200})/gi,
    accept: (value) => isValue(value) && /[\d!@#$%^&*]|^[A-Za-z]{12,}$/.test(value),
  },
  // user and password as arguments of a call
  {
    id: 'call-password',
    keywords: ['plainauth', 'basicauth', 'auth=', 'auth =', '.login', '.auth('],
    pattern: new RegExp(
      `((?:\\b(?:PlainAuth\\([ \\t]{0,4}${quote}[^"'\`\\n]{0,80}${quote},|SetBasicAuth\\(|HTTPBasicAuth\\(|basicAuth\\(|auth[ \\t]?=[ \\t]?\\()|\\.(?:login|auth)\\()\\s{0,20}${quote}[^"'\`\\\\\\n]{1,80}${quote},\\s{0,20}${quote})([^\\s"'\`\\\\<>]{4,200})(?=${quote})`,
      'gi',
    ),
    accept: (value) => isValue(value) && /[\d!@#$%^&*]/.test(value),
  },
  // "my password is …", “密码是…”
  {
    id: 'told-password',
    keywords: [
      ...['password', 'passwd', 'passphrase', 'passcode', 'secret', 'token', 'key'],
      ...['密码', '口令', '密钥', '令牌', '授权码'],
    ],
    pattern:
      /((?:\b(?:password|passwd|passphrase|passcode|(?:api|access|auth|secret|private)[ -]?(?:key|token)|token|secret)(?:[ \t]{1,3}(?:for|of|to)[ \t]{1,3}[\w.@-]{1,40})?(?:[ \t]{1,3}(?:is|was)(?:[ \t]{1,3}now)?[ \t:]{1,4}|[ \t]{0,2}是[ \t：:]{0,2})|(?:密码|口令|密钥|令牌|授权码)(?:[ \t]{0,2}[是为：:][ \t]{0,2}|[ \t]{1,2}))["'`“]?)([\x21\x23-\x26\x28-\x5b\x5d-\x5f\x61-\x7e]{8,200})/gi,
    accept: (value) => isToldSecret(value.replace(/[.,;:!?)\]}]+$/, '')),
  },
  // | password | … |
  {
    id: 'told-password',
    keywords: ['|'],
    pattern:
      /(\|[ \t]{0,40}[`*]{0,2}(?:[\w -]{0,20}(?:password|passwd|secret|token|api[ _-]?key)|密码|口令|密钥)[`*]{0,2}[ \t]{0,40}\|[ \t]{0,40}`?)([\x21\x23-\x26\x28-\x5b\x5d-\x5f\x61-\x7b\x7d\x7e]{8,200})(?=`?[ \t]{0,40}(?:\||$))/gim,
    accept: isToldSecret,
  },
  // SQL; setters
  {
    id: 'call-password',
    keywords: ['identified by', 'password', 'passwd'],
    pattern: new RegExp(
      `((?:\\bidentified[ \\t]+(?:with[ \\t]+\\w+[ \\t]+)?by[ \\t]+(?:password[ \\t]+)?|\\b(?:with|encrypted)[ \\t]+password[ \\t]+|(?<![A-Za-z])(?:set_?|with_?)?passw(?:or)?d\\([ \\t]{0,4})${quote})([^\\s"'\`\\\\<>]{4,200})(?=${quote})`,
      'gi',
    ),
    accept: (value) => isValue(value) && (/[\d!@#$%^&*]/.test(value) || isDrawnByLot(value, 3)),
  },
  // variable "token" { default = "…" }
  {
    id: 'named-secret',
    keywords: ['variable'],
    pattern:
      /(\bvariable[ \t]+"[\w-]{0,60}(?:token|secret|password|passwd|key)"[ \t]*\{[^}]{0,300}?\bdefault[ \t]*=[ \t]*")([^"\s\\]{8,2000})(?=")/g,
    accept: (value) => isValue(value) && /\d/.test(value) && /[A-Za-z]/.test(value),
  },
  // "log in with admin / …"
  {
    id: 'told-password',
    keywords: ['log in', 'login', 'sign in', 'credential', 'account', '账号', '用户名'],
    pattern:
      /((?:\b(?:log ?in|sign ?in|credentials?|account)\b|账号|用户名)[^\n/]{0,30}?[ \t：:][\w.@-]{2,40}[ \t]{0,2}\/[ \t]{0,2})([\x21\x23-\x26\x28-\x2e\x30-\x5b\x5d-\x5f\x61-\x7e]{8,200})/gi,
    accept: (value) => isToldSecret(value) && /[!@#$%^&*]/.test(value),
  },
  // recovery and backup codes: the words, then at least two codes in groups
  {
    id: 'recovery-code',
    keywords: ['recovery', 'backup', '恢复', '备用'],
    pattern:
      /((?:recovery|backup)[ _-]?codes?|恢复码|备用码)([\s"':=[\],*\-\\n\d.)]{1,12}[A-Za-z0-9]{4,10}(?:-[A-Za-z0-9]{4,10}){0,3}(?:[\s,"'\\n*\-\d.)]{1,12}(?!recovery|backup|codes?\b)[A-Za-z0-9]{4,10}(?:-[A-Za-z0-9]{4,10}){0,3}){1,20})/gi,
    accept: (value) =>
      (value.match(/(?=[A-Za-z-]*\d)[A-Za-z0-9]{4,10}-[A-Za-z0-9]{4,10}|\b\d{8}\b/g)?.length ?? 0) >= 2,
  },
  {
    id: 'seed-phrase',
    keywords: ['mnemonic', 'seed phrase', 'seed_phrase', 'seedphrase', 'recovery phrase', 'recovery_phrase', '助记词'],
    pattern: new RegExp(
      `((?:mnemonic|seed[ _]?phrase|recovery[ _]?phrase|助记词)(?:${quote})?[ \\t]{0,4}(?:=>|[:=：])[ \\t]{0,4}(?:${quote})?)([a-z]{3,8}(?:[ \\t]{1,3}[a-z]{3,8}){11,23})`,
      'gi',
    ),
  },
];
