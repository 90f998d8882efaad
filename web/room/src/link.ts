// The states of the connection, of the microphone and of the sound, as the page shows them.
// Instants are milliseconds of the server's clock (see `Session.now`).

import type { NameRefusal, Refusal } from './wire.gen';

/** The line to the server. */
export type Link =
  | { state: 'connecting' }
  | { state: 'connected' }
  /** Lost `since`; `attempt` counts from 1. The seat is kept meanwhile. */
  | { state: 'reconnecting'; since: number; attempt: number }
  /** The doors open at `opensAt`; it comes in by itself then. */
  | { state: 'waiting'; opensAt: number }
  /** The room can't use the name: ask again, then `Session.rename`. */
  | { state: 'bad_name'; problem: NameRefusal }
  /** Nothing is tried any more until `Session.tryNow`. */
  | { state: 'closed'; reason: CloseReason };

/** Why it is over. `closing-*` in the catalogue. */
export type CloseReason = 'ended' | 'removed' | 'elsewhere' | 'left' | 'full' | 'version';

/**
 * This person's microphone: its track is live in `open` only. After `denied` or `missing` the
 * press may be repeated; listening goes on.
 */
export type Mic = 'closed' | 'asking' | 'open' | 'denied' | 'missing';

/**
 * What comes out of the loudspeaker: `blocked` wants a press (`Session.unblock`), `failed` goes
 * on trying by itself.
 */
export type Sound = 'off' | 'connecting' | 'playing' | 'blocked' | 'failed';

/** What became of something asked of the room. */
export type Outcome =
  | { kind: 'ok' }
  | { kind: 'refused'; reason: Refusal }
  /** The line dropped before an answer: perhaps done, perhaps not; the next welcome tells. */
  | { kind: 'lost' }
  /** The line was down already: nothing was asked. */
  | { kind: 'unsent' };

/** Something to tell this person alone; `id` grows, so the same words twice are two notices. */
export interface Notice {
  id: number;
  text: string;
}
