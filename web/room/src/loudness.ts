// How loud a sound is drawn: on a decibel scale, so that quiet speech still moves the ring.

/** Decibels relative to full scale: below this is room noise, and nothing is drawn. */
const FLOOR = -55;
/** Decibels relative to full scale: speech close to the microphone peaks about here. */
const CEILING = -10;

/** From an amplitude (0 to 1) to what is drawn (0 to 1). */
export function loudness(amplitude: number): number {
  if (amplitude <= 0) return 0;
  const decibels = 20 * Math.log10(amplitude);
  return Math.min(1, Math.max(0, (decibels - FLOOR) / (CEILING - FLOOR)));
}

/** Milliseconds between measurements of the loudness: about 8 a second, as fast as the ring moves. */
export const LEVEL_INTERVAL = 125;

/** Smaller changes of the loudness are ignored. */
export const MIN_LEVEL_CHANGE = 0.02;
