// The texts of the room, from the message catalogue.
//
// Every text that a person reads or hears comes from here. Components import `t`, `nameOf`.

import {
  FluentBundle,
  type FluentResource,
  type FluentValue,
  type FluentVariable,
} from '@fluent/bundle';
import type { Mark } from './wire.gen';

/** English until a second catalogue exists; the page's own locale only names the language. */
const LOCALE = 'en';

const ordinals = new Intl.PluralRules(LOCALE, { type: 'ordinal' });

/** Fluent's own NUMBER can't select by 1st, 2nd, 3rd: `{ ORDINAL($place) -> ...`. */
function ORDINAL([place]: FluentValue[]): FluentValue {
  return ordinals.select(Number(place?.valueOf()));
}

/** "7:00 PM" or "19:00" by the browser's own region: the words are English all the same. */
export function timeOf(at: number, locale?: string): string {
  const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
  const format = { hour: 'numeric', minute: '2-digit', hourCycle } as const;
  return new Intl.DateTimeFormat(LOCALE, hourCycle ? format : {}).format(at);
}

/** The catalogue's `{ TIME($at) }`. */
function TIME([at]: FluentValue[]): FluentValue {
  return timeOf(Number(at?.valueOf()));
}

// Isolation marks would become part of the controls' accessible names, which scripts may match.
const bundle = new FluentBundle(LOCALE, { useIsolating: false, functions: { ORDINAL, TIME } });

/** Adds the catalogue, once, before anything is shown: it is fetched as data, apart from the script. */
export function addCatalogue(catalogue: Catalogue): void {
  bundle.addResource(catalogue);
}

/** A catalogue that the build has parsed (see `vite.config.ts`). */
export type Catalogue = FluentResource;

/** The catalogue's text for `id`. A missing one shows its id, which a test prevents. */
export function t(id: string, args?: Record<string, FluentVariable>): string {
  const pattern = bundle.getMessage(id)?.value;
  return pattern ? bundle.formatPattern(pattern, args, []) : id;
}

/** A name as it is read aloud: the word of their mark distinguishes two people with one name. */
export function nameOf(one: {
  name: string;
  mark: Mark | null;
  mark_number: number | null;
}): string {
  if (!one.mark) return one.name;
  const mark = t(`mark-${one.mark}`);
  return !one.mark_number
    ? t('name-marked', { name: one.name, mark })
    : t('name-marked-again', { name: one.name, mark, number: one.mark_number });
}
