// The connection to the room: one WebSocket at a time, reconnected for as long as the meeting lasts.
//
// Promises: says hello with this tab's resume token, so a reload or a lost connection returns to the
// same seat, and so does a tab that was closed and opened again under the same name; detects a dead connection by itself; reconnects at once, then after growing, random
// delays; gives up only when the server says so. Nothing is ever sent twice: a request that has
// no response yet when the connection is lost resolves to `lost`, and the next welcome shows whether
// it was done. So a chat text stays in its field until its response is `ok`.
// Deliberately absent: what messages mean (`reduce`, the session).

import type { CloseReason, Link, Outcome } from './link';
import type { Page } from './page';
import type { SharedText, TabStorage } from './storage';
import { parseServerMessage, type ClientRequest } from './wire';
import { CloseCode, VERSION, type Hello, type ServerMessage } from './wire.gen';

/** Milliseconds between pings: shorter than the idle limits of common proxies (30 to 60 s). */
export const PING_INTERVAL = 20_000;
/** Milliseconds to wait for the response to a ping or a hello; then the connection counts as dead. */
export const RESPONSE_TIMEOUT = 10_000;
/** The longest delay between attempts, in milliseconds. */
export const MAX_RETRY_DELAY = 30_000;
/** The longest delay while the seat is kept: after a restart everyone can hear again within 5 s. */
const MAX_RETRY_DELAY_WITH_SEAT = 3_000;
/** Milliseconds for which the server keeps a seat whose connection is lost. */
const SEAT_TIMEOUT = 120_000;
/** Seconds for which another tab finds the seat, in a meeting that lasts longer than planned. */
const MIN_SEAT_COOKIE = 600;
/** Milliseconds over which waiting clients spread their connections when the doors open. */
const DOORS_OPEN_JITTER = 2_000;
/** Timers overflow at 2^31 ms, so a longer wait for the doors is split into parts of this many ms. */
const MAX_TIMER = 3_600_000;
/** Milliseconds: a larger change of the clock difference is not caused by network delay. */
const CLOCK_JUMP = 5_000;

/** The part of `WebSocket` that is used. */
export type SocketLike = Pick<WebSocket, 'onopen' | 'onmessage' | 'onclose' | 'send' | 'close'>;

export interface SocketDeps {
  open(url: string): SocketLike;
  /** Milliseconds since the Unix epoch by this device. */
  now(): number;
  /** At least 0, less than 1. */
  random(): number;
  /** Calls `run` once after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
  /** This tab's storage. */
  storage: TabStorage;
  /** The seat of the last tab of this browser in this meeting. */
  seat: SharedText;
  /** Calls `run` whenever the network is back or the page is shown again. */
  onWake(run: () => void): void;
}

export interface SocketEvents {
  link(link: Link): void;
  /** Every message except responses to this socket's own requests. */
  message(message: ServerMessage): void;
  /** The server's clock minus this device's. */
  skew(ms: number): void;
}

/** The response to an SDP offer; null when the connection was lost. */
export type OfferResponse = { sdp: string } | { refused: string } | null;

/** Close codes after which it does not reconnect, and whether the seat no longer exists. */
const FINAL_CODES: Record<number, { reason: CloseReason; seatGone: boolean } | undefined> = {
  [CloseCode.Ended]: { reason: 'ended', seatGone: true },
  [CloseCode.Removed]: { reason: 'removed', seatGone: true },
  [CloseCode.Left]: { reason: 'left', seatGone: true },
  [CloseCode.Elsewhere]: { reason: 'elsewhere', seatGone: false },
  [CloseCode.Full]: { reason: 'full', seatGone: false },
  [CloseCode.Version]: { reason: 'version', seatGone: false },
};

type Response = Extract<ServerMessage, { id: number }> | null;

export class RoomSocket {
  readonly #deps: SocketDeps;
  readonly #events: SocketEvents;
  readonly #url: string;
  readonly #seatKey: string;
  readonly #newness: Pick<Hello, 'newcomer' | 'newcomer_shown'>;
  #name: string;
  /** For a browser that stores nothing. */
  #resume: string | null = null;
  /** The join form has asked already whether two words are the whole first name. */
  #twoWords = true;
  #socket: SocketLike | null = null;
  #link: Link = { state: 'connecting' };
  #skew: number | null = null;
  #id = 0;
  #helloId = 0;
  #resyncing = false;
  readonly #pending = new Map<number, (response: Response) => void>();
  /** Cancels the next attempt, ping or timeout: only one of them is scheduled at a time. */
  #cancelTimer: () => void = () => undefined;

  constructor(
    page: Pick<Page, 'socketUrl' | 'slug' | 'name' | 'newcomer' | 'newcomerShown'>,
    deps: SocketDeps,
    events: SocketEvents,
  ) {
    this.#url = page.socketUrl;
    this.#seatKey = `porchlight.seat.${page.slug}`;
    this.#name = page.name;
    this.#newness = { newcomer: page.newcomer, newcomer_shown: page.newcomerShown };
    this.#deps = deps;
    this.#events = events;
    deps.onWake(() => {
      this.#wakeUp();
    });
  }

