/**
 * Personal details: addresses, numbers with check digits, places. Numbers are the most common thing in code, so each rule demands what
 * only the real thing has: a valid prefix, a checksum, a plausible date.
 */
import type { PatternRule } from './Rule';

/** Generic top-level domains besides the two-letter ones; file extensions like `.png` or `.json` are none of them. */
const topLevelDomains =
  /\.(?:[a-z]{2}|com|org|net|edu|gov|mil|int|info|biz|name|pro|dev|app|xyz|tech|cloud|online|site|shop|blog|email|work|team|company|agency|academy|example|test|invalid|local|internal|corp|lan|icu|top|vip|club|live|news|world|life|group|asia|museum|coop|aero|jobs|travel|mobi|tel|cat|post)$/i;
const fileExtensions = /\.(?:js|ts|py|rs|go|cc|cs|rb|pl|sh|md|so|vb|ml|hs|kt|ps|tf|vue|css|svg|png|jpg|gif|zip|gz)$/i;
/** Mailboxes of programs. `.pl`, `.rs`, `.py`, … are countries, too, so extensions count only for names of files. */
const programMailbox = /^(?:git|hg|svn|noreply|no-reply|donotreply|\d+\+\S+|postgres|root|user|username)@/i;

function isMailAddress(value: string): boolean {
  const domain = value.slice(value.indexOf('@') + 1);
  if (!topLevelDomains.test(domain) || domain.includes('..') || programMailbox.test(value)) {
    return false;
  }
  // `icon@2x.png`, `module@1.2.so`
  return !(fileExtensions.test(domain) && /^\d/.test(domain));
}

function digitsOf(value: string): string {
  return value.replace(/\D/g, '');
}

/** Luhn's check digit, as on payment cards. */
export function hasLuhnCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

const cardPrefix =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}|62\d{14,17}|35(?:2[89]|[3-8]\d)\d{12})$/;

/** The check character of a resident identity card of the People's Republic of China (GB 11643-1999: ISO 7064, MOD 11-2). */
export function hasResidentIdCheck(value: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(value[i]), 0);
  return '10X98765432'[sum % 11] === value[17]?.toUpperCase();
}

function isPublicAddress(value: string, text: string, start: number): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = value.split('.').map(Number);
  if (
    [a, b, c, d].some((part) => part > 255) ||
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    d === 0 ||
    (a < 10 && Math.max(b, c, d) < 64)
  ) {
    return false;
  }
  const reserved =
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 192 && b === 0) ||
    (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) ||
    (a === 203 && b === 0 && c === 113);
  const resolver =
    /^(?:8\.8\.[84]\.[84]|1\.[01]\.[01]\.1|9\.9\.9\.9|1\.2\.3\.4|114\.114\.114\.114|223\.[56]\.[56]\.[56])$/.test(
      value,
    );
  // Four numbers are also a version.
  return (
    !reserved &&
    !resolver &&
    !/(?:version|release|section|§|\bver|\bv|assembly\w*|oid|object|identifier)["'(\s:=]{0,6}$/i.test(
      text.slice(Math.max(0, start - 24), start),
    )
  );
}

function isPublicSixthVersion(value: string): boolean {
  const groups = value.split(':');
  return !/^2001:0?db8:/i.test(value) && (value.includes('::') ? groups.length >= 4 : groups.length === 8);
}

/** Names of accounts that belong to nobody. */
const commonAccounts =
  /^(?:user(?:s|name|id)?|home|me|you|your[-_]?(?:user)?name|name|runner(?:admin)?|node|root|ubuntu|debian|centos|ec2-user|vscode|codespace|gitpod|jovyan|app|dev|developer|admin(?:istrator)?|git|build(?:er|bot)?|circleci|jenkins|travis|linuxbrew|public|default|shared|guest|test(?:er|user)?|foo|bar|vagrant|pi|docker|www(?:-data)?|nobody|sandbox|coder|ci|work|data|all users|\.{3}|\*+)$/i;

const privateSuffix = '(?:internal|intranet|corp|local|lan|private|localdomain|home\\.arpa|svc\\.cluster\\.local)';

