import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../src/vscode/chat/panelHtml';

describe('the Content Security Policy of the chat panel', () => {
  it('is this and nothing more', () => {
    const policy = contentSecurityPolicy({ cspSource: 'https://own.example', nonce: 'n' });
    const directives = policy.split('; ').map((directive) => directive.split(' '));
    expect(Object.fromEntries(directives.map(([name = '', ...sources]) => [name, sources.toSorted()]))).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'nonce-n'"],
      // The hash is that of an empty style element.
      'style-src': ["'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='", 'https://own.example'],
      'img-src': ['data:'],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
    });
  });
});
