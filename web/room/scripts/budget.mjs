// Prints what a visitor downloads to enter the room, and fails above the budget.

import { parse, tokTypes } from 'acorn';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes of JavaScript as they are sent: the figure of the design for the room page. */
const BUDGET = 40 * 1024;

const out = process.env['PORCHLIGHT_WEB_OUT'] ?? 'dist';
const entry = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))['src/main.ts'];
for (const name of readdirSync(join(out, 'assets')).sort()) {
  if (name.endsWith('.br') || name === 'older') continue;
  const file = join(out, 'assets', name);
  const gzip = gzipSync(readFileSync(file), { level: 9 }).length;
  const sent = statSync(`${file}.br`).size;
  console.log(`${String(sent).padStart(7)} B sent ${String(gzip).padStart(7)} B gzip  ${name}`);
}

/** The program that everyone loads; the chair's desk comes on top for those who may lead. */
const older = JSON.parse(readFileSync(join(out, 'manifest-older.json'), 'utf8'));
const start = older['src/older/start.ts'];
const program = [entry.file, start.file, ...(entry.imports ?? [])].map((name) =>
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
// The oldest browsers (Chrome 75, Firefox 88, Safari 13.1) know of ES2020 modules, but neither `?.` nor `??`.
// Acorn throws where newer syntax stands.
for (const name of readdirSync(join(out, 'assets/older')).filter((name) => name.endsWith('.js'))) {
  parse(readFileSync(join(out, 'assets/older', name), 'utf8'), {
    ecmaVersion: 2020,
    sourceType: 'module',
    onToken({ type, start }) {
      if (type !== tokTypes.questionDot && type !== tokTypes.coalesce) return;
      throw new Error(
        `${name} uses ${type.label} at character ${start}, which Chrome 75 does not know.`,
      );
    },
  });
}
if (total > BUDGET) {
  console.error('The room is over its JavaScript budget.');
  process.exit(1);
}
