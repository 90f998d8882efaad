import { beforeEach, describe, expect, it } from 'vitest';
import type { Link } from './link';
import { aRoom, aYou } from './sample';
import { Line, OVERDUE, PING_EVERY, pause } from './socket';
import { HandClock, HandSocket, HandStorage, settled } from './testing';
import { CloseCode, type ServerMessage } from './wire.gen';

const SKEW = 5_000;

let clock: HandClock;
let sockets: HandSocket[];
let storage: HandStorage;
let links: Link[];
let messages: ServerMessage[];
let wake: () => void;
let line: Line;

const socket = (): HandSocket => {
  const last = sockets.at(-1);
  if (!last) throw new Error('no socket was opened');
  return last;
};
const link = (): Link | undefined => links.at(-1);
const welcome = (n = 1): ServerMessage => ({
  type: 'welcome',
  n,
  now: clock.now + SKEW,
  you: aYou({ resume: 'seat-7' }),
  room: aRoom(),
});

function comeIn(): void {
  socket().opens();
  socket().says(welcome());
}

beforeEach(() => {
  clock = new HandClock();
  [sockets, links, messages] = [[], [], []];
  storage = new HandStorage();
  line = new Line(
    {
      socketUrl: 'wss://porch.example/meetings/tuesday/socket',
      slug: 'tuesday',
      name: 'Jo',
      newcomer: true,
    },
    {
      open: (url) => {
        sockets.push(new HandSocket(url));
        return socket();
      },
      now: () => clock.now,
      random: () => 0.5,
      after: clock.after,
      storage,
      onWake: (run) => (wake = run),
    },
    {
      link: (one) => links.push(one),
      message: (one) => messages.push(one),
      skew: () => undefined,
    },
  );
  line.connect();
});

describe('coming in', () => {
  it('says hello with the name, and keeps the seat for this tab', () => {
    socket().opens();
    expect(socket().sent).toEqual([
      { id: 1, type: 'hello', version: 1, name: 'Jo', newcomer: true },
    ]);
    socket().says(welcome());
    expect(link()).toEqual({ state: 'connected' });
    expect(messages).toHaveLength(1);
    expect(storage.held.get('porchlight.seat.tuesday')).toBe('seat-7');
  });

  it('returns to the seat that the tab had', () => {
    storage.setItem('porchlight.seat.tuesday', 'seat-7');
    socket().opens();
    expect(socket().asked('hello')).toMatchObject({ resume: 'seat-7', name: 'Jo' });
  });

  it('asks for another name on the same socket', () => {
    socket().opens();
    socket().says({ type: 'bad_name', id: 1, problem: 'digits' });
    expect(link()).toEqual({ state: 'bad_name', problem: 'digits' });
    clock.advance(600_000);
    expect(sockets).toHaveLength(1);
    line.rename('Joanna');
    expect(socket().asked('hello')).toMatchObject({ name: 'Joanna' });
    socket().says(welcome());
    expect(link()).toEqual({ state: 'connected' });
  });

  it('knocks again with the new name when the socket went meanwhile', () => {
    socket().opens();
    socket().says({ type: 'bad_name', id: 1, problem: 'empty' });
    socket().ends(CloseCode.NoHello);
    expect(link()).toMatchObject({ state: 'bad_name' });
    line.rename('Jo');
    expect(sockets).toHaveLength(2);
  });

  it('waits for the doors by the clock of the server', () => {
    const opensAt = clock.now + SKEW + 4_000_000;
    socket().opens();
    socket().says({ type: 'not_open', opens_at: opensAt, now: clock.now + SKEW });
    socket().ends(CloseCode.NotOpen);
    expect(link()).toEqual({ state: 'waiting', opensAt });
    clock.advance(4_000_000);
    expect(sockets).toHaveLength(1);
    clock.advance(1_000);
    expect(sockets).toHaveLength(2);
  });

  it('gives up on a server that does not answer, and tries again', () => {
    clock.advance(OVERDUE);
    expect(sockets.map((one) => one.closed)).toEqual([true, false]);
    expect(link()).toMatchObject({ state: 'reconnecting', attempt: 1 });
  });
});

