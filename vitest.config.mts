import { defineConfig } from 'vitest/config';

/** Queries and programs for the sandbox are imported as text, as esbuild does it. */
const queries = {
  name: 'queries',
  transform: (code: string, id: string) =>
    /\.(?:scm|py|java|script)$/.test(id) && !id.includes('node_modules')
      ? { code: `export default ${JSON.stringify(code)}`, map: null }
      : undefined,
};

/** Tiers 1, 2 and 4; tier 3 runs inside VS Code's extension host (`test/editor`). */
export default defineConfig({
  plugins: [queries],
  test: {
    setupFiles: ['test/support/seed.ts'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