  /** Connects now instead of waiting, even after it was closed for good. */
  connect(): void {
    this.#releaseSocket();
    if (this.#link.state !== 'reconnecting') this.#setLink({ state: 'connecting' });
    const socket = this.#deps.open(this.#url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#sendHello();
    };
    socket.onmessage = (event) => {
      this.#receive(event.data);
    };
    socket.onclose = (event) => {
      this.#socketClosed(event.code);
    };
    this.#startTimeout();
  }

  /** Says hello with another name, after `bad_name`; `twoWords` if the person said that both are the first name. */
  rename(name: string, twoWords: boolean): void {
    this.#name = name;
    this.#twoWords = twoWords;
    if (this.#socket) {
      this.#startTimeout();
      this.#sendHello();
    } else this.connect();
  }

  /** Sends a request and waits for its response. */
  async request(message: ClientRequest): Promise<Outcome> {
    if (this.#link.state !== 'connected') return { kind: 'unsent' };
    const response = await this.#request(message);
    if (response?.type === 'ok') return { kind: 'ok' };
    if (response?.type === 'refused') return { kind: 'refused', reason: response.reason };
    return { kind: 'lost' };
  }

  /** Leaves for good. Without a connection, the room is not notified. */
  async leave(): Promise<void> {
    if (this.#link.state === 'connected') await this.#request({ type: 'leave' });
    if (this.#link.state !== 'closed') this.#closeForGood('left', true);
  }

  /** Sends an SDP offer. */
  async offer(sdp: string): Promise<OfferResponse> {
    const response = await this.#request({ type: 'media_offer', sdp });
    if (response?.type === 'media_answer') return { sdp: response.sdp };
    if (response?.type === 'media_refused') return { refused: response.why };
    return response?.type === 'refused' ? { refused: response.reason } : null;
  }

  /** Requests a new welcome, unless one is already requested. */
  resync(): void {
    if (this.#resyncing || this.#link.state !== 'connected') return;
    this.#resyncing = true;
    this.#send({ type: 'resync' });
  }

  #request(message: ClientRequest): Promise<Response> {
    if (this.#link.state !== 'connected') return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#pending.set(this.#send(message), resolve);
    });
  }

  #send(message: ClientRequest): number {
    this.#id = (this.#id + 1) >>> 0;
    this.#socket?.send(JSON.stringify({ id: this.#id, ...message }));
    return this.#id;
  }

  #sendHello(): void {
    const resume = this.#resumeToken();
    const hello: Hello = {
      version: VERSION,
      name: this.#name,
      two_words: this.#twoWords,
      ...this.#newness,
    };
    this.#helloId = this.#send({ type: 'hello', ...hello, ...(resume ? { resume } : {}) });
  }

