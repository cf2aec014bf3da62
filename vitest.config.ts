import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import LongestFirst from './tests/longest-first.ts'

const web = 'tests/web/**/*.test.ts'
/** They measure how long something takes: alone, one by one, when all others are done. */
const timed = ['tests/torture/{connections,hostile,worst}.test.ts']
/** Pictures are made by `npm run screenshots`, not by every run. */
const pictures = process.env.TRACK_SCREENSHOTS ? [] : ['tests/web/screenshots.test.ts']
/** Much of their time tests wait for a server, a browser or a timeout. */
const maxWorkers = availableParallelism() + 2

export default defineConfig({
  test: {
    isolate: false,
    retry: 1, // on a busy machine what is timed may fail once; the reporter tells
    reporters: ['./tests/reporter.ts'],
    expect: { poll: { timeout: 10_000 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'all but the page',
          globalSetup: ['./tests/built.ts', './tests/postgres.ts'],
          setupFiles: './tests/random-inputs.ts',
          include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [web, ...timed],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'the page',
          globalSetup: './tests/built.ts',
          include: [web],
          exclude: pictures,
          testTimeout: 120_000,
          expect: { poll: { timeout: 15_000 } },
          maxWorkers,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'what is timed',
          globalSetup: ['./tests/built.ts', './tests/postgres.ts'],
          setupFiles: './tests/random-inputs.ts',
          include: timed,
          testTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
