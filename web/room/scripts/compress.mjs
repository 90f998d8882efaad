// Writes a Brotli twin beside each built text file, as small as it gets: the server sends it as it is.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const assets = join(process.env['PORCHLIGHT_WEB_OUT'] ?? 'dist', 'assets');
for (const name of readdirSync(assets, { recursive: true })) {
  if (!/\.(js|css|json|svg)$/.test(name)) continue;
  const text = readFileSync(join(assets, name));
  const small = brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
  writeFileSync(join(assets, `${name}.br`), small);
}
