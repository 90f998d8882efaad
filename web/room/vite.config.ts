// Builds the room: one entry, hashed files under assets/, and a manifest for the server's pages.

import { FluentResource } from '@fluent/bundle';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * The oldest browsers that the look supports are iOS 15.4, Chrome 99 and Firefox 97; their phones are
 * still in use. Together they know all of ES2022 but class static blocks (iOS 16.4), which nothing
 * here uses: `scripts/budget.mjs` looks for them in what was built. Naming the browsers instead would
 * rewrite every private field and cost 2 KB.
 */
const TARGET = 'es2022';

/** Browsers for which `vite build --mode older` builds the room once more: they may look plain, but listening works. */
const OLDER_TARGET = ['chrome75', 'firefox88', 'safari13.1'];

/** Where `npm run dev` finds the program's socket. */
const SERVER = process.env['PORCHLIGHT_DEV_SERVER'] ?? 'http://127.0.0.1:8080';

/**
 * Reads catalogues (`name.ftl?words`) when the room is built, so that browsers get them as data, in
 * the form that Fluent works on, and need no parser. The import gives the address of that data.
 */
function words(): Plugin {
  let serving = false;
  return {
    name: 'words',
    configResolved(config) {
      serving = config.command === 'serve';
    },
    load(id) {
      const [file = '', query] = id.split('?');
      if (query !== 'words') return null;
      this.addWatchFile(file);
      const source = JSON.stringify(new FluentResource(readFileSync(file, 'utf8')));
      if (serving) {
        const address = `data:application/json,${encodeURIComponent(source)}`;
        return `export default ${JSON.stringify(address)};`;
      }
      const name = `${basename(file, '.ftl')}.json`;
      const reference = this.emitFile({ type: 'asset', name, source });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), words()],
  base: './',
  // Tests run the browser's Svelte, where runes are live.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  build: {
    outDir: process.env['PORCHLIGHT_WEB_OUT'] ?? 'dist',
    emptyOutDir: mode !== 'older',
    assetsDir: mode === 'older' ? 'assets/older' : 'assets',
    target: mode === 'older' ? OLDER_TARGET : TARGET,
    // Not in a dot folder: the server embeds it, and embedding skips hidden folders.
    manifest: mode === 'older' ? 'manifest-older.json' : 'manifest.json',
    // The content policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input:
        mode === 'older'
          ? ['src/older/start.ts', 'src/older/room.ts']
          : ['src/main.ts', '../styles/pages.css', '../styles/print.css', '../enhance/pages.ts'],
    },
  },
  server: {
    // The stylesheets and catalogues lie beside this folder; tests read the protocol's examples.
    fs: { allow: ['..', '../../server'] },
    proxy: { '/meetings': { target: SERVER, ws: true } },
  },
  test: {
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/words.setup.ts'],
    environment: './scripts/browserless.mjs',
  },
}));
