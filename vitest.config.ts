import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    isolate: false,
    globalSetup: './tests/built.ts',
    reporters: ['./tests/reporter.ts'],
    testTimeout: 20_000,
  },
})
