// How loud a sound looks: the ear's scale, so that quiet speech still moves the ring.

/** Below this many decibels under full scale nothing is shown: room noise. */
const FLOOR = -55;
/** Close speech peaks about here; louder is drawn the same. */
const CEILING = -10;

/** From an amplitude (0 to 1) to what is drawn (0 to 1). */
export function loudness(amplitude: number): number {
  if (amplitude <= 0) return 0;
  const decibels = 20 * Math.log10(amplitude);
  return Math.min(1, Math.max(0, (decibels - FLOOR) / (CEILING - FLOOR)));
}
