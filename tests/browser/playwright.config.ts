// Runs the specs one after the other: each starts a server and several browsers of its own.

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'specs',
  outputDir: 'results',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // A bound for a test that hangs, not a measure: a story with four browsers takes far less.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // Audio between real browsers fails to connect now and then; the report then says "flaky".
  retries: 1,
  reporter: [['list']],
});
