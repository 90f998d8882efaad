import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Environment } from './browser';
import { aPerson, anEntry, aRoom, aYou, JO, PRIYA, queued, staged, THEO } from './sample';
import { Session } from './session.svelte';
import {
  HandClock,
  HandElement,
  HandPeer,
  HandSocket,
  HandStorage,
  HandTrack,
  handContext,
  settled,
} from './testing';
import {
  CloseCode,
  type Change,
  type ClientFrame,
  type FloorView,
  type RoomView,
} from './wire.gen';

let clock: HandClock;
let sockets: HandSocket[];
let tracks: HandTrack[];
let permission: Error | null;
let chimes: number;
let titles: string[];
let session: Session;
let n: number;

const socket = (): HandSocket => {
  const last = sockets.at(-1);
  if (!last) throw new Error('no socket was opened');
  return last;
};

function microphone(): Promise<MediaStream> {
  if (permission) return Promise.reject(permission);
  const track = new HandTrack();
  tracks.push(track);
  return Promise.resolve({
    getAudioTracks: () => [track],
    getTracks: () => [track],
  } as unknown as MediaStream);
}

function environment(): Environment {
  return {
    line: {
      open: (url) => {
        sockets.push(new HandSocket(url));
        return socket();
      },
      now: () => clock.now,
      random: () => 0,
      after: clock.after,
      storage: new HandStorage(),
      onWake: () => undefined,
    },
    audio: {
      peer: () => new HandPeer() as unknown as RTCPeerConnection,
      element: () => new HandElement() as unknown as HTMLAudioElement,
      stream: (one) => ({ of: one }) as unknown as MediaStream,
      after: clock.after,
      random: () => 0,
    },
    microphone: {
      devices: { getUserMedia: microphone },
      context: () => handContext,
      wakeLock: undefined,
    },
    onShown: () => undefined,
    hidden: () => false,
    nowPlaying: (title) => titles.push(title),
    chime: () => chimes++,
  };
}

async function comeIn(room: RoomView = aRoom(), you = aYou()): Promise<void> {
  socket().opens();
  n = 1;
  socket().says({ type: 'welcome', n, now: clock.now, you, room });
  await settled();
}

async function comeBack(...as: Parameters<typeof comeIn>): Promise<void> {
  socket().ends(CloseCode.Restarting);
  clock.advance(0);
  await comeIn(...as);
}

function tell(...changes: Change[]): void {
  socket().says({ type: 'delta', n: ++n, now: clock.now, changes });
}

async function answer(type: ClientFrame['type'], reason?: 'not_your_turn'): Promise<void> {
  const { id } = socket().asked(type);
  socket().says(reason ? { type: 'refused', id, reason } : { type: 'ok', id });
  await settled();
}

const floor = (person: number, more: Partial<FloorView> = {}): Change => {
  const held = aRoom().floor;
  return { part: 'floor', floor: held && { ...held, person, since: clock.now, ...more } };
};
const liveTracks = (): number => tracks.filter((one) => !one.stopped).length;

beforeEach(() => {
  clock = new HandClock();
  [sockets, tracks, titles] = [[], [], []];
  [permission, chimes] = [null, 0];
  HandPeer.all = [];
  HandElement.blocked = false;
  session = new Session(
    {
      slug: 'tuesday',
      name: 'Jo',
      newcomer: false,
      locale: 'en',
      crisis: null,
      socketUrl: 'wss://x',
    },
    environment(),
  );
  session.start();
});

describe('the room', () => {
  it('is there after the welcome and moves with the deltas', async () => {
    expect(session.room).toBeNull();
    await comeIn();
    expect(session.link).toEqual({ state: 'connected' });
    expect(session.you?.id).toBe(JO);
    tell({ part: 'gone', id: THEO });
    expect(session.room?.people.map((one) => one.id)).not.toContain(THEO);
  });

  it('is live for components', async () => {
    const seen: (string | undefined)[] = [];
    const stop = $effect.root(() => {
      $effect(() => {
        seen.push(session.room?.meeting.title);
      });
    });
    flushSync();
    await comeIn();
    flushSync();
    expect(seen).toEqual([undefined, 'Tuesday Newcomers']);
    stop();
  });

  it('is asked for anew when a delta is missing', async () => {
    await comeIn();
    n++;
    tell({ part: 'gone', id: THEO });
    expect(socket().asks('resync')).toBe(1);
    expect(session.room?.people.map((one) => one.id)).toContain(THEO);
  });

  it('has a clock that goes on by itself', async () => {
    await comeIn();
    const before = session.now;
    clock.advance(3_000);
    expect(session.now).toBe(before + 3_000);
  });
});

