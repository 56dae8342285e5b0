/** Completes the peer’s package in its folder as its own set-up would. */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const tokenizers = ['cl100k_base', 'o200k_base'];
const grammars = ['c-sharp', 'cpp', 'go', 'javascript', 'python', 'ruby', 'typescript', 'tsx', 'java', 'rust', 'php'];

/** Does what the package's own script after installing does, and turns its tokenizers into the binary form that its loader reads. */
export async function completePeer(folder) {
  const dist = join(folder, 'node_modules', '@vscode', 'chat-lib', 'dist');
  await mkdir(dist, { recursive: true });
  for (const name of tokenizers) {
    const text = await readFile(
      join(dist, 'src', '_internal', 'platform', 'tokenizer', 'node', `${name}.tiktoken`),
      'latin1',
    );
    await writeFile(join(dist, `${name}.tiktoken`), toBinary(text));
  }
  const wasm = join(folder, 'node_modules', '@vscode', 'tree-sitter-wasm', 'wasm');
  for (const name of ['tree-sitter', ...grammars.map((grammar) => `tree-sitter-${grammar}`)]) {
    await copyFile(join(wasm, `${name}.wasm`), join(dist, `${name}.wasm`));
  }
}

/** From lines of `base64 rank` in the order of the ranks to each term's length (7 bits a byte, lowest first) and bytes. */
function toBinary(text) {
  const terms = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '));
  return Buffer.concat(
    terms.flatMap(([base64], index) => {
      if (Number(terms[index][1]) !== index) throw new Error(`The tokenizer has no term of rank ${index}`);
      const bytes = Buffer.from(base64, 'base64');
      const length = [];
      for (let rest = bytes.length; ; ) {
        const part = rest & 0x7f;
        rest >>>= 7;
        length.push(rest === 0 ? part : part | 0x80);
        if (rest === 0) break;
      }
      return [Buffer.from(length), bytes];
    }),
  );
}
