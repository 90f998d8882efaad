// Holds a feed, from the standard input, against the Meeting Guide's own specification: its package
// tells the type codes, and the text that comes with it the fields. Prints what is wrong, a line each.
import { isMeetingType } from '@code4recovery/spec';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const home = dirname(createRequire(import.meta.url).resolve('@code4recovery/spec/package.json'));
const text = readFileSync(join(home, 'README.md'), 'utf8');
const headings = [...text.matchAll(/^#### (.+)$/gm)].flatMap(([, heading]) =>
  [...heading.matchAll(/`(\w+)`/g)].map(([, field]) => field),
);
// Those of its example, which names some fields that its list does not.
const example = text.match(/```JSON\s*\[\s*(\{[\s\S]*?\n\t\})/)[1].replace(/,(\s*[\]}])/g, '$1');
const fields = new Set([...headings, ...Object.keys(JSON.parse(example))]);
if (fields.size < 40) throw new Error(`the specification reads otherwise now: ${[...fields]}`);
const inText = (field) => ['formatted_address'].includes(field) && text.includes(`"${field}"`);

const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
const shapes = {
  name: (value) => typeof value === 'string' && value !== '' && value.length <= 255,
  slug: (value) => /^[A-Za-z0-9_-]{1,64}$/.test(value),
  day: (value) => Number.isInteger(value) && value >= 0 && value <= 6,
  time: (value) => clock.test(value),
  end_time: (value) => clock.test(value),
  timezone: (value) => Boolean(new Intl.DateTimeFormat('en', { timeZone: value })),
  types: (value) => Array.isArray(value) && value.every(isMeetingType) && new Set(value).size === value.length,
  updated: (value) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value) && !Number.isNaN(Date.parse(`${value}Z`)),
  conference_url: (value) => ['https:', 'http:'].includes(new URL(value).protocol),
  url: (value) => ['https:', 'http:'].includes(new URL(value).protocol),
  approximate: (value) => ['yes', 'no'].includes(value),
  entity_email: (value) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value),
  entity_phone: (value) => /^\+[\d() -]+$/.test(value),
  entity_website_url: (value) => new URL(value).protocol === 'https:',
  formatted_address: (value) => typeof value === 'string' && value.trim() !== '',
};
const needed = ['name', 'slug', 'day', 'time', 'end_time', 'timezone', 'conference_url', 'formatted_address'];

function holds(shape, value) {
  try {
    return shape(value);
  } catch {
    return false;
  }
}

const problems = [];
const feed = JSON.parse(readFileSync(0, 'utf8'));
if (!Array.isArray(feed)) problems.push('the feed is no list');
const slugs = new Set();
for (const row of feed) {
  const wrong = (what) => problems.push(`${row.slug}: ${what}`);
  for (const field of needed) if (!(field in row)) wrong(`lacks ${field}`);
  if (slugs.has(row.slug)) wrong('its slug occurs twice');
  slugs.add(row.slug);
  for (const [field, value] of Object.entries(row)) {
    if (!fields.has(field) && !inText(field)) wrong(`${field} is no field of the specification`);
    const shape = shapes[field] ?? ((other) => typeof other === 'string' && !/<\w+[^>]*>/.test(other));
    if (!holds(shape, value)) wrong(`${field} is ${JSON.stringify(value)}`);
  }
}
console.log(problems.join('\n'));
