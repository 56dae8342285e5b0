/** What the prompt log's tests share: a store in memory whose disk can fail, and records to fill it. */
import type { Storage, StoredFile } from '../../src/platform/Storage';
import { createId, type PromptRecord, schemaName } from '../../src/promptlog/records';

export class MemoryStorage implements Storage {
  readonly files = new Map<string, Buffer>();
  /** What the next appends do: fail, or write this many bytes and fail. */
  failure: 'none' | 'refuse' | number = 'none';

  async list(): Promise<readonly StoredFile[]> {
    return [...this.files].map(([name, { length }]) => ({ name, size: length }));
  }

  async append(name: string, text: string): Promise<void> {
    if (this.failure === 'refuse') {
      throw new Error('EROFS');
    }
    const bytes = Buffer.from(text);
    const fitting = this.failure === 'none' ? bytes : bytes.subarray(0, this.failure);
    this.files.set(name, Buffer.concat([this.files.get(name) ?? Buffer.alloc(0), fitting]));
    if (this.failure !== 'none') {
      throw new Error('ENOSPC');
    }
  }

  async read(name: string, start: number, end: number): Promise<Uint8Array> {
    return this.files.get(name)?.subarray(start, end) ?? new Uint8Array();
  }

  async overwrite(name: string, start: number, bytes: Uint8Array): Promise<void> {
    this.files.get(name)?.set(bytes, start);
  }

  async replace(name: string, bytes: Uint8Array): Promise<void> {
    this.files.set(name, Buffer.from(bytes));
  }

  async create(name: string, bytes: Uint8Array): Promise<boolean> {
    const isNew = !this.files.has(name);
    if (isNew) {
      this.files.set(name, Buffer.from(bytes));
    }
    return isNew;
  }

  async remove(name: string): Promise<void> {
    this.files.delete(name);
  }

  get text(): string {
    return [...this.files.values()].map(String).join('');
  }
}

export function record(changes: Partial<PromptRecord> & { readonly ts: string }): PromptRecord {
  return {
    schema: schemaName,
    id: createId(Date.parse(changes.ts)),
    consent: { version: 1, classes: ['prompts', 'responses', 'codeContext', 'toolArguments', 'toolOutput'] },
    session: 'session',
    surface: 'chat',
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'zhipu',
    'gen_ai.request.model': 'glm-4-9b',
    'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'How do I sort a list?' }] }],
    'gen_ai.output.messages': [{ role: 'assistant', parts: [{ type: 'text', content: 'Use sorted().' }] }],
    redaction: { engine: '0', hits: [] },
    ...changes,
  };
}
