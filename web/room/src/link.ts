// The states of the connection, of the microphone and of the sound, as the page shows them.
// Instants are milliseconds of the server's clock (see `Session.now`).

import type { NameRefusal, Refusal } from './wire.gen';

/** The connection to the server. */
export type Link =
  | { state: 'connecting' }
  | { state: 'connected' }
  /** Lost `since`; `attempt` counts from 1. The seat is kept meanwhile. */
  | { state: 'reconnecting'; since: number; attempt: number }
  /** The doors open at `opensAt`; the page enters by itself then. */
  | { state: 'waiting'; opensAt: number }
  /** The room can't use the name: the person types another one for `Session.rename`. */
  | { state: 'bad_name'; problem: NameRefusal }
  /** It does not reconnect until `Session.tryNow`. */
  | { state: 'closed'; reason: CloseReason };

/** Why it was closed for good; the words are `closing-*` in the catalogue. */
export type CloseReason = 'ended' | 'removed' | 'elsewhere' | 'left' | 'full' | 'version';

/**
 * This person's microphone: its track is live in `open` only. After the last three they may press
 * again; they can listen meanwhile.
 */
export type Mic = 'closed' | 'asking' | 'open' | MicRefusal;

/** Why it did not open; the words are `mic-*` in the catalogue. */
export type MicRefusal = 'denied' | 'missing' | 'insecure';

export function isMicRefusal(mic: Mic): mic is MicRefusal {
  return mic === 'denied' || mic === 'missing' || mic === 'insecure';
}

/**
 * The sound of the room: `blocked` needs a press (`Session.unblock`), `failed` keeps retrying by
 * itself.
 */
export type Sound = 'off' | 'connecting' | 'playing' | 'blocked' | 'failed';

/** The outcome of a request to the room. */
export type Outcome =
  | { kind: 'ok' }
  | { kind: 'refused'; reason: Refusal }
  /** The connection was lost before a response: the next welcome shows whether it was done. */
  | { kind: 'lost' }
  /** There was no connection: nothing was sent. */
  | { kind: 'unsent' };

/** A message for this person alone; `id` grows, so the same text twice is two notices. */
export interface Notice {
  id: number;
  text: string;
}
