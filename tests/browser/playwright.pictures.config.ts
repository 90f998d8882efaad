// Makes the README's pictures from the running program: `npx playwright test -c playwright.pictures.config.ts`.

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'pictures',
  outputDir: 'results',
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
});
