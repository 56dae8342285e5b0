/** Passwords of letters only in YAML, where nothing but the place tells them from the types, labels and words that stand like them elsewhere. */
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../../src/promptlog/redaction/redact';

/** § stands for the password. */
const settings: readonly (readonly [password: string, text: string])[] = [
  ['hunter', 'database:\n  host: localhost\n  user: app\n  password: §\n'],
  ['letmein', 'database:\n  port: 5432\n  password: § # ask Bob\n'],
  ['sunshine', 'users:\n  - name: bob\n    password: §\n  - name: eve\n'],
  ['dragon', 'auth:\n  enabled: true\n  rootPassword: §\n'],
  ['monkey', 'ansible_user: deploy\nansible_password: §\nansible_port: 22\n'],
  ['princess', 'environment:\n  MYSQL_USER: app\n  MYSQL_PASSWORD: §\n'],
  ['shadow', 'spring:\n  datasource:\n    url: jdbc:mysql://h/db\n    username: app\n    password: §\n'],
  ['football', 'production:\n  adapter: postgresql\n  pool: 5\n  password: §'],
  ['correcthorse', 'wifi:\n  ssid: Home\n  passphrase: §\n'],
  ['baseball', 'smtp:\n  port: 587\n  smtp_password: §\n  tls: true\n'],
  ['master', '---\nuser: a\npassword: §\n'],
  ['iloveyou', 'user: "app"\npassword: §\n'],
  ['trustno', 'password: §\nport: 5432\n'],
  ['superman', 'db: &db\n  host: localhost\n  password: §\n'],
  ['whatever', 'kind: Pod\nstringData:\n  username: admin\n  password: §\n'],
  ['bananas', 'http_port: 8123\n\n# the router\nwifi_password: §\n'],
  ['starwars', 'variables:\n  DB_PASSWORD: §\n  DB_PORT: "5432"\n'],
  ['pepper', 'redis:\n  password: §\n  db: 0\n'],
  ['cheese', 'user: a\r\nhost: b.c\r\npassword: §\r\n'],
  ['blue', 'mqtt:\n  broker: localhost\n  password: §\n'],
  ['chocolate', 'servers:\n- host: a.example.com\n  passwd: §\n'],
  ['ginger', 'ftp:\n    user: anonymous\n    pwd: §\n    passive: yes\n'],
  ['computer', 'proxy:\n  address: localhost:3128\n  proxyPassword: §\n'],
  ['jennifer', 'ldap:\n  bind_dn: cn=admin,dc=corp\n  bind_password: §\n'],
  ['michelle', 'keystore:\n  file: keys.p12\n  keystorePassword: §\n'],
  ['charlie', 'accounts:\n  - account: 17\n    password:   §\n'],
  ['qwertz', 'admin:\n  login: root\n  admin-password: §\n  shell: /bin/sh\n'],
  ['swordfish', 'rabbitmq:\n  default_user: mq\n  default_pass: §\n'],
  ['thunder', 'config:\n  数据库: localhost\n  密码: §\n  端口: 3306\n'],
  ['tigger', '```yaml\nhost: localhost\npassword: §\n```\n'],
];

const others: readonly string[] = [
  'interface Login {\n  user: string\n  password: string\n}\n',
  'type Login = {\n  user: string\n  port: number\n  password: secretstring\n}\n',
  'class Login(BaseModel):\n    user: str\n    password: cleartext\n',
  '@dataclass\nclass A:\n    host: str = "a"\n    password: securestr\n',
  'type Query {\n  user: String!\n  password: scalar\n}\n',
  'def login(\n    user: str,\n    password: userpass,\n) -> None: ...\n',
  'en:\n  login:\n    user: User name\n    password: Password\n    submit: Log in\n',
  'de:\n  login:\n    user: Benutzer\n    password: Kennwort\n',
  'nl:\n  user: gebruiker\n  password: wachtwoord\n  login: aanmelden\n',
  'fields:\n  - name: password\n    type: password\n    label: Password\n',
  'properties:\n  port:\n    type: integer\n  password:\n    type: string\n',
  'required:\n  - user\n  - password\nformat: password\n',
  'Options\n  user: optional\n  password: required\n',
  'user: required\npassword: required\n',
  'db:\n  host: localhost\n  password: *password\n',
  'db:\n  host: localhost\n  password: $' + '{DB_PASSWORD}\n',
  'wifi:\n  ssid: Home\n  password: !secret wifi_password\n',
  'with:\n  username: app\n  password: $' + '{{ secrets.REGISTRY }}\n',
  'db:\n  host: localhost\n  password: "{{ vault_password }}"\n',
  'jobs:\n  call:\n    uses: ./a.yml\n    secrets: inherit\n',
  'volumes:\n  - name: tls\n    secret: certificates\n',
  'auth:\n  enabled: true\n  password: null\n',
  'auth:\n  enabled: true\n  existingSecret: postgres\n',
  'sshd:\n  port: 22\n  password: disabled\n',
  'const a = {\n  host: "a",\n  password: input,\n};\n',
  'login({\n  user: name,\n  password: entered\n})\n',
  'props:\n  user: text\n  password: masked\n  date: date\n',
  'policy:\n  min: 8\n  password: expires\n  password_policy: strict\n',
  'The form has these parts.\n\nuser: who you are\npassword: something only you know\n',
  'mysql:\n  user: app\n  password: changeme\n',
  'struct Login {\n    user: &str,\n    password: secretbox,\n}\n',
  'steps:\n  - prompt: Who are you?\n  - password: prompt\n',
];

const redact = createRedactor();

describe('a password of letters in YAML', () => {
  it.each(settings)('“%s” is found: %j', (password, text) => {
    const cleaned = redact(text.replace('§', password)).text;
    expect(cleaned).toMatch(/<SECRET:named-secret#\d+>/);
    expect(cleaned.replace(/<SECRET:named-secret#\d+>/, '§')).toBe(text);
  });

  it.each(settings.slice(0, 10))('“%s” is found in JSON: %j', (password, text) => {
    const cleaned = redact(JSON.stringify({ text: text.replace('§', password) })).text;
    expect(JSON.parse(cleaned).text.replace(/<SECRET:named-secret#\d+>/, '§')).toBe(text);
  });

  it.each(others)('is nothing of this: %j', (text) => {
    expect(redact(text).text).toBe(text);
  });
});