export const personalRules: readonly PatternRule[] = [
  {
    id: 'email',
    kind: 'EMAIL',
    keywords: ['@'],
    pattern:
      /(?<![A-Za-z0-9._%+/=-])[A-Za-z0-9_%+][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff-]{0,62}\.){1,5}[A-Za-z]{2,20}(?![A-Za-z0-9@(])/g,
    accept: isMailAddress,
  },
  {
    id: 'resident-id',
    kind: 'ID',
    keywords: [],
    pattern: /(?<![\w.+-])[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\w-]|\.\d)/g,
    accept: hasResidentIdCheck,
  },
  {
    id: 'identity-number',
    kind: 'ID',
    keywords: ['ssn', 'social security', 'passport', '护照'],
    pattern:
      /((?:\bssn|social security(?: number)?|passport(?: no\.?| number)?|护照号?码?)[ \t:：=#"'是为]{1,6})(\d{3}-\d{2}-\d{4}|[A-Z]{1,2}\d{7,8})(?![\w-])/gi,
  },
  {
    id: 'payment-card',
    kind: 'CARD',
    keywords: [],
    pattern:
      /(?<![\w.+-])(?:\d{13,19}|\d{4}(?: \d{4}){2} \d{1,7}|\d{4}(?:-\d{4}){2}-\d{1,7}|\d{4}[ -]\d{6}[ -]\d{5})(?![\w-]|\.\d)/g,
    // A round number has no check digit but by chance.
    accept: (value) => !/0{8}$/.test(value) && cardPrefix.test(digitsOf(value)) && hasLuhnCheckDigit(digitsOf(value)),
  },
  {
    id: 'phone',
    kind: 'PHONE',
    keywords: [],
    pattern:
      /(?<![\w.+/-])(?:(?:(?:\+|00)86[ -]?)|86[ -])?1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])(?:\d{8}|-\d{4}-\d{4}| \d{4} \d{4})(?![\w-]|\.\d)/g,
  },
  {
    id: 'phone',
    kind: 'PHONE',
    keywords: [],
    pattern: /(?<![\w.+/-])(?:\+86[ -]?)?\(?0(?:10|2\d|[3-9]\d\d)\)?-[2-8](?:\d{6,7}|\d{2,3} \d{4})(?![\w-]|\.\d)/g,
  },
  {
    id: 'phone',
    kind: 'PHONE',
    keywords: ['+'],
    pattern: /(?<![\w.+)\]/-])\+[1-9]\d{0,2}[ -]?(?:\(\d{1,4}\)[ -]?)?\d{1,4}(?:[ -]?\d{2,4}){1,4}(?![\w-]|\.\d|,\d)/g,
    accept: (value, text, span) => {
      const digits = digitsOf(value);
      // A patch's added line may be a number.
      const addedLine = /(?:^|\n)$/.test(text.slice(Math.max(0, span.start - 1), span.start)) && !/[ ()-]/.test(value);
      return (
        !addedLine && (digits.startsWith('1') ? /^1[2-9]\d{2}[2-9]\d{6}$/.test(digits) : /^\d{10,15}$/.test(digits))
      );
    },
  },
  {
    id: 'phone',
    kind: 'PHONE',
    keywords: ['00'],
    pattern: /(?<![\w.+:/-])00[1-9]\d{0,2}[ -]\d{1,4}[ -]\d{3,4}[ -]\d{3,4}(?![\w-]|\.\d|[ -]\d)/g,
  },
  {
    id: 'phone',
    kind: 'PHONE',
    keywords: [],
    pattern: /(?<![\w.+/-])\([2-9]\d{2}\) ?[2-9]\d{2}-\d{4}(?![\w-])/g,
  },
  {
    id: 'phone',
    kind: 'PHONE',
    keywords: ['phone', 'mobile', 'tel', 'call', 'fax', 'whatsapp', '电话', '手机'],
    pattern:
      /((?:phone|mobile|tel|call|fax|whatsapp|电话|手机)[^\d\n]{1,20})([2-9]\d{2}[-. ][2-9]\d{2}[-. ]\d{4})(?![\w-])/gi,
  },
  {
    id: 'private-host',
    kind: 'HOST',
    keywords: ['internal', 'intranet', 'corp', 'local', 'lan', 'private', 'home.arpa'],
    pattern: new RegExp(
      `(://|@|\\b(?:ssh|host|ping|telnet|curl|scp|hostname|server)[ \\t"':=]{1,6})((?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\\.){1,6}${privateSuffix}(?![A-Za-z0-9_(-]))`,
      'gi',
    ),
  },
  // A bare name only where a digit or hyphen tells it from a package of Java: `db-1.prod.internal`
  {
    id: 'private-host',
    kind: 'HOST',
    keywords: ['.internal', '.intranet', '.corp', '.lan', '.svc.cluster.local'],
    pattern:
      /(?<![\w.@/$-])[a-z](?:[a-z]{0,30}[\d-][a-z\d-]{0,30}(?:\.[a-z\d-]{1,63}){1,5}\.(?:internal|intranet|corp|lan)|[a-z\d-]{0,62}(?:\.[a-z\d-]{1,63}){1,3}\.svc\.cluster\.local)(?![\w.(-])/gi,
  },
  {
    id: 'private-host',
    kind: 'HOST',
    keywords: ['://', '@'],
    pattern: /(:\/\/|@)((?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3})(?![\d.])/g,
  },
  {
    id: 'ip-address',
    kind: 'IP',
    keywords: ['.'],
    pattern: /(?<![\w.+/-]|\d,)\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w-]|\.\d)/g,
    accept: (value, text, span) => isPublicAddress(value, text, span.start),
  },
  {
    id: 'ip-address',
    kind: 'IP',
    keywords: [':'],
    pattern: /(?<![\w:.])[23][0-9a-f]{3}:(?:[0-9a-f]{0,4}:){2,6}[0-9a-f]{0,4}(?![\w:.])/gi,
    accept: isPublicSixthVersion,
  },
  {
    id: 'home-path',
    kind: 'USER',
    keywords: ['/home/', '/users/', '\\users\\', 'documents and settings'],
    pattern:
      /((?<![\w.~-])(?:(?:\/mnt|\/cygdrive)?\/[a-z])?\/(?:home|Users)\/)([^\s/\\"'`<>:|?*$%{}()[\],;&]{1,64})(?=[/\s"'`:;,)\\\]]|$)/g,
    accept: (value) => !commonAccounts.test(value),
  },
  {
    id: 'home-path',
    kind: 'USER',
    keywords: ['\\\\wsl'],
    pattern:
      /(\\\\wsl(?:\$|\.localhost)\\{1,4}[\w.-]{1,60}\\{1,4}home\\{1,4})([^\\/\s"'`<>:|?*$%{}]{1,64})(?=[\\/\s"'`]|$)/gi,
    accept: (value) => !commonAccounts.test(value),
  },
  {
    id: 'home-path',
    kind: 'USER',
    keywords: ['users'],
    pattern:
      /([A-Za-z]:[\\/]{1,4}(?:Users|Documents and Settings)[\\/]{1,4})([^\\/\s"'`<>:|?*$%{}]{1,64})(?=[\\/\s"'`]|$)/g,
    accept: (value) => !commonAccounts.test(value),
  },
];
