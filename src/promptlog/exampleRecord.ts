/** The record that people are shown before they agree: made and cleaned exactly as a real one, so that it cannot promise too much. */
import { redactRecord, withClasses } from './content';
import { type ContentClass, type PromptRecord, schemaName } from './records';
import { createRedactor } from './redaction/redact';

/** A chat's record with content of every class, a false key and an address among it, as it would be kept with these classes allowed. */
export function exampleRecord(classes: readonly ContentClass[]): PromptRecord {
  // In pieces, so that no scanner takes this file for a leak.
  const key = ['0123456789abcdef0123456789abcdef', 'ExampleExample00'].join('.');
  const record: PromptRecord = {
    schema: schemaName,
    id: '01KAHJ0000EXAMPLE000000000',
    ts: '2026-01-31T09:30:00.000Z',
    consent: { version: 1, classes: [...classes] },
    session: 'example',
    surface: 'chat',
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'zhipu',
    'gen_ai.request.model': 'glm-4',
    'gen_ai.usage.input_tokens': 212,
    'gen_ai.usage.output_tokens': 38,
    'gen_ai.response.finish_reasons': ['stop'],
    duration: 1.4,
    user_text: `Why does the server refuse this key? ${key} I asked ada@example.org already.`,
    workspace: { file: 'src/upload.py', lang: 'python' },
    'gen_ai.input.messages': [
      {
        role: 'user',
        parts: [
          { type: 'text', content: `Why does the server refuse this key? ${key} I asked ada@example.org already.` },
          { type: 'code_context', content: 'def upload(path):\n    return post(URL, open(path))' },
        ],
      },
      {
        role: 'assistant',
        parts: [{ type: 'tool_call', id: '1', name: 'read_file', arguments: { path: 'src/settings.py' } }],
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: '1', result: 'URL = "https://api.example.org/v2"' }] },
    ],
    'gen_ai.output.messages': [
      {
        role: 'assistant',
        parts: [{ type: 'text', content: 'The key belongs to version 1 of the service.' }],
        finish_reason: 'stop',
      },
    ],
    redaction: { engine: '0', hits: [] },
  };
  return redactRecord(withClasses(record, classes), createRedactor());
}
