// Builds the room: one entry, hashed files under assets/, and a manifest for the server's pages.

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** The oldest browsers the look supports; their phones are still in use. */
const BROWSERS = ['ios15.4', 'safari15.4', 'chrome99', 'firefox97'];

/** Where `npm run dev` finds the program's socket. */
const SERVER = process.env['PORCHLIGHT_DEV_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte()],
  base: './',
  build: {
    outDir: process.env['PORCHLIGHT_WEB_OUT'] ?? 'dist',
    emptyOutDir: true,
    target: BROWSERS,
    // Not in a dot folder: the server embeds it, and embedding skips hidden folders.
    manifest: 'manifest.json',
    // The content policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: { input: 'src/main.ts' },
  },
  server: {
    // The stylesheets and catalogues lie beside this folder; tests read the protocol's examples.
    fs: { allow: ['..', '../../server/PROTOCOL.md'] },
    proxy: { '/meetings': { target: SERVER, ws: true } },
  },
  test: { include: ['src/**/*.test.ts'], environment: './scripts/browserless.mjs' },
});
