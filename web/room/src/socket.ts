// The line to the room: one WebSocket, kept up for as long as the meeting lasts.
//
// Promises: says hello with this tab's resume token, so a reload or a dropped line returns to the
// same seat; notices a dead line by itself; tries again at once, then with growing, random pauses;
// stops for good only when the server says so. Nothing is ever sent twice: what had no answer when
// the line dropped is `lost`, and the next welcome shows whether it was done. So a chat text stays
// with its writer until it is `ok`.
// Deliberately absent: what messages mean (`reduce`, the session).

import type { Closing, Link, Outcome } from './link';
import { parseServerMessage, type Message } from './wire';
import { CloseCode, VERSION, type Hello, type ServerMessage } from './wire.gen';

/** Between pings, in milliseconds: shorter than the idle limits of common proxies (30 to 60 s). */
export const PING_EVERY = 20_000;
/** An answer to a ping or a hello is overdue after this; then the line counts as dead. */
export const OVERDUE = 10_000;
/** The longest pause between attempts, in milliseconds. */
export const LONGEST_PAUSE = 30_000;
/** The longest one while the seat is kept: whoever waits for a restart hears again within 5 s of it. */
const SOON = 3_000;
/** How long the server keeps a seat whose line is down. */
const SEAT_KEPT = 120_000;
/** Spreads those who wait for the doors, so that they don't all knock at once. */
const DOOR_JITTER = 2_000;
/** Timers hold at most 2^31 ms; the doors are looked at again at least this often. */
const LONGEST_SLEEP = 3_600_000;
/** A difference to the server's clock that no delay of the network explains. */
const CLOCK_JUMP = 5_000;

/** What is used of a `WebSocket`. */
export type SocketLike = Pick<WebSocket, 'onopen' | 'onmessage' | 'onclose' | 'send' | 'close'>;

export interface LineDeps {
  open(url: string): SocketLike;
  /** Milliseconds since the Unix epoch by this device. */
  now(): number;
  /** 0 up to 1. */
  random(): number;
  /** Calls once later; the result cancels. */
  after(ms: number, run: () => void): () => void;
  /** This tab's storage. */
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Calls when the network is back or the page is shown again. */
  onWake(run: () => void): void;
}

export interface LineEvents {
  link(link: Link): void;
  /** Every message but answers to this line's own requests. */
  message(message: ServerMessage): void;
  /** The server's clock minus this device's. */
  skew(ms: number): void;
}

/** The answer to an offer of audio; null when the line dropped. */
export type Answer = { sdp: string } | { refused: string } | null;

/** Closing codes after which nothing is tried, and whether the seat is gone. */
const FINAL: Record<number, { reason: Closing; seatGone: boolean } | undefined> = {
  [CloseCode.Ended]: { reason: 'ended', seatGone: true },
  [CloseCode.Removed]: { reason: 'removed', seatGone: true },
  [CloseCode.Left]: { reason: 'left', seatGone: true },
  [CloseCode.Elsewhere]: { reason: 'elsewhere', seatGone: false },
  [CloseCode.Full]: { reason: 'full', seatGone: false },
  [CloseCode.Version]: { reason: 'version', seatGone: false },
};

type Answered = Extract<ServerMessage, { id: number }> | null;

export class Line {
  readonly #deps: LineDeps;
  readonly #events: LineEvents;
  readonly #url: string;
  readonly #seat: string;
  readonly #newcomer: boolean;
  #name: string;
  #socket: SocketLike | null = null;
  #link: Link = { state: 'connecting' };
  #skew: number | null = null;
  #id = 0;
  #helloId = 0;
  #resyncing = false;
  readonly #pending = new Map<number, (answer: Answered) => void>();
  /** The next attempt, ping or deadline: a line waits for one thing at a time. */
  #cancelTimer: () => void = () => undefined;

