/** A module's source as Deno's command line takes it without reading a file. */
export function denoModule(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
