import * as z from 'zod';
import { defineTool } from '../../Tool';
import type { ProgramPicture } from '../../ToolHost';
import { failedResult } from '../../ToolResult';
import { asData, bounded } from '../output';

/** Characters of output and of a traceback that a model is given. */
const mostOutput = 20_000;
const mostPictures = 4;
/** Base64 characters of all the pictures of one program: they are kept with the conversation. */
const mostPictureCharacters = 4_000_000;

export const runPython = defineTool({
  name: 'run_python',
  kind: 'compute',
  description:
    'Runs Python in a sandbox and gives what it prints and the value of its last expression. Required: code. Names stay defined from call to call. It has no network and no file of the workspace: write the data into the code. A picture that it saves in its folder (PNG, JPEG, GIF) is shown to the person. Good for calculations and trying an algorithm; for the project’s own code use run_command.',
  shape: { code: z.string().min(1).max(100_000).describe('a whole program; ended after a minute') },
  example: { code: 'sum(range(10))' },
  targets: ({ code }) => [{ kind: 'program', code }],
  execute: async (_, [target], { host, signal }) => {
    if (target?.kind !== 'program') {
      throw new Error('The call has no approved program.');
    }
    const outcome = await host.programs.run(target.program, signal);
    if (outcome === undefined) {
      return failedResult('There is no sandbox here, so Python cannot be run. Nothing was started.');
    }
    const { output, error, startsAfresh } = outcome;
    const pictures = shownPictures(outcome.pictures);
    const left = outcome.pictures.length - pictures.length;
    const told = [
      startsAfresh ? 'The interpreter was started afresh: names of earlier calls are gone.' : '',
      output === ''
        ? error === undefined
          ? 'It printed nothing.'
          : ''
        : asData('Output', bounded(output, mostOutput)),
      error === undefined ? '' : asData('It failed', bounded(error, mostOutput)),
      pictures.length === 0 ? '' : `Pictures shown to the person: ${pictures.length}.`,
      left === 0 ? '' : `Pictures not shown, too many or too large: ${left}.`,
    ];
    return {
      text: told.filter((part) => part !== '').join('\n'),
      data: { kind: 'program', output: bounded(output, mostOutput), error, pictures },
      failed: error !== undefined,
    };
  },
});

function shownPictures(pictures: readonly ProgramPicture[]): readonly ProgramPicture[] {
  let characters = 0;
  return pictures.slice(0, mostPictures).filter(({ data }) => {
    const fits = characters + data.length <= mostPictureCharacters;
    characters += fits ? data.length : 0;
    return fits;
  });
}
