/** Queries are bundled as text: see esbuild.js and vitest.config.mts. */
declare module '*.scm' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: this is the form in which a bundler gives a text.
  export default text;
}
