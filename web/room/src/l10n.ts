// The words of the room, from the message catalogue.
//
// Every word a person reads or hears comes from here. Components import `t`, `nameOf`.

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

/** Fluent's own NUMBER does not let a catalogue ask for 1st, 2nd, 3rd: `{ ORDINAL($place) -> ...`. */
function ORDINAL([place]: FluentValue[]): FluentValue {
  return ordinals.select(Number(place?.valueOf()));
}

// Isolation marks would become part of the controls' accessible names, which others script against.
const bundle = new FluentBundle(LOCALE, { useIsolating: false, functions: { ORDINAL } });

/** Hands over the catalogue, once, before anything is shown: it is data, fetched beside the program. */
export function addCatalogue(catalogue: Catalogue): void {
  bundle.addResource(catalogue);
}

/** A catalogue as the build has read it (see `vite.config.ts`). */
export type Catalogue = FluentResource;

/** The catalogue's words for `id`. A missing one shows its id; a test keeps that from happening. */
export function t(id: string, args?: Record<string, FluentVariable>): string {
  const pattern = bundle.getMessage(id)?.value;
  return pattern ? bundle.formatPattern(pattern, args, []) : id;
}

/** A name as it is spoken: two people of one name are told apart by the word of their mark. */
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
