// The room's sound: one peer with the server, one section for the microphone microphone, three slots to
// hear.
//
// Promises: listening asks for nothing but, where the browser wants it, one press; a broken peer is
// replaced by a new one with growing pauses; a change of speaker needs no new offer. The
// microphone's track is put into its section while it is open (`microphone`).
// Deliberately absent: Opus RED and other preferences; the server's answer decides them.

import type { Sound } from './link';
import { loudness } from './loudness';
import type { OfferResponse } from './socket';

/** Receive slots, as the protocol says. */
export const SLOTS = 3;
/** In milliseconds. Rides out a phone's jitter; in a led phase nobody waits for an answer. */
const JITTER_BUFFER = 100;
/** How long `disconnected` may last; browsers often come back from it by themselves. */
const DISCONNECT_TIMEOUT = 3_000;
/** How long a peer may take to connect. */
const CONNECT_TIMEOUT = 12_000;
/** After this many failures in a row the person is told; it goes on trying. */
const REPORT_AFTER = 2;
const MAX_RETRY_DELAY = 30_000;

export interface AudioDeps {
  peer(): RTCPeerConnection;
  element(): HTMLAudioElement;
  stream(track: MediaStreamTrack): MediaStream;
  after(ms: number, run: () => void): () => void;
  random(): number;
}

interface Slot {
  receiver: RTCRtpReceiver;
  /** The RTP time of the last packet that was looked at. */
  lastRtpTime: number;
  /** How many looks in a row found no newer packet. */
  silentChecks: number;
  /** What the browser measured last, 0 to 1. */
  measured: number;
  measuring: boolean;
}

/** Browsers tell the last packet's level for 10 s: a slot that goes on being silent counts 0. */
const MAX_SILENT_CHECKS = 3;

export class RoomAudio {
  readonly #deps: AudioDeps;
  readonly #offer: (sdp: string) => Promise<OfferResponse>;
  readonly #changed: (sound: Sound) => void;
  #peer: RTCPeerConnection | null = null;
  #sender: RTCRtpSender | null = null;
  #slots: Slot[] = [];
  /** One per slot for the page's whole life: a press that unblocked them once stays valid. */
  #elements: HTMLAudioElement[] = [];
  #track: MediaStreamTrack | null = null;
  #failures = 0;
  #blocked = false;
  #connected = false;
  #cancelTimer: () => void = () => undefined;

  constructor(
    deps: AudioDeps,
    offer: (sdp: string) => Promise<OfferResponse>,
    changed: (sound: Sound) => void,
  ) {
    this.#deps = deps;
    this.#offer = offer;
    this.#changed = changed;
  }