describe('the sound', () => {
  it('comes by itself, without a microphone, and under the name of the meeting', async () => {
    await comeIn();
    await settled();
    const { id } = socket().asked('media_offer');
    socket().says({ type: 'media_answer', id, sdp: 'v=0' });
    await settled();
    HandPeer.all[0]?.is('connected');
    expect(session.sound).toBe('playing');
    expect(titles).toEqual(['Tuesday Newcomers']);
    expect(tracks).toHaveLength(0);
  });

  it('is not for the door, and comes with being let in', async () => {
    await comeIn(aRoom({ people: [] }), aYou({ in_lobby: true }));
    expect(HandPeer.all).toHaveLength(0);
    socket().says({ type: 'you_changed', you: aYou() });
    await settled();
    expect(HandPeer.all).toHaveLength(1);
    expect(session.polite).toBe('You are in.');
    socket().says({ type: 'you_changed', you: aYou({ in_lobby: true }) });
    expect(HandPeer.all[0]?.closed).toBe(true);
  });

  it('starts anew with a server that started anew', async () => {
    await comeIn();
    await comeBack();
    expect(HandPeer.all).toHaveLength(2);
  });

  it('goes on through a gap of the line alone', async () => {
    await comeIn();
    HandPeer.all[0]?.is('connected');
    await comeBack(aRoom(), aYou({ audio: true }));
    expect(HandPeer.all.map((one) => one.closed)).toEqual([false]);
    expect(session.sound).toBe('playing');
  });

  it('stops for whoever comes back to the door', async () => {
    await comeIn();
    HandPeer.all[0]?.is('connected');
    await comeBack(aRoom({ people: [] }), aYou({ in_lobby: true, audio: true }));
    expect(HandPeer.all[0]?.closed).toBe(true);
  });
});

describe('my microphone', () => {
  const called = queued([anEntry(JO, { state: 'called' })], aRoom({ floor: null }));

  async function share(): Promise<void> {
    await comeIn(called);
    const shared = session.startSharing();
    await settled();
    await answer('start_sharing');
    expect(await shared).toBe(true);
    tell(floor(JO));
  }

  it('opens at my press, and only then the room is asked', async () => {
    await comeIn(called);
    expect(tracks).toHaveLength(0);
    void session.startSharing();
    expect(session.mic).toBe('asking');
    expect(socket().asks('start_sharing')).toBe(0);
    await settled();
    expect(session.mic).toBe('open');
    expect(socket().asks('start_sharing')).toBe(1);
    expect(HandPeer.all[0]?.transceivers[0]?.sent).toBe(tracks[0]);
  });

  it('closes again when the room says no, and the reason is told', async () => {
    await comeIn(called);
    const shared = session.startSharing();
    await settled();
    await answer('start_sharing', 'not_your_turn');
    expect(await shared).toBe(false);
    expect(session.mic).toBe('closed');
    expect(liveTracks()).toBe(0);
    expect(session.notice?.text).toBe('It is not your turn now.');
  });

  it('stays open from the press over the answer to the turn, and through it', async () => {
    await share();
    clock.advance(5_000);
    tell({ part: 'gone', id: PRIYA });
    expect(session.mic).toBe('open');
    expect(session.level).toBeGreaterThan(0);
  });

  it('closes when a turn that was granted does not come', async () => {
    await comeIn(called);
    void session.startSharing();
    await settled();
    await answer('start_sharing');
    expect(session.mic).toBe('open');
    clock.advance(2_000);
    expect(session.mic).toBe('closed');
  });

  const takenAway: [string, () => void][] = [
    ['a host mutes me', () => tell(floor(JO, { muted: true, running_since: null }))],
    ['the turn ends', () => tell({ part: 'floor', floor: null })],
    ['someone else has the floor', () => tell(floor(PRIYA))],
    ['the clock is paused', () => tell(floor(JO, { running_since: null }))],
    [
      'I am sent to the door',
      () => socket().says({ type: 'you_changed', you: aYou({ in_lobby: true }) }),
    ],
    ['the line drops', () => socket().ends()],
    ['the meeting ends', () => socket().ends(CloseCode.Ended)],
    ['I am done', () => void session.done()],
    ['I leave', () => void session.leave()],
    ['the device goes away', () => tracks[0]?.onended?.()],
  ];
  it.each(takenAway)('closes at once when %s', async (_what, happens) => {
    await share();
    expect(liveTracks()).toBe(1);
    happens();
    expect(session.mic).toBe('closed');
    expect(liveTracks()).toBe(0);
    await settled();
    expect(HandPeer.all.at(-1)?.transceivers[0]?.sent ?? null).toBeNull();
  });

  it('opens without another question while the turn is mine', async () => {
    await comeIn(aRoom({ floor: (floor(JO) as { floor: FloorView }).floor }));
    expect(await session.startSharing()).toBe(true);
    expect(socket().asks('start_sharing')).toBe(0);
    expect(session.mic).toBe('open');
  });

  it('opens on an open floor and closes there', async () => {
    await comeIn(staged({ phase: 'doors_open', step: null }, aRoom({ floor: null })));
    const unmuted = session.unmute();
    await settled();
    await answer('unmute');
    expect(await unmuted).toBe(true);
    tell({ part: 'person', person: aPerson(JO, 'Jo', { unmuted: true }) });
    void session.muteSelf();
    expect(session.mic).toBe('closed');
    expect(socket().asks('mute_self')).toBe(1);
  });

  it.each([
    ['denied', 'NotAllowedError'],
    ['missing', 'NotFoundError'],
  ])('is told to be %s, and listening goes on', async (state, name) => {
    permission = new DOMException('no', name);
    await comeIn(called);
    expect(await session.startSharing()).toBe(false);
    expect(session.mic).toBe(state);
    expect(session.assertive).toContain('You can still listen');
    expect(socket().asks('start_sharing')).toBe(0);
    expect(HandPeer.all[0]?.closed).toBe(false);
  });
});

