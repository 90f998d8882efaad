// One session in a browser made of hands, anew before each test: what the session's tests share.

import { beforeEach } from 'vitest';
import type { Environment } from './browser';
import { aRoom, aYou } from './sample';
import { Session } from './session.svelte';
import {
  HandClock,
  HandElement,
  HandPeer,
  HandSocket,
  HandTrack,
  handEnvironment,
  settled,
} from './testing';
import {
  CloseCode,
  type Change,
  type ClientFrame,
  type FloorView,
  type RoomView,
} from './wire.gen';

export let clock: HandClock;
export let sockets: HandSocket[];
export let tracks: HandTrack[];
/** Set it to have the browser refuse the microphone. */
export const denied: { with: Error | null } = { with: null };
export let chimes: number;
export let reloads: number;
export let titles: string[];
export let session: Session;
let n: number;

export const socket = (): HandSocket => {
  const last = sockets.at(-1);
  if (!last) throw new Error('no socket was opened');
  return last;
};

function microphone(): Promise<MediaStream> {
  if (denied.with) return Promise.reject(denied.with);
  const track = new HandTrack();
  tracks.push(track);
  return Promise.resolve({
    getAudioTracks: () => [track],
    getTracks: () => [track],
  } as unknown as MediaStream);
}

function environment(): Environment {
  const open = (url: string): HandSocket => {
    sockets.push(new HandSocket(url));
    return socket();
  };
  return {
    ...handEnvironment(clock, open, microphone),
    nowPlaying: (title) => titles.push(title),
    chime: () => chimes++,
    reload: () => reloads++,
  };
}

export async function comeIn(room: RoomView = aRoom(), you = aYou()): Promise<void> {
  socket().opens();
  n = 1;
  socket().says({ type: 'welcome', n, now: clock.now, you, room });
  await settled();
}

export async function comeBack(...as: Parameters<typeof comeIn>): Promise<void> {
  socket().ends(CloseCode.Restarting);
  clock.advance(0);
  await comeIn(...as);
}

export function tell(...changes: Change[]): void {
  socket().says({ type: 'delta', n: ++n, now: clock.now, changes });
}

/** A delta that never arrives. */
export function miss(): void {
  n++;
}

export async function answer(type: ClientFrame['type'], reason?: 'not_your_turn'): Promise<void> {
  const { id } = socket().asked(type);
  socket().says(reason ? { type: 'refused', id, reason } : { type: 'ok', id });
  await settled();
}

export const floor = (person: number, more: Partial<FloorView> = {}): Change => {
  const held = aRoom().floor;
  return { part: 'floor', floor: held && { ...held, person, since: clock.now, ...more } };
};
export const liveTracks = (): number => tracks.filter((one) => !one.stopped).length;

beforeEach(() => {
  clock = new HandClock();
  [sockets, tracks, titles] = [[], [], []];
  [denied.with, chimes, reloads] = [null, 0, 0];
  HandPeer.all = [];
  HandElement.blocked = false;
  session = new Session(
    {
      slug: 'tuesday',
      name: 'Jo',
      newcomer: false,
      site: 'Porchlight',
      locale: 'en',
      crisis: null,
      socketUrl: 'wss://x',
    },
    environment(),
  );
  session.start();
});
