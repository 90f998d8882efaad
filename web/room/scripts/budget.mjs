// Prints what a visitor downloads to enter the room, and fails above the budget.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes of JavaScript, gzipped: the figure of the design for the room page. */
const BUDGET = 40 * 1024;

const assets = join(process.env['PORCHLIGHT_WEB_OUT'] ?? 'dist', 'assets');
let total = 0;
for (const name of readdirSync(assets).sort()) {
  const size = gzipSync(readFileSync(join(assets, name)), { level: 9 }).length;
  if (name.endsWith('.js')) total += size;
  console.log(`${String(size).padStart(7)} B gzip  ${name}`);
}
console.log(`${String(total).padStart(7)} B gzip  JavaScript in total, of ${BUDGET} B`);
if (total > BUDGET) {
  console.error('The room is over its JavaScript budget.');
  process.exit(1);
}
