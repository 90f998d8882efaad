// Places in line. The catalogue chooses between 1st, 2nd, 3rd and 4th by `$ordinal`, because Fluent's
// own NUMBER does not let a catalogue ask for ordinals.

const rules = new Intl.PluralRules('en', { type: 'ordinal' });

/** The arguments of a message that names a place. */
export function ordinal(place: number): { place: number; ordinal: string } {
  return { place, ordinal: rules.select(place) };
}