  constructor(
    who: { socketUrl: string; slug: string; name: string; newcomer: boolean },
    deps: LineDeps,
    events: LineEvents,
  ) {
    this.#url = who.socketUrl;
    this.#seat = `porchlight.seat.${who.slug}`;
    this.#name = who.name;
    this.#newcomer = who.newcomer;
    this.#deps = deps;
    this.#events = events;
    deps.onWake(() => {
      this.#wake();
    });
  }

  /** Connects now, whatever it waited for; also after it was over. */
  connect(): void {
    this.#abandon();
    if (this.#link.state !== 'reconnecting') this.#become({ state: 'connecting' });
    const socket = this.#deps.open(this.#url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#hello();
    };
    socket.onmessage = (event) => {
      this.#receive(event.data);
    };
    socket.onclose = (event) => {
      this.#closed(event.code);
    };
    this.#deadline();
  }

  /** Another name after `bad_name`. */
  rename(name: string): void {
    this.#name = name;
    if (this.#socket) {
      this.#deadline();
      this.#hello();
    } else this.connect();
  }

  /** Asks something of the room. */
  async act(message: Message): Promise<Outcome> {
    if (this.#link.state !== 'connected') return { kind: 'unsent' };
    const answer = await this.#ask(message);
    if (answer?.type === 'ok') return { kind: 'ok' };
    if (answer?.type === 'refused') return { kind: 'refused', reason: answer.reason };
    return { kind: 'lost' };
  }

  /** Goes for good: with the room's knowledge, or without it when the line is down. */
  async leave(): Promise<void> {
    if (this.#link.state === 'connected') await this.#ask({ type: 'leave' });
    if (this.#link.state !== 'closed') this.#finish('left', true);
  }

  /** Offers audio. */
  async offer(sdp: string): Promise<Answer> {
    const answer = await this.#ask({ type: 'media_offer', sdp });
    if (answer?.type === 'media_answer') return { sdp: answer.sdp };
    if (answer?.type === 'media_refused') return { refused: answer.why };
    return answer?.type === 'refused' ? { refused: answer.reason } : null;
  }

  /** Asks for a fresh welcome, once until it comes. */
  resync(): void {
    if (this.#resyncing || this.#link.state !== 'connected') return;
    this.#resyncing = true;
    this.#send({ type: 'resync' });
  }

  #ask(message: Message): Promise<Answered> {
    if (this.#link.state !== 'connected') return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#pending.set(this.#send(message), resolve);
    });
  }

  #send(message: Message): number {
    this.#id = (this.#id + 1) >>> 0;
    this.#socket?.send(JSON.stringify({ id: this.#id, ...message }));
    return this.#id;
  }

  #hello(): void {
    const resume = this.#deps.storage.getItem(this.#seat);
    const hello: Hello = { version: VERSION, name: this.#name, newcomer: this.#newcomer };
    this.#helloId = this.#send({ type: 'hello', ...hello, ...(resume ? { resume } : {}) });
  }

  #receive(data: unknown): void {
    const message = typeof data === 'string' ? parseServerMessage(data) : null;
    // A line that speaks something else is no line; the next attempt may reach the room.
    if (!message) return this.#dropped();
    if (message.type === 'unknown') return;
    if (message.type === 'resync') return this.resync();
    if ('now' in message) this.#clock(message.now);
    switch (message.type) {
      case 'welcome':
        return this.#welcomed(message);
      case 'pong':
        return this.#pingLater();
      case 'not_open':
        return this.#become({ state: 'waiting', opensAt: message.opens_at });
      case 'ok':
      case 'refused':
      case 'bad_name':
      case 'media_answer':
      case 'media_refused':
        return this.#answered(message);
      default:
        return this.#events.message(message);
    }
  }

  #welcomed(message: Extract<ServerMessage, { type: 'welcome' }>): void {
    this.#resyncing = false;
    this.#deps.storage.setItem(this.#seat, message.you.resume);
    this.#events.message(message);
    if (this.#link.state === 'connected') return;
    this.#become({ state: 'connected' });
    this.#pingLater();
  }

