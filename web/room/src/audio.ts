// The room's audio: one peer connection with the server, one transceiver for the own microphone and
// three receive slots.
//
// Promises: listening needs no permission and, where the browser blocks sound, one press; a broken
// peer is replaced after growing delays; a change of speaker needs no new offer. The microphone's
// track is sent only while it is open (`microphone`).
// Deliberately absent: Opus RED and other preferences; the server's SDP answer decides them.

import type { Sound } from './link';
import { loudness } from './loudness';
import type { OfferResponse } from './socket';

/** The number of receive slots in the protocol. */
export const SLOTS = 3;
/** Milliseconds. Evens out a phone's jitter; people do not interrupt each other, so the delay does no harm. */
const JITTER_BUFFER = 100;
/** Milliseconds that `disconnected` may last; browsers often recover by themselves. */
const DISCONNECT_TIMEOUT = 3_000;
/** Milliseconds that a peer may take to connect. */
const CONNECT_TIMEOUT = 12_000;
/** After this many consecutive failures the page shows that there is no sound. Retries continue. */
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
  /** The RTP timestamp of the last packet at the last check. */
  lastRtpTime: number;
  /** The number of consecutive checks that found no newer packet. */
  silentChecks: number;
  /** The level that the browser measured last, 0 to 1. */
  measured: number;
  measuring: boolean;
}

/** Browsers report the last packet's level for 10 s: after this many checks without a packet it is 0. */
const MAX_SILENT_CHECKS = 3;

export class RoomAudio {
  readonly #deps: AudioDeps;
  readonly #offer: (sdp: string) => Promise<OfferResponse>;
  readonly #changed: (sound: Sound) => void;
  #peer: RTCPeerConnection | null = null;
  #sender: RTCRtpSender | null = null;
  #slots: Slot[] = [];
  /** One per slot, reused while the page is open, because a press unblocks an element permanently. */
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
   * Called after every welcome to a hello. When both the server and this page still have the peer, it is
   * kept and nothing is interrupted. Otherwise a new one is created at once.
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

  /** From a press: starts the sound that the browser blocked. */
  unblock(): void {
    this.#blocked = false;
    this.#play();
  }

  /** Sets the track that is sent; null for silence. Needs no new offer. */
  async send(track: MediaStreamTrack | null): Promise<void> {
    this.#track = track;
    // Fails while the peer is being replaced; the new one starts with `#track`.
    await this.#sender?.replaceTrack(track).catch(() => undefined);
  }

  /** Plays again after the system paused the sound of a hidden page. */
  resume(): void {
    if (this.#connected) this.#play();
  }

  /** How loud the room is now, 0 to 1. Call it at regular intervals. */
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
    this.#setTimer(CONNECT_TIMEOUT, () => {
      this.#retryLater();
    });
    try {
      await peer.setLocalDescription(await peer.createOffer());
      const answer = await this.#offer(peer.localDescription?.sdp ?? '');
      if (peer !== this.#peer) return;
      // The connection was lost: the next welcome connects again.
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
        return this.#setTimer(DISCONNECT_TIMEOUT, () => {
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
        // Any other error means that the element has received another stream.
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
    this.#setTimer(longest * (1 - this.#deps.random() / 2), () => {
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

  #setTimer(ms: number, run: () => void): void {
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

/** Reads the level from the browser's statistics, because forwarded packets have no audio level. */
async function measure(slot: Slot): Promise<void> {
  if (slot.measuring) return;
  slot.measuring = true;
  const report = await slot.receiver.getStats();
  report.forEach((stats: RTCInboundRtpStreamStats) => {
    if (stats.type === 'inbound-rtp') slot.measured = stats.audioLevel ?? 0;
  });
  slot.measuring = false;
}
