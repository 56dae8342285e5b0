/** The code in a model's answer, as each benchmark finds it. */
import type { Extraction } from '../EvaluationItem';

/** Undefined = there is none. */
export function extractCode(response: string, extraction: Extraction): string | undefined {
  const text = response.replaceAll('\r\n', '\n');
  switch (extraction) {
    case 'ncb-python':
      return nonEmpty(ncbPython(text));
    case 'ncb-java':
      return nonEmpty(ncbJava(text));
    case 'last-fence':
      return lastFence(text) ?? nonEmpty(fromFirstDefinition(text));
  }
}

/** The last fenced block; one that the end of the answer cut off counts where there is no other. */
export function lastFence(text: string): string | undefined {
  const whole = [...text.matchAll(/^[ \t]*(`{3,}|~{3,})[^\n`]*\n([\s\S]*?)^[ \t]*\1[ \t]*$/gm)].at(-1)?.[2];
  return whole ?? /^[ \t]*```[^\n`]*\n([\s\S]*)$/m.exec(text)?.[1];
}

function ncbPython(text: string): string | undefined {
  const tagged = /\[Python\]([\s\S]*?)\[\/Python\]/.exec(text)?.[1];
  if (tagged !== undefined && !tagged.includes('```')) {
    return tagged;
  }
  const behindTag = tagged ?? /\[Python\]([\s\S]*)/.exec(text)?.[1];
  const fence = /```(?:python|Python)?[ \t]*\n([\s\S]*?)```/;
  if (behindTag !== undefined && fence.test(behindTag)) {
    return fence.exec(behindTag)?.[1];
  }
  return (
    /```python[ \t]*\n([\s\S]*?)```/.exec(text)?.[1] ??
    /```[ \t]*\n([\s\S]*?)```/.exec(text)?.[1] ??
    fromFirstDefinition(text)
  );
}

function ncbJava(text: string): string | undefined {
  const tagged = /\[Java\]([\s\S]*?)\[\/Java\]/.exec(text)?.[1];
  if (tagged !== undefined && !tagged.includes('```')) {
    return tagged;
  }
  const blocks = [...(tagged ?? text).matchAll(/```(?:java|Java)?[ \t]*\n([\s\S]*?)```/g)].map(
    (match) => match[1] ?? '',
  );
  if (blocks.length > 0) {
    return blocks.join('\n');
  }
  return /^(?:import|public|interface|class)\b[\s\S]*\}/m.exec(text)?.[0];
}

function fromFirstDefinition(text: string): string | undefined {
  return /^(?:from|import|class|def|async def|@)\b[\s\S]*/m.exec(text)?.[0];
}

function nonEmpty(code: string | undefined): string | undefined {
  return code === undefined || code.trim() === '' ? undefined : code;
}
