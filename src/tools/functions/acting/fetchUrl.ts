import * as z from 'zod';
import { defineTool } from '../../Tool';
import { failedResult } from '../../ToolResult';
import { asData, bounded } from '../output';

export const fetchUrl = defineTool({
  name: 'fetch_url',
  kind: 'fetch',
  description:
    'Fetches a public web page and gives its text. Required: url (https). The person is asked about each address.',
  shape: { url: z.string().min(1).max(8192) },
  example: { url: 'https://docs.example.com/guide' },
  targets: ({ url }) => [{ kind: 'address', url }],
  async execute(_, approved, { host, signal, allowAddress }) {
    const [target] = approved;
    if (target?.kind !== 'address') {
      throw new Error('The call has no approved address.');
    }
    const page = await host.web.fetch(target.address, allowAddress, signal);
    if ('problem' in page) {
      return failedResult(`${target.address.url} was not fetched: ${page.problem}`);
    }
    const more = page.isCut ? '\nThe page is longer; the rest was not fetched.' : '';
    return {
      text: `Status ${page.status}, ${page.contentType}.\n${asData(`Web page ${page.url}`, bounded(page.text))}${more}`,
      data: { kind: 'page', url: page.url, status: page.status },
      failed: page.status >= 400,
    };
  },
});
