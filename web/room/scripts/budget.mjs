// Prints what a visitor downloads to enter the room, and fails above the budget.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes of JavaScript as they are sent: the figure of the design for the room page. */
const BUDGET = 40 * 1024;

const out = process.env['PORCHLIGHT_WEB_OUT'] ?? 'dist';
const entry = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))['src/main.ts'];
for (const name of readdirSync(join(out, 'assets')).sort()) {
  if (name.endsWith('.br')) continue;
  const file = join(out, 'assets', name);
  const gzip = gzipSync(readFileSync(file), { level: 9 }).length;
  const sent = statSync(`${file}.br`).size;
  console.log(`${String(sent).padStart(7)} B sent ${String(gzip).padStart(7)} B gzip  ${name}`);
}

/** The program that everyone loads; the chair's desk comes on top for those who may lead. */
const program = [entry.file, ...(entry.imports ?? [])].map((name) =>
  name.startsWith('_')
    ? JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))[name].file
    : name,
);
const total = program.reduce((sum, name) => sum + statSync(join(out, `${name}.br`)).size, 0);
console.log(`${String(total).padStart(7)} B JavaScript to enter the room, of ${BUDGET} B`);
for (const name of readdirSync(join(out, 'assets')).filter((name) => name.endsWith('.js'))) {
  if (/\bstatic\s*\{/.test(readFileSync(join(out, 'assets', name), 'utf8'))) {
    console.error(`${name} has a class static block, which iOS 15.4 does not know.`);
    process.exit(1);
  }
}
if (total > BUDGET) {
  console.error('The room is over its JavaScript budget.');
  process.exit(1);
}
