import { defineConfig } from 'vitest/config'

const processStories = ['stories/s6-*.test.ts', 'stories/s7-*.test.ts', 'stories/mail-survives-kill.test.ts', 'stories/consortium.test.ts']

/** Four suites of one runner: library and programs, database, and the stories in a real browser. */
export default defineConfig({
  test: {
    reporters: ['default', './tools/count-reporter.ts'],
    setupFiles: ['./tools/test-seed.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // One more than the cores of the machine that the gate is bounded for: many tests wait for processes of theirs.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // One set of modules a worker instead of one a file: a third less work. A test that needs them fresh resets them.
          isolate: false,
          setupFiles: ['./tools/test-words.ts'],
          include: ['lib/**/*.test.ts', 'tools/**/*.test.ts', 'apps/cli/**/*.test.ts', 'apps/web/**/*.test.ts', 'benches/**/*.test.ts'],
          exclude: ['**/*.database.test.ts', '**/*.browser.test.ts', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          isolate: false,
          include: ['apps/server/**/*.test.ts', 'apps/**/*.database.test.ts', 'lib/**/*.database.test.ts', 'tools/**/*.database.test.ts'],
          exclude: ['**/*.browser.test.ts', '**/node_modules/**'],
          globalSetup: ['./tools/test-database.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          // Stories without a browser: nodes and validators that mostly wait for one another.
          include: processStories,
          globalSetup: ['./tools/test-database.ts'],
          testTimeout: 240_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'stories',
          include: ['stories/**/*.test.ts', 'apps/**/*.browser.test.ts', 'lib/**/*.browser.test.ts'],
          exclude: ['**/node_modules/**', ...processStories],
          globalSetup: ['./tools/test-database.ts', './tools/test-browser.ts'],
          testTimeout: 240_000,
          // A browser and a node at work leave no room for many others: stories come last, two at a time.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
