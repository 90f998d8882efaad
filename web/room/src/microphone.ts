// This person's microphone: opened only by their own press; closing it stops the track.
//
// Deliberately absent: who may be heard. The session closes it whenever the server says so.

import { loudness } from './loudness';
import type { Mic } from './link';

export interface MicrophoneDeps {
  /** Whether the browser lets this page use devices: by https, and on its own machine. */
  secure: boolean;
  /** Undefined on a page that may not use them, and in the windows of some apps. */
  devices: Pick<MediaDevices, 'getUserMedia'> | undefined;
  context(): AudioContext;
  /** Undefined where the browser does not support it. */
  wakeLock: Pick<WakeLock, 'request'> | undefined;
}

/** One channel; the browser's echo cancellation keeps the loudspeaker out of the room. */
const CONSTRAINTS: MediaStreamConstraints = {
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
  #wakeLock: WakeLockSentinel | null = null;
  /** Grows with every opening and closing, so that a late permission opens nothing. */
  #attempt = 0;

  constructor(deps: MicrophoneDeps, changed: (mic: Mic, track: MediaStreamTrack | null) => void) {
    this.#deps = deps;
    this.#changed = changed;
  }

  get track(): MediaStreamTrack | null {
    return this.#track;
  }

  /** From a press only. Resolves to whether it is open now. */
  async open(): Promise<boolean> {
    if (this.#track) return true;
    const attempt = ++this.#attempt;
    this.#setState('asking');
    try {
      if (!this.#deps.devices) throw new DOMException('no devices', 'NotFoundError');
      const stream = await this.#deps.devices.getUserMedia(CONSTRAINTS);
      const [track] = stream.getAudioTracks();
      if (attempt !== this.#attempt || !track) {
        stream.getTracks().forEach((one) => one.stop());
        return false;
      }
      this.#useTrack(track, stream);
      return true;
    } catch (error) {
      if (attempt === this.#attempt) {
        this.close();
        const reason = isPermissionError(error) ? 'denied' : 'missing';
        this.#setState(this.#deps.secure ? reason : 'insecure');
      }
      return false;
    }
  }

  /** Stops the track: the browser's microphone light goes out. */
  close(): void {
    this.#attempt++;
    this.#track?.stop();
    this.#track = null;
    void this.#meter?.context.close();
    this.#meter = null;
    void this.#wakeLock?.release();
    this.#wakeLock = null;
    if (this.#state === 'open' || this.#state === 'asking') this.#setState('closed');
  }

  /** How loud this person is now, 0 to 1; null while closed. */
  level(): number | null {
    if (!this.#meter) return null;
    const { analyser, samples } = this.#meter;
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    return loudness(Math.sqrt(power));
  }

  #useTrack(track: MediaStreamTrack, stream: MediaStream): void {
    this.#track = track;
    // A headset was unplugged, or the system took the microphone away.
    track.onended = () => {
      this.close();
    };
    const context = this.#deps.context();
    // Created after the permission question, so some browsers start it suspended.
    void context.resume();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    this.#meter = { context, analyser, samples: new Float32Array(analyser.fftSize) };
    void this.#keepScreenOn();
    this.#setState('open');
  }

  /** A phone that falls asleep mid-share would cut the person off. */
  async #keepScreenOn(): Promise<void> {
    const attempt = this.#attempt;
    // Refused in a hidden page or on low battery, which does no harm.
    const lock = await this.#deps.wakeLock?.request('screen').catch(() => null);
    if (attempt === this.#attempt) this.#wakeLock = lock ?? null;
    else await lock?.release();
  }

  #setState(state: Mic): void {
    this.#state = state;
    this.#changed(state, this.#track);
  }
}

function isPermissionError(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return name === 'NotAllowedError' || name === 'SecurityError';
}
