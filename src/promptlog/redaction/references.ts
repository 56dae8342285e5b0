/**
 * Tells values from what only stands where a value would stand: variables, templates, type names and the placeholders of
 * documentation. Those say nothing secret and are worth keeping readable.
 */

const referenceStart =
  /^(?:\$|%[A-Za-z_][\w.]*%|%[sdvq]\b|\{|<|@[A-Z_]+@|#\{|!(?:Ref|Sub|GetAtt|ImportValue|reference|vault)\b|process\.env|os\.(?:environ|getenv)|import\.meta|System\.(?:getenv|getProperty)|Environment\.|ENV\[|env[.([]|secrets[.[]|vars?\.|self\.|this\.|args?\.|op:\/\/|urn:|vault:|keyring:|ref\+)/i;

/** Words that documentation and sample settings put in a value's place. */
const sampleWords =
  /^(?:x{3,}|\*{2,}|\.{3,}|•+|-+|_+|\?+|(?:your|my|the|insert|enter|put|add|paste)[-_ ]\S*|your\S*(?:key|token|secret|password)\S*|change[-_]?(?:me|it|this)|replace[-_]?(?:me|this|with)|redacted|\[?(?:redacted|hidden|masked|filtered)\]?|(?:super|top|very|some|any|test|fake|example)[-_ ]?(?:secret|token|password|key)[-_ ]?(?:token|key|password|value)?|todo|tbd|n\/a|dummy|placeholder|sample|\S+[-_](?:goes[-_])?here)$/i;

/** Words of programming languages, schemas and forms that follow a name like `password` without being one. */
const plainWords: ReadonlySet<string> = new Set(
  (
    'string str number int integer float double bool boolean bytes byte char text object any unknown never void none null nil undefined ' +
    'true false yes no on off self this optional required default auto type value values name names key keys token tokens secret secrets ' +
    'password passwords passwd pwd pass passphrase credential credentials private public hidden input output field label form email ' +
    'user username login admin basic bearer digest oauth oauth2 apikey api header query cookie body path file env environment static ' +
    'await async function return new class const let var def import export from if else in is not and or super lambda yield typeof ' +
    'contraseña clave passwort kennwort senha wachtwoord mot-de-passe hasło heslo пароль lösenord adgangskode salasana parola şifre ' +
    'jelszó wpa2 sha256 sha512 sha1 md5 bcrypt hs256 rs256 es256 base64 utf8 uuid hash plain plaintext raw json xml yaml date time ' +
    'valid invalid missing empty wrong weak strong show hide reset forgot confirm change update delete create encrypted enabled disabled include omit ' +
    'always never ondemand identifier keyword operator comma eof newline whitespace error warning info debug primary authorization'
  ).split(' '),
);

/** Whether a value only points to a secret, or stands for one in documentation. Also true for the placeholders of this redactor. */
export function isReference(value: string): boolean {
  return value === '' || referenceStart.test(value) || sampleWords.test(value);
}

/** Whether a value is a word that says nothing: a type, a literal, a label. */
export function isPlainWord(value: string): boolean {
  return plainWords.has(value.toLowerCase());
}

/**
 * Whether letters change their case, and digits their place, more often than in words put together: after `longest` characters on
 * average at the latest.
 */
export function isDrawnByLot(value: string, longest: number): boolean {
  const pieces = value.split(/(?<=[a-z])(?=[A-Z\d])|(?<=\d)(?=[A-Za-z])|(?<=[A-Z])(?=[A-Z][a-z]|\d)|[_.-]/);
  return value.length / pieces.length <= longest && /[a-z]/.test(value) && /[A-Z]/.test(value);
}
