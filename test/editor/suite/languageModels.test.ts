/** GLM in VS Code's own chat: what any extension gets through `vscode.lm`, from a scripted endpoint. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventsOf, ScriptedEndpoint, streamOf } from '../../support/ScriptedEndpoint';
import { configure, eventually } from './support';

describe('VS Code’s own chat', () => {
  const endpoint = new ScriptedEndpoint({ modelId: 'glm-4.6' });

  before(async () => {
    await endpoint.start();
    await configure('endpoint.url', `${endpoint.url}/v1`);
  });
  beforeEach(() => endpoint.reset());
  after(async () => {
    await configure('endpoint.url', undefined);
    await configure('languageModelChat.enabled', undefined);
    await endpoint.stop();
  });

  async function model(): Promise<vscode.LanguageModelChat> {
    return eventually('the model is offered', async () => {
      const [found] = await vscode.lm.selectChatModels({ vendor: 'glm-tandem' });
      return found;
    });
  }

  async function ask(
    text: string,
    options: vscode.LanguageModelChatRequestOptions = {},
  ): Promise<readonly (vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart)[]> {
    return askWith([vscode.LanguageModelChatMessage.User(text)], options);
  }

  async function askWith(
    messages: vscode.LanguageModelChatMessage[],
    options: vscode.LanguageModelChatRequestOptions = {},
  ): Promise<readonly (vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart)[]> {
    const response = await (await model()).sendRequest(messages, options);
    const parts: (vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart)[] = [];
    for await (const part of response.stream) {
      if (part instanceof vscode.LanguageModelTextPart || part instanceof vscode.LanguageModelToolCallPart) {
        parts.push(part);
      }
    }
    return parts;
  }

  it('is offered the model with its limits', async () => {
    const { name, family, maxInputTokens } = await model();
    assert.equal(name, 'glm-4.6');
    assert.equal(family, 'glm');
    assert.ok(maxInputTokens > 1000, String(maxInputTokens));
  });

  it('gets the answer in pieces, and the model gets the question', async () => {
    endpoint.always(streamOf('Grüße aus 北京.'));
    const parts = await ask('Who are you?');
    const text = parts.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
    assert.equal(text, 'Grüße aus 北京.');
    const sent = endpoint.generations.at(-1)?.json;
    assert.deepEqual(sent?.messages, [{ role: 'user', content: 'Who are you?' }]);
    assert.equal(sent?.model, 'glm-4.6');
  });

  it('gets the calls of the tools that it offered', async () => {
    const call = {
      index: 0,
      id: 'call-1',
      type: 'function',
      function: { name: 'weather', arguments: '{"city":"Berlin"}' },
    };
    const chunk = (delta: object, finish: string | null) => ({
      id: 'scripted-1',
      object: 'chat.completion.chunk',
      model: 'glm-4.6',
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
    const body = eventsOf(chunk({ tool_calls: [call] }, null), chunk({}, 'tool_calls'), '[DONE]');
    endpoint.always({ kind: 'bytes', pieces: [body] });
    const inputSchema = { type: 'object', properties: { city: { type: 'string' } } };
    const parts = await ask('How is the weather in Berlin?', {
      tools: [{ name: 'weather', description: 'Tells the weather.', inputSchema }],
    });
    const calls = parts.filter((part) => part instanceof vscode.LanguageModelToolCallPart);
    assert.deepEqual(
      calls.map(({ name, input }) => ({ name, input })),
      [{ name: 'weather', input: { city: 'Berlin' } }],
    );
    assert.match(JSON.stringify(endpoint.generations.at(-1)?.json?.tools), /Tells the weather/);
  });

  it('gives the results of tools back to the model', async () => {
    endpoint.always(streamOf('It rains.'));
    const { LanguageModelChatMessage: message } = vscode;
    const result = new vscode.LanguageModelToolResultPart('call-1', [new vscode.LanguageModelTextPart('rain')]);
    const parts = await askWith([
      message.User('How is the weather in Berlin?'),
      message.Assistant([new vscode.LanguageModelToolCallPart('call-1', 'weather', { city: 'Berlin' })]),
      message.User([result]),
    ]);
    assert.equal(parts.length > 0, true);
    const call = { id: 'call-1', type: 'function', function: { name: 'weather', arguments: '{"city":"Berlin"}' } };
    assert.deepEqual(endpoint.generations.at(-1)?.json?.messages, [
      { role: 'user', content: 'How is the weather in Berlin?' },
      { role: 'assistant', content: '', tool_calls: [call] },
      { role: 'tool', content: 'rain', tool_call_id: 'call-1' },
    ]);
  });

  it('says of a model without eyes that it takes no pictures, and of one with eyes that it does', async () => {
    // One pixel: VS Code looks at pictures and makes large ones smaller.
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const question = vscode.LanguageModelChatMessage.User([
      new vscode.LanguageModelTextPart('What is this?'),
      vscode.LanguageModelDataPart.image(Buffer.from(pixel, 'base64'), 'image/png'),
    ]);
    endpoint.always(streamOf('A picture.'));
    await askWith([question]);
    assert.deepEqual(endpoint.generations.at(-1)?.json?.messages, [{ role: 'user', content: 'What is this?' }]);
    await configure('endpoint.model', 'glm-4.6v');
    await eventually('the model with eyes is offered', async () => (await model()).name === 'glm-4.6v');
    await askWith([question]);
    assert.deepEqual(endpoint.generations.at(-1)?.json?.messages, [
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } },
          { type: 'text', text: 'What is this?' },
        ],
      },
    ]);
    await configure('endpoint.model', undefined);
    await eventually('the other model is back', async () => (await model()).name === 'glm-4.6');
  });

  it('counts tokens', async () => {
    assert.ok((await (await model()).countTokens('one two three four')) >= 4);
  });

  it('is told what is wrong in words that a person understands', async () => {
    endpoint.always({ kind: 'answer', status: 401, body: '{"error":{"message":"no","code":"1000"}}' });
    await assert.rejects(ask('Hello?'), /wants a key/);
  });

  it('is told when an answer is not whole', async () => {
    endpoint.always({ kind: 'bytes', pieces: ['data: {"choices":[{"delta":{"content":"half"}}]}\n\n'] });
    await assert.rejects(ask('Hello?'), /stopped early/);
  });

  it('is offered nothing while the setting is off', async () => {
    await configure('languageModelChat.enabled', false);
    await eventually('no model is offered', async () => {
      return (await vscode.lm.selectChatModels({ vendor: 'glm-tandem' })).length === 0;
    });
  });
});
