import { beforeEach, describe, expect, it } from 'vitest';
import type { Link } from './link';
import { aRoom, aYou } from './sample';
import { RoomSocket, RESPONSE_TIMEOUT, PING_INTERVAL, retryDelay } from './socket';
import { FakeClock, FakeSocket, FakeStorage, FakeText, flushPromises } from './testing';
import { CloseCode, type ServerMessage } from './wire.gen';

const SKEW = 5_000;

let clock: FakeClock;
let sockets: FakeSocket[];
let storage: FakeStorage;
let seat: FakeText;
let links: Link[];
let messages: ServerMessage[];
let wake: () => void;
let roomSocket: RoomSocket;

const socket = (): FakeSocket => {
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

function enterRoom(): void {
  socket().open();
  socket().receive(welcome());
}

/** Another tab of the same browser, which has just connected. */
function openTab(name: string): FakeSocket {
  newSocket(name).connect();
  socket().open();
  return socket();
}

beforeEach(() => {
  clock = new FakeClock();
  [sockets, links, messages] = [[], [], []];
  storage = new FakeStorage();
  seat = new FakeText();
  roomSocket = newSocket('Jo');
  roomSocket.connect();
});

function newSocket(name: string): RoomSocket {
  return new RoomSocket(
    {
      socketUrl: 'wss://porch.example/meetings/tuesday/socket',
      slug: 'tuesday',
      name,
      newcomer: true,
      newcomerShown: true,
    },
    {
      open: (url) => {
        sockets.push(new FakeSocket(url));
        return socket();
      },
      now: () => clock.now,
      random: () => 0.5,
      after: clock.after,
      storage,
      seat,
      onWake: (run) => (wake = run),
    },
    {
      link: (link) => links.push(link),
      message: (message) => messages.push(message),
      skew: () => undefined,
    },
  );
}

describe('entering', () => {
  it('says hello with the name, and stores the seat for this tab', () => {
    socket().open();
    expect(socket().sent).toEqual([
      {
        id: 1,
        type: 'hello',
        version: 1,
        name: 'Jo',
        two_words: true,
        newcomer: true,
        newcomer_shown: true,
      },
    ]);
    socket().receive(welcome());
    expect(link()).toEqual({ state: 'connected' });
    expect(messages).toHaveLength(1);
    expect(storage.items.get('porchlight.seat.tuesday')).toBe('seat-7');
  });

  it('returns to the seat that the tab had', () => {
    storage.setItem('porchlight.seat.tuesday', 'seat-7');
    socket().open();
    expect(socket().lastRequest('hello')).toMatchObject({ resume: 'seat-7', name: 'Jo' });
  });

  it('returns to the seat of a tab that was closed, until the meeting ends', () => {
    enterRoom();
    expect(seat.seconds).toBe((aRoom().meeting.closes - clock.now - SKEW) / 1000);
    // A new tab of the same browser: its own storage is empty.
    storage.items.clear();
    const tab = openTab('Jo');
    expect(tab.lastRequest('hello')).toMatchObject({ resume: 'seat-7' });
    tab.serverCloses(CloseCode.Left);
    expect(seat.text).toBeNull();
  });

  it('does not give the seat of one person to another one on the same device', () => {
    enterRoom();
    storage.items.clear();
    expect(openTab('Ana').lastRequest('hello')).not.toHaveProperty('resume');
  });

  it('returns to the seat after a lost connection in a browser that stores nothing', () => {
    storage.setItem = () => undefined;
    seat.set = () => undefined;
    enterRoom();
    socket().serverCloses(CloseCode.Restarting);
    clock.advance(0);
    socket().open();
    expect(socket().lastRequest('hello')).toMatchObject({ resume: 'seat-7' });
  });

  it('sends another name on the same socket', () => {
    socket().open();
    socket().receive({ type: 'bad_name', id: 1, problem: 'digits' });
    expect(link()).toEqual({ state: 'bad_name', problem: 'digits' });
    clock.advance(600_000);
    expect(sockets).toHaveLength(1);
    roomSocket.rename('Mary Ann', false);
    const hello = socket().lastRequest('hello');
    expect(hello).toMatchObject({ name: 'Mary Ann', two_words: false });
    socket().receive({ type: 'bad_name', id: hello.id, problem: 'two_words' });
    expect(link()).toEqual({ state: 'bad_name', problem: 'two_words' });
    roomSocket.rename('Mary Ann', true);
    expect(socket().lastRequest('hello')).toMatchObject({ name: 'Mary Ann', two_words: true });
    socket().receive(welcome());
    expect(link()).toEqual({ state: 'connected' });
  });

  it('connects again with the new name if the socket has closed', () => {
    socket().open();
    socket().receive({ type: 'bad_name', id: 1, problem: 'empty' });
    socket().serverCloses(CloseCode.NoHello);
    expect(link()).toMatchObject({ state: 'bad_name' });
    roomSocket.rename('Jo', false);
    expect(sockets).toHaveLength(2);
  });

  it('waits until the doors open by the server’s clock', () => {
    const opensAt = clock.now + SKEW + 4_000_000;
    socket().open();
    socket().receive({ type: 'not_open', opens_at: opensAt, now: clock.now + SKEW });
    socket().serverCloses(CloseCode.NotOpen);
    expect(link()).toEqual({ state: 'waiting', opensAt });
    clock.advance(4_000_000);
    expect(sockets).toHaveLength(1);
    clock.advance(1_000);
    expect(sockets).toHaveLength(2);
  });

  it('retries when the server does not respond', () => {
    clock.advance(RESPONSE_TIMEOUT);
    expect(sockets.map((one) => one.closed)).toEqual([true, false]);
    expect(link()).toMatchObject({ state: 'reconnecting', attempt: 1 });
  });
});

describe('a lost connection', () => {
  it('is retried at once, then after growing delays, and reports when it was lost', () => {
    enterRoom();
    const since = clock.now + SKEW;
    socket().serverCloses();
    expect(link()).toEqual({ state: 'reconnecting', since, attempt: 1 });
    clock.advance(0);
    expect(sockets).toHaveLength(2);
    socket().serverCloses();
    expect(link()).toEqual({ state: 'reconnecting', since, attempt: 2 });
    clock.advance(499);
    expect(sockets).toHaveLength(2);
    clock.advance(1);
    expect(sockets).toHaveLength(3);
    enterRoom();
    expect(link()).toEqual({ state: 'connected' });
    socket().serverCloses();
    expect(link()).toMatchObject({ attempt: 1 });
  });

  it('is retried every 3 s at most while the seat is kept, then every 30 s, shortened by up to half', () => {
    expect([1, 2, 3, 4, 5, 40].map((attempt) => retryDelay(attempt, 0, 0))).toEqual([
      0, 0, 1_000, 2_000, 3_000, 3_000,
    ]);
    expect(retryDelay(2, 0, 0.999)).toBeCloseTo(999);
    expect(retryDelay(4, 0, 1)).toBe(1_000);
    expect(retryDelay(50, 119_999, 0)).toBe(3_000);
    expect(retryDelay(50, 120_000, 0)).toBe(30_000);
    expect(retryDelay(50, 120_000, 1)).toBe(15_000);
  });

  it('is detected when a ping gets no response', () => {
    enterRoom();
    clock.advance(PING_INTERVAL);
    const { id } = socket().lastRequest('ping');
    clock.advance(RESPONSE_TIMEOUT - 1);
    socket().receive({ type: 'pong', id, now: clock.now + SKEW });
    clock.advance(PING_INTERVAL);
    expect(socket().countRequests('ping')).toBe(2);
    const unanswered = socket();
    clock.advance(RESPONSE_TIMEOUT);
    expect(unanswered.closed).toBe(true);
    expect(sockets).toHaveLength(2);
  });

  it('is retried at once when the network is back or the page is shown again', () => {
    enterRoom();
    for (let i = 0; i < 8; i++) {
      socket().serverCloses();
      clock.advance(30_000);
    }
    socket().serverCloses();
    const before = sockets.length;
    wake();
    expect(sockets).toHaveLength(before + 1);
  });

  it('is detected with a ping when the page is shown again', () => {
    enterRoom();
    wake();
    expect(socket().countRequests('ping')).toBe(1);
    clock.advance(RESPONSE_TIMEOUT);
    expect(link()).toMatchObject({ state: 'reconnecting' });
  });

  it('resolves requests without a response as lost, and does not send them again', async () => {
    enterRoom();
    const outcome = roomSocket.request({ type: 'chat', to: 'hosts', text: 'hello' });
    const offer = roomSocket.offer('v=0');
    socket().serverCloses();
    expect(await outcome).toEqual({ kind: 'lost' });
    expect(await offer).toBeNull();
    clock.advance(0);
    enterRoom();
    expect(socket().countRequests('chat')).toBe(0);
  });

  it('resolves new requests as unsent', async () => {
    expect(await roomSocket.request({ type: 'raise_hand' })).toEqual({ kind: 'unsent' });
  });
});

describe('a close code', () => {
  it.each([
    [CloseCode.Ended, 'ended', false],
    [CloseCode.Removed, 'removed', false],
    [CloseCode.Left, 'left', false],
    [CloseCode.Elsewhere, 'elsewhere', true],
    [CloseCode.Full, 'full', true],
    [CloseCode.Version, 'version', true],
  ])('%i closes the connection for good: %s', (code, reason, seatKept) => {
    enterRoom();
    socket().serverCloses(code);
    expect(link()).toEqual({ state: 'closed', reason });
    expect(storage.items.has('porchlight.seat.tuesday')).toBe(seatKept);
    clock.advance(600_000);
    wake();
    expect(sockets).toHaveLength(1);
    roomSocket.connect();
    expect(sockets).toHaveLength(2);
  });

  it.each(['Malformed', 'TooLarge', 'TooFast', 'NoHello', 'Restarting'] as const)(
    '%s reconnects with the seat',
    (name) => {
      enterRoom();
      socket().serverCloses(CloseCode[name]);
      clock.advance(0);
      socket().open();
      expect(socket().lastRequest('hello')).toMatchObject({ resume: 'seat-7' });
    },
  );

  it('for an expired seat deletes the token, and the person enters as a new arrival', () => {
    enterRoom();
    socket().serverCloses(CloseCode.TimedOut);
    clock.advance(0);
    socket().open();
    expect(socket().lastRequest('hello').resume).toBeUndefined();
  });

  it('is not needed when the hello is refused', () => {
    socket().open();
    socket().receive({ type: 'refused', id: 1, reason: 'removed' });
    expect(link()).toEqual({ state: 'closed', reason: 'removed' });
  });
});

describe('requests', () => {
  it('are matched with their responses by number', async () => {
    enterRoom();
    const first = roomSocket.request({ type: 'raise_hand' });
    const second = roomSocket.request({ type: 'thank' });
    socket().receive({
      type: 'refused',
      id: socket().lastRequest('thank').id,
      reason: 'wrong_phase',
    });
    socket().receive({ type: 'ok', id: socket().lastRequest('raise_hand').id });
    expect(await first).toEqual({ kind: 'ok' });
    expect(await second).toEqual({ kind: 'refused', reason: 'wrong_phase' });
  });

  it('resolve an offer to its answer or refusal', async () => {
    enterRoom();
    const answer = roomSocket.offer('v=0');
    const { id } = socket().lastRequest('media_offer');
    socket().receive({ type: 'media_answer', id, sdp: 'v=0 answer' });
    expect(await answer).toEqual({ sdp: 'v=0 answer' });
    const refused = roomSocket.offer('v=0');
    socket().receive({ type: 'media_refused', id: id + 1, why: 'no microphone' });
    expect(await refused).toEqual({ refused: 'no microphone' });
  });

  it('to leave are sent to the room if there is a connection', async () => {
    enterRoom();
    const leaving = roomSocket.leave();
    socket().receive({ type: 'ok', id: socket().lastRequest('leave').id });
    await leaving;
    expect(link()).toEqual({ state: 'closed', reason: 'left' });
    expect(storage.items.size).toBe(0);
    roomSocket.connect();
    await roomSocket.leave();
    expect(link()).toEqual({ state: 'closed', reason: 'left' });
  });
});

describe('an unusable message', () => {
  it('causes one resync until the welcome arrives', () => {
    enterRoom();
    const unknown = `{"type":"delta","n":2,"now":${clock.now},"changes":[{"part":"weather"}]}`;
    socket().receive(unknown);
    socket().receive(unknown);
    roomSocket.resync();
    expect(socket().countRequests('resync')).toBe(1);
    socket().receive(welcome(9));
    roomSocket.resync();
    expect(socket().countRequests('resync')).toBe(2);
    expect(links.filter((one) => one.state === 'connected')).toHaveLength(1);
  });

  it('of another protocol causes a reconnect', async () => {
    enterRoom();
    socket().receive('<html>');
    await flushPromises();
    expect(link()).toMatchObject({ state: 'reconnecting' });
  });
});
