import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    globalSetup: new URL('helpers/build.ts', import.meta.url).pathname,
    setupFiles: [new URL('helpers/seed.ts', import.meta.url).pathname],
    // More than there are cores: the programs and servers under test mostly wait for each other.
    maxWorkers: 4,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
