/** Row SEC-55: control sequences of terminals that must not reach models or people. */
import { describe, expect, it } from 'vitest';
import { stripControls } from '../../../src/vscode/chat/mentions/stripControls';

describe('terminal output without control sequences', () => {
  it.each([
    ['\u001B[31mred\u001B[0m', 'red'],
    ['\u001B]0;title\u0007text', 'text'],
    ['\u001B]8;;https://evil.example\u001B\\link\u001B]8;;\u001B\\', 'link'],
    ['\u001B]52;c;c2VjcmV0\u0007after', 'after'],
    ['\u001BPdcs\u001B\\after', 'after'],
    ['\u001B_apc\u001B\\after', 'after'],
    ['\u009B31mred', 'red'],
    ['\u009D0;title\u009Cafter', 'after'],
    ['unterminated \u001B]0;title', 'unterminated'],
    ['half \u001B[31', 'half 31'],
    ['10 %\r50 %\r100 %\nnext', '100 %\nnext'],
    ['one\r\ntwo\r\n', 'one\ntwo'],
    ['a\u0000b\u0008c\u007Fd\te', 'abcd\te'],
  ])('%j', (text, plain) => expect(stripControls(text)).toBe(plain));
});
