// One session in a fake browser, created before each test: what the session's tests share.

import { beforeEach } from 'vitest';
import type { Environment } from './browser';
import { aRoom, aYou } from './sample';
import { Session } from './session.svelte';
import {
  FakeClock,
  FakeElement,
  FakePeer,
  FakeSocket,
  FakeTrack,
  fakeEnvironment,
  flushPromises,
} from './testing';
import {
  CloseCode,
  type Change,
  type ClientFrame,
  type FloorView,
  type RoomView,
  type Refusal,
} from './wire.gen';

export let clock: FakeClock;
export let sockets: FakeSocket[];
export let tracks: FakeTrack[];
/** When set, the browser refuses the microphone with this error. */
export const denied: { with: Error | null } = { with: null };
export let chimes: number;
export let reloads: number;
export let titles: string[];
export let session: Session;
let n: number;

export const socket = (): FakeSocket => {
  const last = sockets.at(-1);
  if (!last) throw new Error('no socket was opened');
  return last;
};

function microphone(): Promise<MediaStream> {
  if (denied.with) return Promise.reject(denied.with);
  const track = new FakeTrack();
  tracks.push(track);
  return Promise.resolve({
    getAudioTracks: () => [track],
    getTracks: () => [track],
  } as unknown as MediaStream);
}

function environment(): Environment {
  const open = (url: string): FakeSocket => {
    sockets.push(new FakeSocket(url));
    return socket();
  };
  return {
    ...fakeEnvironment(clock, open, microphone),
    nowPlaying: (title) => titles.push(title),
    chime: () => chimes++,
    reload: () => reloads++,
  };
}

export async function enterRoom(room: RoomView = aRoom(), you = aYou()): Promise<void> {
  socket().open();
  n = 1;
  socket().receive({ type: 'welcome', n, now: clock.now, you, room });
  await flushPromises();
}

export async function reconnect(...as: Parameters<typeof enterRoom>): Promise<void> {
  socket().serverCloses(CloseCode.Restarting);
  clock.advance(0);
  await enterRoom(...as);
}

export function sendDelta(...changes: Change[]): void {
  socket().receive({ type: 'delta', n: ++n, now: clock.now, changes });
}

/** A delta is lost on the way. */
export function skipDelta(): void {
  n++;
}

export async function respond(type: ClientFrame['type'], reason?: Refusal): Promise<void> {
  const { id } = socket().lastRequest(type);
  socket().receive(reason ? { type: 'refused', id, reason } : { type: 'ok', id });
  await flushPromises();
}

export const floor = (person: number, more: Partial<FloorView> = {}): Change => {
  const held = aRoom().floor;
  return { part: 'floor', floor: held && { ...held, person, since: clock.now, ...more } };
};
export const liveTracks = (): number => tracks.filter((one) => !one.stopped).length;

beforeEach(() => {
  clock = new FakeClock();
  [sockets, tracks, titles] = [[], [], []];
  [denied.with, chimes, reloads] = [null, 0, 0];
  FakePeer.all = [];
  FakeElement.blocked = false;
  session = new Session(
    {
      slug: 'tuesday',
      name: 'Jo',
      newcomer: false,
      newcomerShown: false,
      site: 'Porchlight',
      locale: 'en',
      crisis: null,
      socketUrl: 'wss://x',
    },
    environment(),
  );
  session.start();
});
