import { describe, expect, it } from 'vitest';
import catalogue from '../../locales/en/room.ftl?raw';
import { nameOf, t, timeOf } from './l10n';
import link from './link.ts?raw';
import generated from './wire.gen.ts?raw';

const sources = Object.entries(
  import.meta.glob<string>(['./**/*.ts', './**/*.svelte', '!./**/*.test.ts', '!./wire.gen.ts'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
);
const all = sources.map(([, text]) => text).join('\n');
const ids = [...catalogue.matchAll(/^([a-z][\w-]*) =/gim)].map(([, id = '']) => id);
/** Ids that are made from a value: `refusal-${reason}`. */
const families = [
  ...new Set([...all.matchAll(/`([a-z][a-z-]*-)\$\{/g)].map(([, start = '']) => start)),
];

/** Families that have words for every value of a type. */
const complete: [string, string, string][] = [
  ['refusal', 'Refusal', generated],
  ['name', 'NameRefusal', generated],
  ['mark', 'Mark', generated],
  ['closing', 'CloseReason', link],
];

function members(type: string, source: string): string[] {
  const declared = new RegExp(`^export type ${type} = (.*);$`, 'm').exec(source)?.[1] ?? '';
  return [...declared.matchAll(/["'](\w+)["']/g)].map(([, name = '']) => name);
}

describe('the catalogue', () => {
  it('has every id that the room uses', () => {
    const named = [...all.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, id = '']) => id);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('has no unused id', () => {
    const used = (id: string): boolean =>
      all.includes(`'${id}'`) ||
      families.some((start) => id.startsWith(start)) ||
      complete.some(([family, type, source]) =>
        members(type, source).some((name) => id === `${family}-${name}`),
      );
    expect(ids.filter((id) => !used(id))).toEqual([]);
  });

  it('has no id twice', () => {
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([]);
  });

  it.each(complete)('has a %s- for every %s', (family, type, source) => {
    const names = members(type, source);
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !ids.includes(`${family}-${name}`))).toEqual([]);
  });

  it('has no exclamation marks', () => {
    expect(catalogue).not.toContain('!');
  });
});

describe('texts', () => {
  it('insert values without isolation marks, which would get into accessible names', () => {
    expect(t('said-speaks', { name: 'Ana' })).toBe('Ana is sharing.');
  });

  it('show the id of a missing text', () => {
    expect(t('nothing-of-the-kind')).toBe('nothing-of-the-kind');
  });

  it.each(['said-place', 'frozen-place', 'lost-place'])('count the places of %s', (id) => {
    const counted = [1, 2, 3, 4, 11, 12, 13, 21, 22].map((place) => t(id, { place }));
    expect(counted.map((text) => /\d+[a-z]*/.exec(text)?.[0])).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '22nd',
    ]);
  });

  it('write times as people of the browser’s region do', () => {
    const evening = new Date(2026, 2, 3, 19, 5).getTime();
    expect(timeOf(evening, 'en-US')).toMatch(/^7:05\sPM$/);
    expect(timeOf(evening, 'en-GB')).toBe('19:05');
    expect(timeOf(evening, 'de-DE')).toBe('19:05');
    expect(catalogue).not.toContain('hour12');
  });

  it('distinguish two people with one name', () => {
    expect(nameOf({ name: 'Mike', mark: 'diamond', mark_number: null })).toBe('Mike, diamond');
    expect(nameOf({ name: 'Mike', mark: 'diamond', mark_number: 2 })).toBe('Mike, diamond 2');
    expect(nameOf({ name: 'Mike', mark: null, mark_number: null })).toBe('Mike');
  });
});
