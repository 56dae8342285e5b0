/** Programs that run in the sandbox are bundled as text: see esbuild.js and vitest.config.mts. */
declare module '*.py' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: this is the form in which a bundler gives a text.
  export default text;
}
declare module '*.java' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: as above.
  export default text;
}
declare module '*.script' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: as above.
  export default text;
}