describe('what I press', () => {
  it('keeps a text whose fate is unknown with its writer', async () => {
    await comeIn();
    const sent = session.sayTo('hosts', 'hello');
    socket().ends();
    expect(await sent).toBe(false);
    expect(session.notice?.text).toContain('The connection dropped');
  });

  it('tells the same refusal twice as two notices', async () => {
    await comeIn();
    for (const id of [1, 2]) {
      const asked = session.raiseHand();
      await answer('raise_hand', 'not_your_turn');
      await asked;
      expect(session.notice?.id).toBe(id);
    }
  });

  it('lets the browser play', async () => {
    await comeIn();
    HandElement.blocked = true;
    HandPeer.all[0]?.is('connected');
    await settled();
    expect(session.sound).toBe('blocked');
    HandElement.blocked = false;
    void session.raiseHand();
    await settled();
    expect(session.sound).toBe('playing');
  });

  it('reaches the room as the chair’s messages', async () => {
    await comeIn();
    void session.chair.thankAndClose(PRIYA);
    void session.chair.thankAndClose();
    void session.chair.goTo(2);
    expect(socket().sent.slice(-3)).toMatchObject([
      { type: 'thank_and_close', call: PRIYA },
      { type: 'thank_and_close' },
      { type: 'step', to: { to: 2 } },
    ]);
  });
});

describe('what happens around me', () => {
  it('collects the thanks of one turn', async () => {
    await comeIn();
    tell(
      { part: 'thanked', by: PRIYA },
      { part: 'thanked', by: PRIYA },
      { part: 'thanked', by: JO },
    );
    expect(session.lastSpeaker).toBe(THEO);
    expect(session.thanks).toEqual([PRIYA, JO]);
    clock.advance(1_000);
    tell({ part: 'floor', floor: null });
    expect(session.thanks).toHaveLength(2);
    tell(floor(PRIYA));
    expect(session.thanks).toEqual([]);
    expect(session.lastSpeaker).toBe(PRIYA);
  });

  it('sounds a tone for the speaker at the end of the time, not for all', async () => {
    await comeIn();
    tell({ part: 'overtime' });
    expect(chimes).toBe(0);
    tell(floor(JO), { part: 'overtime' });
    expect(chimes).toBe(1);
  });

  it('says why it is over, and falls silent', async () => {
    await comeIn();
    socket().ends(CloseCode.Removed);
    expect(session.assertive).toContain('You were removed');
    expect(session.sound).toBe('off');
  });
});