  /**
   * After every hello that was welcomed. `serverHasPeer`: the server still has this person's peer; where it
   * stands here, too, it is kept and nothing is interrupted. Else a new one is made at once.
   */
  connect(serverHasPeer: boolean): void {
    if (serverHasPeer && this.#peer && isConnected(this.#peer)) return;
    this.#failures = 0;
    void this.#createPeer();
  }

  stop(): void {
    this.#closePeer();
    for (const element of this.#elements) element.srcObject = null;
    this.#changed('off');
  }

  /** From a press: lets the browser play. */
  unblock(): void {
    this.#blocked = false;
    this.#play();
  }

  /** What the microphone's section sends; null for silence. Needs no new offer. */
  async send(track: MediaStreamTrack | null): Promise<void> {
    this.#track = track;
    // A peer that is being replaced refuses; the new one starts with `#track`.
    await this.#sender?.replaceTrack(track).catch(() => undefined);
  }

  /** Plays again what the system paused while the page was hidden. */
  resume(): void {
    if (this.#connected) this.#play();
  }

  /** How loud the room is now, 0 to 1. To be asked at regular times. */
  level(): number {
    return loudness(Math.max(0, ...this.#slots.map(amplitude)));
  }

  async #createPeer(): Promise<void> {
    this.#closePeer();
    this.#reportSound();
    const peer = this.#deps.peer();
    this.#peer = peer;
    const microphone = peer.addTransceiver('audio', { direction: 'sendrecv' });
    this.#sender = microphone.sender;
    if (this.#track) void this.send(this.#track);
    this.#slots = Array.from({ length: SLOTS }, () => this.#addSlot(peer));
    peer.onconnectionstatechange = peer.oniceconnectionstatechange = () => {
      this.#stateChanged(peer);
    };
    this.#timer(CONNECT_TIMEOUT, () => {
      this.#retryLater();
    });
    try {
      await peer.setLocalDescription(await peer.createOffer());
      const answer = await this.#offer(peer.localDescription?.sdp ?? '');
      if (peer !== this.#peer) return;
      // The line dropped: the next welcome connects again.
      if (answer === null) this.#cancelTimer();
      else if ('refused' in answer) this.#retryLater();
      else await peer.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
    } catch {
      if (peer === this.#peer) this.#retryLater();
    }
  }

  #addSlot(peer: RTCPeerConnection): Slot {
    const { receiver } = peer.addTransceiver('audio', { direction: 'recvonly' });
    if ('jitterBufferTarget' in receiver) receiver.jitterBufferTarget = JITTER_BUFFER;
    return { receiver, lastRtpTime: -1, silentChecks: 0, measured: 0, measuring: false };
  }

  #stateChanged(peer: RTCPeerConnection): void {
    if (peer !== this.#peer) return;
    if (isConnected(peer)) {
      this.#cancelTimer();
      this.#failures = 0;
      if (!this.#connected) {
        this.#connected = true;
        this.#attachElements();
      }
      return;
    }
    switch (stateOf(peer)) {
      case 'disconnected':
        return this.#timer(DISCONNECT_TIMEOUT, () => {
          this.#retryLater();
        });
      case 'failed':
        return this.#retryLater();
      default:
    }
  }

  #attachElements(): void {
    this.#elements = this.#slots.map(({ receiver }, index) => {
      const element = this.#elements[index] ?? this.#deps.element();
      element.srcObject = this.#deps.stream(receiver.track);
      return element;
    });
    this.#play();
  }

  #play(): void {
    for (const element of this.#elements) {
      element.play().then(undefined, (error: unknown) => {
        // Anything else is a slot that was given another stream meanwhile.
        if (!(error instanceof Error) || error.name !== 'NotAllowedError') return;
        this.#blocked = true;
        this.#reportSound();
      });
    }
    this.#reportSound();
  }

  #retryLater(): void {
    this.#failures++;
    this.#closePeer();
    this.#reportSound();
    const longest = Math.min(MAX_RETRY_DELAY, 1000 * 2 ** Math.min(this.#failures - 1, 10));
    this.#timer(longest * (1 - this.#deps.random() / 2), () => {
      void this.#createPeer();
    });
  }

  #closePeer(): void {
    this.#cancelTimer();
    this.#connected = false;
    this.#slots = [];
    this.#sender = null;
    const peer = this.#peer;
    this.#peer = null;
    if (peer) {
      peer.onconnectionstatechange = peer.oniceconnectionstatechange = null;
      peer.close();
    }
  }

  #reportSound(): void {
    if (this.#connected) this.#changed(this.#blocked ? 'blocked' : 'playing');
    else this.#changed(this.#failures >= REPORT_AFTER ? 'failed' : 'connecting');
  }

  #timer(ms: number, run: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#deps.after(ms, run);
  }
}

function isConnected(peer: RTCPeerConnection): boolean {
  const state = stateOf(peer);
  return state === 'connected' || state === 'completed';
}

/** Firefox before 113 has no `connectionState`. */
function stateOf(peer: RTCPeerConnection): RTCPeerConnectionState | RTCIceConnectionState {
  const { connectionState } = peer as Partial<RTCPeerConnection>;
  return connectionState ?? peer.iceConnectionState;
}

function amplitude(slot: Slot): number {
  const [source] = slot.receiver.getSynchronizationSources();
  slot.silentChecks = source?.rtpTimestamp === slot.lastRtpTime ? slot.silentChecks + 1 : 0;
  slot.lastRtpTime = source?.rtpTimestamp ?? -1;
  if (!source || slot.silentChecks >= MAX_SILENT_CHECKS) return 0;
  if (source.audioLevel !== undefined) return source.audioLevel;
  void measure(slot);
  return slot.measured;
}

/** The server forwards packets without the speaker's microphone level, so the browser is asked what it plays. */
async function measure(slot: Slot): Promise<void> {
  if (slot.measuring) return;
  slot.measuring = true;
  const report = await slot.receiver.getStats();
  report.forEach((one: RTCInboundRtpStreamStats) => {
    if (one.type === 'inbound-rtp') slot.measured = one.audioLevel ?? 0;
  });
  slot.measuring = false;
}