describe('a line that drops', () => {
  it('is tried at once, then after growing pauses, and tells since when', () => {
    comeIn();
    const since = clock.now + SKEW;
    socket().ends();
    expect(link()).toEqual({ state: 'reconnecting', since, attempt: 1 });
    clock.advance(0);
    expect(sockets).toHaveLength(2);
    socket().ends();
    expect(link()).toEqual({ state: 'reconnecting', since, attempt: 2 });
    clock.advance(499);
    expect(sockets).toHaveLength(2);
    clock.advance(1);
    expect(sockets).toHaveLength(3);
    comeIn();
    expect(link()).toEqual({ state: 'connected' });
    socket().ends();
    expect(link()).toMatchObject({ attempt: 1 });
  });

  it('pauses for 3 s at most while the seat is kept, then for 30 s, less up to half by chance', () => {
    expect([1, 2, 3, 4, 5, 40].map((attempt) => pause(attempt, 0, 0))).toEqual([
      0, 0, 1_000, 2_000, 3_000, 3_000,
    ]);
    expect(pause(2, 0, 0.999)).toBeCloseTo(999);
    expect(pause(4, 0, 1)).toBe(1_000);
    expect(pause(50, 119_999, 0)).toBe(3_000);
    expect(pause(50, 120_000, 0)).toBe(30_000);
    expect(pause(50, 120_000, 1)).toBe(15_000);
  });

  it('is noticed when a ping is not answered', () => {
    comeIn();
    clock.advance(PING_EVERY);
    const { id } = socket().asked('ping');
    clock.advance(OVERDUE - 1);
    socket().says({ type: 'pong', id, now: clock.now + SKEW });
    clock.advance(PING_EVERY);
    expect(socket().asks('ping')).toBe(2);
    const silent = socket();
    clock.advance(OVERDUE);
    expect(silent.closed).toBe(true);
    expect(sockets).toHaveLength(2);
  });

  it('is tried now when the network is back or the page is shown', () => {
    comeIn();
    for (let i = 0; i < 8; i++) {
      socket().ends();
      clock.advance(30_000);
    }
    socket().ends();
    const before = sockets.length;
    wake();
    expect(sockets).toHaveLength(before + 1);
  });

  it('is asked after waking up whether it still holds', () => {
    comeIn();
    wake();
    expect(socket().asks('ping')).toBe(1);
    clock.advance(OVERDUE);
    expect(link()).toMatchObject({ state: 'reconnecting' });
  });

  it('gives back what had no answer, and sends nothing twice', async () => {
    comeIn();
    const outcome = line.act({ type: 'chat', to: 'hosts', text: 'hello' });
    const offer = line.offer('v=0');
    socket().ends();
    expect(await outcome).toEqual({ kind: 'lost' });
    expect(await offer).toBeNull();
    clock.advance(0);
    comeIn();
    expect(socket().asks('chat')).toBe(0);
  });

  it('loses what is asked while it is down', async () => {
    expect(await line.act({ type: 'raise_hand' })).toEqual({ kind: 'unsent' });
  });
});

describe('the server’s last word', () => {
  it.each([
    [CloseCode.Ended, 'ended', false],
    [CloseCode.Removed, 'removed', false],
    [CloseCode.Left, 'left', false],
    [CloseCode.Elsewhere, 'elsewhere', true],
    [CloseCode.Full, 'full', true],
    [CloseCode.Version, 'version', true],
  ])('%i ends it: %s', (code, reason, seatKept) => {
    comeIn();
    socket().ends(code);
    expect(link()).toEqual({ state: 'closed', reason });
    expect(storage.held.has('porchlight.seat.tuesday')).toBe(seatKept);
    clock.advance(600_000);
    wake();
    expect(sockets).toHaveLength(1);
    line.connect();
    expect(sockets).toHaveLength(2);
  });

  it.each(['Malformed', 'TooLarge', 'TooFast', 'NoHello', 'Restarting'] as const)(
    '%s is tried again with the seat',
    (name) => {
      comeIn();
      socket().ends(CloseCode[name]);
      clock.advance(0);
      socket().opens();
      expect(socket().asked('hello')).toMatchObject({ resume: 'seat-7' });
    },
  );

  it('forgets a seat that ran out, and comes in anew', () => {
    comeIn();
    socket().ends(CloseCode.TimedOut);
    clock.advance(0);
    socket().opens();
    expect(socket().asked('hello').resume).toBeUndefined();
  });

  it('may come as a refused hello', () => {
    socket().opens();
    socket().says({ type: 'refused', id: 1, reason: 'removed' });
    expect(link()).toEqual({ state: 'closed', reason: 'removed' });
  });
});

describe('asking', () => {
  it('matches answers by their number', async () => {
    comeIn();
    const first = line.act({ type: 'raise_hand' });
    const second = line.act({ type: 'thank' });
    socket().says({ type: 'refused', id: socket().asked('thank').id, reason: 'wrong_phase' });
    socket().says({ type: 'ok', id: socket().asked('raise_hand').id });
    expect(await first).toEqual({ kind: 'ok' });
    expect(await second).toEqual({ kind: 'refused', reason: 'wrong_phase' });
  });

  it('hands out the answer to an offer', async () => {
    comeIn();
    const answer = line.offer('v=0');
    const { id } = socket().asked('media_offer');
    socket().says({ type: 'media_answer', id, sdp: 'v=0 answer' });
    expect(await answer).toEqual({ sdp: 'v=0 answer' });
    const refused = line.offer('v=0');
    socket().says({ type: 'media_refused', id: id + 1, why: 'no microphone' });
    expect(await refused).toEqual({ refused: 'no microphone' });
  });

  it('leaves with the knowledge of the room, or without it', async () => {
    comeIn();
    const leaving = line.leave();
    socket().says({ type: 'ok', id: socket().asked('leave').id });
    await leaving;
    expect(link()).toEqual({ state: 'closed', reason: 'left' });
    expect(storage.held.size).toBe(0);
    line.connect();
    await line.leave();
    expect(link()).toEqual({ state: 'closed', reason: 'left' });
  });
});

describe('a view that can’t be trusted', () => {
  it('is asked for anew once, until it comes', () => {
    comeIn();
    const unknown = `{"type":"delta","n":2,"now":${clock.now},"changes":[{"part":"weather"}]}`;
    socket().says(unknown);
    socket().says(unknown);
    line.resync();
    expect(socket().asks('resync')).toBe(1);
    socket().says(welcome(9));
    line.resync();
    expect(socket().asks('resync')).toBe(2);
    expect(links.filter((one) => one.state === 'connected')).toHaveLength(1);
  });

  it('drops a line that speaks something else', async () => {
    comeIn();
    socket().says('<html>');
    await settled();
    expect(link()).toMatchObject({ state: 'reconnecting' });
  });
});