  #answered(message: NonNullable<Answered>): void {
    if (message.id === this.#helloId && this.#link.state !== 'connected') {
      this.#helloAnswered(message);
      return;
    }
    const resolve = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    resolve?.(message);
  }

  /** A hello that is not welcomed. */
  #helloAnswered(message: NonNullable<Answered>): void {
    if (message.type === 'bad_name') {
      this.#cancelTimer();
      this.#become({ state: 'bad_name', problem: message.problem });
    } else if (message.type === 'refused') {
      const over = ['ended', 'removed', 'full'] as const;
      const reason = over.find((one) => one === message.reason);
      if (reason) this.#finish(reason, reason !== 'full');
    }
  }

  #pingLater(): void {
    this.#timer(PING_EVERY, () => {
      this.#send({ type: 'ping' });
      this.#deadline();
    });
  }

  #deadline(): void {
    this.#timer(OVERDUE, () => {
      this.#dropped();
    });
  }

  #closed(code: number): void {
    const final = FINAL[code];
    if (final) return this.#finish(final.reason, final.seatGone);
    if (code === CloseCode.TimedOut) this.#deps.storage.removeItem(this.#seat);
    this.#dropped();
  }

  #finish(reason: Closing, seatGone: boolean): void {
    this.#abandon();
    if (seatGone) this.#deps.storage.removeItem(this.#seat);
    this.#become({ state: 'closed', reason });
  }

  /** The line is down without a last word. */
  #dropped(): void {
    this.#abandon();
    const link = this.#link;
    // A person is choosing another name; the next press connects.
    if (link.state === 'bad_name') return;
    if (link.state === 'waiting') return this.#sleep(link.opensAt);
    const again = link.state === 'reconnecting';
    const since = again ? link.since : this.#serverNow();
    const attempt = again ? link.attempt + 1 : 1;
    this.#become({ state: 'reconnecting', since, attempt });
    const lost = this.#serverNow() - since;
    this.#timer(pause(attempt, lost, this.#deps.random()), () => {
      this.connect();
    });
  }

  #sleep(opensAt: number): void {
    const left = opensAt - this.#serverNow();
    if (left > LONGEST_SLEEP) {
      this.#timer(LONGEST_SLEEP, () => {
        this.#sleep(opensAt);
      });
      return;
    }
    this.#timer(Math.max(0, left) + this.#deps.random() * DOOR_JITTER, () => {
      this.connect();
    });
  }

  #wake(): void {
    const link = this.#link;
    if (link.state === 'connected') {
      // The network may have changed underneath: ask now rather than wait for the next ping.
      this.#send({ type: 'ping' });
      this.#deadline();
    } else if (link.state === 'reconnecting') this.connect();
    else if (link.state === 'waiting' && !this.#socket) this.#sleep(link.opensAt);
  }

  /** Lets go of the socket and of everything that waited for it. */
  #abandon(): void {
    this.#cancelTimer();
    const socket = this.#socket;
    this.#socket = null;
    this.#resyncing = false;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    for (const resolve of lost) resolve(null);
  }

  #become(link: Link): void {
    this.#link = link;
    this.#events.link(link);
  }

  /** Whatever came with the least delay tells the truth best; a jump means a changed clock. */
  #clock(now: number): void {
    const skew = now - this.#deps.now();
    if (this.#skew !== null && skew <= this.#skew && skew > this.#skew - CLOCK_JUMP) return;
    this.#skew = skew;
    this.#events.skew(skew);
  }

  #serverNow(): number {
    return this.#deps.now() + (this.#skew ?? 0);
  }

  #timer(ms: number, run: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#deps.after(ms, run);
  }
}

/**
 * Before attempt 1: none; 2: up to 1 s; then 1, 2, 3, 3 s ... while the seat is kept, and 30 s later
 * on; less up to half at random.
 */
export function pause(attempt: number, lost: number, random: number): number {
  if (attempt <= 1) return 0;
  if (attempt === 2) return random * 1000;
  const most = lost < SEAT_KEPT ? SOON : LONGEST_PAUSE;
  const longest = Math.min(most, 1000 * 2 ** Math.min(attempt - 3, 10));
  return longest * (1 - random / 2);
}
