// A fake clock, server and browser, which tests drive.

import type { Environment } from './browser';
import type { SocketLike } from './socket';
import type { ClientFrame, ServerMessage } from './wire.gen';

/** The time changes only by `advance`. */
export class FakeClock {
  now = 1_000_000;
  #timers: { at: number; run: () => void }[] = [];

  after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  };

  /** Runs every timer of the next `ms`, in order. */
  advance(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const due = this.#timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((one) => one !== due);
      this.now = Math.max(this.now, due.at);
      due.run();
    }
    this.now = end;
  }
}

/** A socket as the server sees it. */
export class FakeSocket implements SocketLike {
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  readonly sent: ClientFrame[] = [];
  closed = false;

  constructor(readonly url: string) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame);
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.onopen?.call(this as unknown as WebSocket, new Event('open'));
  }

  receive(message: ServerMessage | string): void {
    const data = typeof message === 'string' ? message : JSON.stringify(message);
    this.onmessage?.call(this as unknown as WebSocket, { data } as MessageEvent);
  }

  serverCloses(code = 1006): void {
    this.onclose?.call(this as unknown as WebSocket, { code } as CloseEvent);
  }

  /** The last frame of a type; throws when there is none. */
  lastRequest<T extends ClientFrame['type']>(type: T): Extract<ClientFrame, { type: T }> {
    const frame = this.sent.filter((one) => one.type === type).at(-1);
    if (!frame) throw new Error(`no ${type} was sent`);
    return frame as Extract<ClientFrame, { type: T }>;
  }

  countRequests(type: ClientFrame['type']): number {
    return this.sent.filter((one) => one.type === type).length;
  }
}

/** What the tabs of one browser share. */
export class FakeText {
  text: string | null = null;
  seconds = 0;

  get(): string | null {
    return this.text;
  }

  set(text: string, seconds: number): void {
    this.text = seconds > 0 ? text : null;
    this.seconds = seconds;
  }
}

/** The storage of one tab. */
export class FakeStorage {
  readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);
}

/** Runs the callbacks of promises that are settled already. */
export async function flushPromises(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

/** A peer connection whose state a test changes. */
export class FakePeer {
  static all: FakePeer[] = [];
  iceConnectionState: RTCIceConnectionState = 'new';
  connectionState: RTCPeerConnectionState | undefined = 'new';
  onconnectionstatechange: (() => void) | null = null;
  oniceconnectionstatechange: (() => void) | null = null;
  localDescription: { sdp: string } | null = null;
  answer: string | null = null;
  closed = false;
  readonly transceivers: FakeTransceiver[] = [];

  constructor() {
    FakePeer.all.push(this);
  }

  addTransceiver(kind: string, { direction }: RTCRtpTransceiverInit): FakeTransceiver {
    const one = new FakeTransceiver(`${kind} ${direction ?? ''}`);
    this.transceivers.push(one);
    return one;
  }

  createOffer(): Promise<{ sdp: string }> {
    return Promise.resolve({ sdp: 'v=0 offer' });
  }

  setLocalDescription(offer: { sdp: string }): Promise<void> {
    this.localDescription = offer;
    return Promise.resolve();
  }

  setRemoteDescription({ sdp }: { sdp: string }): Promise<void> {
    this.answer = sdp;
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
  }

  changeState(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

export class FakeTransceiver {
  sent: MediaStreamTrack | null = null;
  sources: { rtpTimestamp: number; audioLevel?: number }[] = [];
  readonly sender = {
    replaceTrack: (track: MediaStreamTrack | null): Promise<void> => {
      this.sent = track;
      return Promise.resolve();
    },
  };
  /** How loud the browser plays it. */
  played = 0;
  readonly receiver = {
    track: { id: 'slot' },
    jitterBufferTarget: null as number | null,
    getSynchronizationSources: () => this.sources,
    getStats: () =>
      Promise.resolve(
        new Map([
          ['T', { type: 'transport' }],
          ['I', { type: 'inbound-rtp', audioLevel: this.played }],
        ]),
      ),
  };

  constructor(readonly made: string) {}
}

/** An `<audio>` element that plays unless the browser blocks it. */
export class FakeElement {
  static blocked = false;
  srcObject: unknown = null;
  plays = 0;

  play(): Promise<void> {
    this.plays++;
    if (!FakeElement.blocked) return Promise.resolve();
    return Promise.reject(new DOMException('press first', 'NotAllowedError'));
  }
}

export class FakeTrack {
  stopped = false;
  onended: (() => void) | null = null;
  stop(): void {
    this.stopped = true;
  }
}

/** An `AudioContext` in which somebody speaks. */
const context = {
  resume: () => Promise.resolve(),
  close: () => Promise.resolve(),
  createAnalyser: () => ({
    fftSize: 0,
    getFloatTimeDomainData: (out: Float32Array) => out.fill(0.1),
  }),
  createMediaStreamSource: () => ({ connect: () => undefined }),
} as unknown as AudioContext;

/** A browser made of these fakes: nothing is blocked and the page is visible. */
export function fakeEnvironment(
  clock: FakeClock,
  open: (url: string) => SocketLike,
  getUserMedia: () => Promise<MediaStream>,
): Environment {
  return {
    socket: {
      open,
      now: () => clock.now,
      random: () => 0,
      after: clock.after,
      storage: new FakeStorage(),
      seat: new FakeText(),
      onWake: () => undefined,
    },
    audio: {
      peer: () => new FakePeer() as unknown as RTCPeerConnection,
      element: () => new FakeElement() as unknown as HTMLAudioElement,
      stream: (one) => ({ of: one }) as unknown as MediaStream,
      after: clock.after,
      random: () => 0,
    },
    microphone: {
      secure: true,
      devices: { getUserMedia },
      context: () => context,
      wakeLock: undefined,
    },
    onShown: () => undefined,
    hidden: () => false,
    reload: () => undefined,
    nowPlaying: () => undefined,
    chime: () => undefined,
  };
}