  /** Another tab's seat only under its name: on a shared device, the next person is a new one. */
  #resumeToken(): string | null {
    const own = this.#deps.storage.getItem(this.#seatKey) ?? this.#resume;
    if (own) return own;
    const kept = this.#deps.seat.get();
    const token = kept?.split('.')[0];
    return token && kept === this.#seatText(token) ? token : null;
  }

  #keepSeat({ you, room, now }: Extract<ServerMessage, { type: 'welcome' }>): void {
    this.#resume = you.resume;
    this.#deps.storage.setItem(this.#seatKey, you.resume);
    const left = Math.max(MIN_SEAT_COOKIE, Math.ceil((room.meeting.closes - now) / 1000));
    this.#deps.seat.set(this.#seatText(you.resume), left);
  }

  #seatText(token: string): string {
    return `${token}.${encodeURIComponent(this.#name)}`;
  }

  #forgetSeat(): void {
    this.#resume = null;
    this.#deps.storage.removeItem(this.#seatKey);
    this.#deps.seat.set('', 0);
  }

  #receive(data: unknown): void {
    const message = typeof data === 'string' ? parseServerMessage(data) : null;
    // Not this protocol (the page of a proxy, for example): the next attempt may reach the room.
    if (!message) return this.#connectionLost();
    if (message.type === 'unknown') return;
    if (message.type === 'resync') return this.resync();
    if ('now' in message) this.#updateSkew(message.now);
    switch (message.type) {
      case 'welcome':
        return this.#handleWelcome(message);
      case 'pong':
        return this.#schedulePing();
      case 'not_open':
        return this.#setLink({ state: 'waiting', opensAt: message.opens_at });
      case 'ok':
      case 'refused':
      case 'bad_name':
      case 'media_answer':
      case 'media_refused':
        return this.#handleResponse(message);
      default:
        return this.#events.message(message);
    }
  }

  #handleWelcome(message: Extract<ServerMessage, { type: 'welcome' }>): void {
    this.#resyncing = false;
    this.#keepSeat(message);
    this.#events.message(message);
    if (this.#link.state === 'connected') return;
    this.#setLink({ state: 'connected' });
    this.#schedulePing();
  }

  #handleResponse(message: NonNullable<Response>): void {
    if (message.id === this.#helloId && this.#link.state !== 'connected') {
      this.#handleHelloResponse(message);
      return;
    }
    const resolve = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    resolve?.(message);
  }

  /** Handles the refusal of a hello. */
  #handleHelloResponse(message: NonNullable<Response>): void {
    if (message.type === 'bad_name') {
      this.#cancelTimer();
      this.#setLink({ state: 'bad_name', problem: message.problem });
    } else if (message.type === 'refused') {
      const final = ['ended', 'removed', 'full'] as const;
      const reason = final.find((one) => one === message.reason);
      if (reason) this.#closeForGood(reason, reason !== 'full');
    }
  }

  #schedulePing(): void {
    this.#setTimer(PING_INTERVAL, () => {
      this.#send({ type: 'ping' });
      this.#startTimeout();
    });
  }

  #startTimeout(): void {
    this.#setTimer(RESPONSE_TIMEOUT, () => {
      this.#connectionLost();
    });
  }

  #socketClosed(code: number): void {
    const final = FINAL_CODES[code];
    if (final) return this.#closeForGood(final.reason, final.seatGone);
    if (code === CloseCode.TimedOut) this.#forgetSeat();
    this.#connectionLost();
  }

  #closeForGood(reason: CloseReason, seatGone: boolean): void {
    this.#releaseSocket();
    if (seatGone) this.#forgetSeat();
    this.#setLink({ state: 'closed', reason });
  }

  /** The connection ended without a final close code: retries later. */
  #connectionLost(): void {
    this.#releaseSocket();
    const link = this.#link;
    // The person is typing another name, and connects by sending it.
    if (link.state === 'bad_name') return;
    if (link.state === 'waiting') return this.#waitForDoors(link.opensAt);
    const retrying = link.state === 'reconnecting';
    const since = retrying ? link.since : this.#serverNow();
    const attempt = retrying ? link.attempt + 1 : 1;
    this.#setLink({ state: 'reconnecting', since, attempt });
    const lostFor = this.#serverNow() - since;
    this.#setTimer(retryDelay(attempt, lostFor, this.#deps.random()), () => {
      this.connect();
    });
  }

  #waitForDoors(opensAt: number): void {
    const remaining = opensAt - this.#serverNow();
    if (remaining > MAX_TIMER) {
      this.#setTimer(MAX_TIMER, () => {
        this.#waitForDoors(opensAt);
      });
      return;
    }
    this.#setTimer(Math.max(0, remaining) + this.#deps.random() * DOORS_OPEN_JITTER, () => {
      this.connect();
    });
  }

  #wakeUp(): void {
    const link = this.#link;
    if (link.state === 'connected') {
      // The network may have changed: check now instead of waiting for the next ping.
      this.#send({ type: 'ping' });
      this.#startTimeout();
    } else if (link.state === 'reconnecting') this.connect();
    else if (link.state === 'waiting' && !this.#socket) this.#waitForDoors(link.opensAt);
  }

  /** Closes the socket and resolves every pending request as lost. */
  #releaseSocket(): void {
    this.#cancelTimer();
    const socket = this.#socket;
    this.#socket = null;
    this.#resyncing = false;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    const callbacks = [...this.#pending.values()];
    this.#pending.clear();
    for (const resolve of callbacks) resolve(null);
  }

  #setLink(link: Link): void {
    this.#link = link;
    this.#events.link(link);
  }

  /** Keeps the skew of the message with the least delay; after a jump, a clock was changed. */
  #updateSkew(now: number): void {
    const skew = now - this.#deps.now();
    if (this.#skew !== null && skew <= this.#skew && skew > this.#skew - CLOCK_JUMP) return;
    this.#skew = skew;
    this.#events.skew(skew);
  }

  #serverNow(): number {
    return this.#deps.now() + (this.#skew ?? 0);
  }

  #setTimer(ms: number, run: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#deps.after(ms, run);
  }
}

/**
 * Milliseconds before an attempt. Attempt 1: none; 2: up to 1 s; then 1, 2, 3, 3 s ... while the seat is
 * kept, and up to 30 s afterwards; each is shortened by up to half at random. `lostFor` is in milliseconds.
 */
export function retryDelay(attempt: number, lostFor: number, random: number): number {
  if (attempt <= 1) return 0;
  if (attempt === 2) return random * 1000;
  const max = lostFor < SEAT_TIMEOUT ? MAX_RETRY_DELAY_WITH_SEAT : MAX_RETRY_DELAY;
  const longest = Math.min(max, 1000 * 2 ** Math.min(attempt - 3, 10));
  return longest * (1 - random / 2);
}
