/** Personal details, exact values and placeholders. */
import { describe, expect, it } from 'vitest';
import { secretsOfEnvironment } from '../../../../src/promptlog/redaction/exactValues';
import { keyedNumbers } from '../../../../src/promptlog/redaction/placeholders';
import { createRedactor, redact } from '../../../../src/promptlog/redaction/redact';

describe('personal details', () => {
  it.each([
    ['mail alice.b@mail.test.org now', 'mail <EMAIL#1> now'],
    ['a@x.com, b@x.com, a@x.com', '<EMAIL#1>, <EMAIL#2>, <EMAIL#1>'],
    ['ring 13800138000 or +86 138-0013-8000', 'ring <PHONE#1> or <PHONE#2>'],
    ['+44 20 7946 0958', '<PHONE#1>'],
    ['+1 (415) 555-0132', '<PHONE#1>'],
    ['phone: 415-555-2671', 'phone: <PHONE#1>'],
    ['010-62345678', '<PHONE#1>'],
    ['身份证 11010519491231002X。', '身份证 <ID#1>。'],
    ['11010519491231002' + '1', '11010519491231002' + '1'],
    ['4111 1111 1111 1111', '<CARD#1>'],
    ['4111 1111 1111 1112', '4111 1111 1111 1112'],
    ['from 93.184.216.34 to 192.168.1.1 and 127.0.0.1', 'from <IP#1> to 192.168.1.1 and 127.0.0.1'],
    ['[2606:2800:220:1:248:1893:25c8:1946]', '[<IP#1>]'],
    ['https://git.team.corp/x and http://10.1.2.3:80/', 'https://<HOST#1>/x and http://<HOST#2>:80/'],
    ['/home/alice/src and /Users/alice/src', '/home/<USER#1>/src and /Users/<USER#1>/src'],
    ['C:\\Users\\Alice\\x, C:/Users/Alice/x', 'C:\\Users\\<USER#1>\\x, C:/Users/<USER#1>/x'],
    ['tel. 86-13800138000, 0755-8888 6666, 0044 20 7946 0958', 'tel. <PHONE#1>, <PHONE#2>, <PHONE#3>'],
    ['我的手机号是13800138000，微信同号', '我的手机号是<PHONE#1>，微信同号'],
    ['SSN 123-45-6789, 护照号：E12345678', 'SSN <ID#1>, 护照号：<ID#2>'],
    ['zhang.san@公司.cn', '<EMAIL#1>'],
    ['/mnt/c/Users/jane/x /c/Users/jane/x', '/mnt/c/Users/<USER#1>/x /c/Users/<USER#1>/x'],
    ['\\\\wsl$\\Ubuntu\\home\\jane\\x', '\\\\wsl$\\Ubuntu\\home\\<USER#1>\\x'],
    ['ping db-1.prod.internal or shop.web.svc.cluster.local', 'ping <HOST#1> or <HOST#2>'],
    ['import com.sun.tools.internal.Foo; org.app.internal', 'import com.sun.tools.internal.Foo; org.app.internal'],
    ['{"phone": 13800138000, "note": "x"}', '{"phone": "<PHONE#1>", "note": "x"}'],
  ])('%s', (text, expected) => {
    expect(redact(text).text).toBe(expected);
  });
});

describe('known values', () => {
  const key = ['c'.repeat(32), 'D'.repeat(16)].join('.');

  it.each([
    ['plain', `x${key}y`],
    ['its id', `x ${'c'.repeat(32)}`],
    ['its secret', `x ${'D'.repeat(16)}`],
    ['percent-encoded', encodeURIComponent(`/${key}/`).replaceAll('.', '%2E')],
    ['within base64', Buffer.from(`ab${key}\u0000\u0001`).toString('base64')],
  ])('are found %s', (_name, text) => {
    const { text: clean, hits } = redact(text, { known: { secrets: [key] } });
    expect(hits.map(({ rule }) => rule)).toEqual(['known-secret']);
    expect(clean).not.toMatch(/c{9}|D{9}|Y2Nj|RERE/);
  });

  it('come from the environment by their names', () => {
    const environment = {
      APP_TOKEN: 'abcdefgh1',
      PATH: '/usr/bin',
      KEYBOARD: 'abcdefgh2',
      DB_PASSWORD: '12345678',
      PWD: '/home/x/project',
      API_KEY: 'short',
    };
    expect(secretsOfEnvironment(environment)).toEqual(['abcdefgh1']);
    expect(redact('say abcdefgh1!', { known: { environment: ['abcdefgh1'] } }).text).toBe(
      'say <SECRET:environment-value#1>!',
    );
  });

  it('hide a git identity as whole words', () => {
    expect(redact('Ann Lee, annotated by Ann Lee', { known: { identity: ['Ann Lee', 'Ann'] } }).text).toBe(
      '<NAME#1>, annotated by <NAME#1>',
    );
  });

  it('include what a person added', () => {
    expect(redact('ticket ACME-1234', { patterns: [/ACME-\d+/] }).text).toBe('ticket <SECRET:own-pattern#1>');
  });
});

describe('placeholders', () => {
  it('give offsets and rules as documented', () => {
    const value = `${'0'.repeat(32)}.${'FAKE'.repeat(4)}`;
    expect(redact(`key=${value}`)).toEqual({
      text: 'key=<SECRET:glm-key#1>',
      hits: [{ rule: 'glm-key', start: 4, end: 53 }],
    });
  });

  it('agree among redactors with the same key, and not with another', () => {
    const clean = (key: number): string =>
      createRedactor({ numbers: keyedNumbers(new Uint8Array(32).fill(key)) })('a@x.com b@x.com a@x.com').text;
    const [one, two, three] = clean(1).split(' ');
    expect(clean(1)).toBe(clean(1));
    expect(clean(1)).not.toBe(clean(2));
    expect([one === three, one === two]).toEqual([true, false]);
  });

  it('are the same for a value in any encoding', () => {
    const value = ['gh', 'p_', 'FAKE'.repeat(9)].join('');
    const line = `a ${value} b ${JSON.stringify(value).replace('_', '\\u005f')} c ${value.replace('_', '%5F')}`;
    expect(redact(line).text.match(/#\d+/g)).toEqual(['#1', '#1', '#1']);
  });
});
