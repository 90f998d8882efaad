// This person's microphone: opened by their own press alone, and closed so that its light goes out.
//
// Deliberately absent: who may be heard. The session closes it whenever the server says so.

import { loudness } from './loudness';
import type { Mic } from './link';

export interface MicrophoneDeps {
  /** Undefined where the page may not ask (no https). */
  devices: Pick<MediaDevices, 'getUserMedia'> | undefined;
  context(): AudioContext;
  /** Undefined where the browser has none. */
  wakeLock: Pick<WakeLock, 'request'> | undefined;
}

/** One voice; the browser's own cleaning keeps a loudspeaker from echoing into the room. */
const VOICE: MediaStreamConstraints = {
  audio: {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    channelCount: 1,
  },
};

interface Meter {
  context: AudioContext;
  analyser: AnalyserNode;
  samples: Float32Array<ArrayBuffer>;
}

export class Microphone {
  readonly #deps: MicrophoneDeps;
  readonly #changed: (mic: Mic, track: MediaStreamTrack | null) => void;
  #state: Mic = 'closed';
  #track: MediaStreamTrack | null = null;
  #meter: Meter | null = null;
  #lock: WakeLockSentinel | null = null;
  /** Grows with every opening and closing, so that a late permission opens nothing. */
  #turn = 0;

  constructor(deps: MicrophoneDeps, changed: (mic: Mic, track: MediaStreamTrack | null) => void) {
    this.#deps = deps;
    this.#changed = changed;
  }

  get track(): MediaStreamTrack | null {
    return this.#track;
  }

  /** From a press only. Whether it is open now. */
  async open(): Promise<boolean> {
    if (this.#track) return true;
    const turn = ++this.#turn;
    this.#become('asking');
    try {
      if (!this.#deps.devices) throw new DOMException('no secure context', 'NotFoundError');
      const stream = await this.#deps.devices.getUserMedia(VOICE);
      const [track] = stream.getAudioTracks();
      if (turn !== this.#turn || !track) {
        stream.getTracks().forEach((one) => one.stop());
        return false;
      }
      this.#use(track, stream);
      return true;
    } catch (error) {
      if (turn === this.#turn) {
        this.close();
        this.#become(isRefusal(error) ? 'denied' : 'missing');
      }
      return false;
    }
  }

  /** Stops the track: the browser's microphone light goes out. */
  close(): void {
    this.#turn++;
    this.#track?.stop();
    this.#track = null;
    void this.#meter?.context.close();
    this.#meter = null;
    void this.#lock?.release();
    this.#lock = null;
    if (this.#state === 'open' || this.#state === 'asking') this.#become('closed');
  }

  /** How loud this person is now, 0 to 1; null while closed. */
  level(): number | null {
    if (!this.#meter) return null;
    const { analyser, samples } = this.#meter;
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    return loudness(Math.sqrt(power));
  }

  #use(track: MediaStreamTrack, stream: MediaStream): void {
    this.#track = track;
    // A headset was unplugged, or the system took the microphone away.
    track.onended = () => {
      this.close();
    };
    const context = this.#deps.context();
    // Made after a question, so some browsers start it asleep.
    void context.resume();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    this.#meter = { context, analyser, samples: new Float32Array(analyser.fftSize) };
    void this.#stayAwake();
    this.#become('open');
  }

  /** A phone that falls asleep mid-share would cut the person off. */
  async #stayAwake(): Promise<void> {
    const turn = this.#turn;
    // Refused in a hidden page or on low battery: nothing depends on it.
    const lock = await this.#deps.wakeLock?.request('screen').catch(() => null);
    if (turn === this.#turn) this.#lock = lock ?? null;
    else await lock?.release();
  }

  #become(state: Mic): void {
    this.#state = state;
    this.#changed(state, this.#track);
  }
}

function isRefusal(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return name === 'NotAllowedError' || name === 'SecurityError';
}
