// What the session uses of a real browser. With `storage`, the only file that uses the real time, randomness
// and devices; tests pass their own.

import type { AudioDeps } from './audio';
import type { MicrophoneDeps } from './microphone';
import type { SocketDeps } from './socket';
import { meetingCookie, tabStorage } from './storage';

export interface Environment {
  socket: SocketDeps;
  audio: AudioDeps;
  microphone: MicrophoneDeps;
  /** Calls `run` whenever the page is shown again. */
  onShown(run: () => void): void;
  hidden(): boolean;
  /** Loads the page again from the server. */
  reload(): void;
  /** Sets the title on a phone's lock screen, which also keeps the sound playing there. */
  nowPlaying(title: string): void;
  /** A soft tone: time is up. */
  chime(): void;
}

export function browser(): Environment {
  const after = (ms: number, run: () => void): (() => void) => {
    const timer = setTimeout(run, ms);
    return () => {
      clearTimeout(timer);
    };
  };
  const random = (): number => Math.random();
  const onShown = (run: () => void): void => {
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) run();
    });
  };
  return {
    socket: {
      open: (url) => new WebSocket(url),
      now: () => Date.now(),
      random,
      after,
      storage: tabStorage(window),
      seat: meetingCookie(document, location),
      onWake: (run) => {
        window.addEventListener('online', run);
        onShown(run);
      },
    },
    audio: {
      // No ICE server: the SDP answer has the server's own address, and no third party is contacted.
      peer: () => new RTCPeerConnection(),
      element: () => new Audio(),
      stream: (track) => new MediaStream([track]),
      after,
      random,
    },
    microphone: {
      secure: isSecureContext,
      devices: (navigator as Partial<Navigator>).mediaDevices,
      context: () => new AudioContext(),
      wakeLock: (navigator as Partial<Navigator>).wakeLock,
    },
    onShown,
    hidden: () => document.hidden,
    reload: () => {
      location.reload();
    },
    nowPlaying: (title) => {
      const session = (navigator as Partial<Navigator>).mediaSession;
      if (session) session.metadata = new MediaMetadata({ title });
    },
    chime,
  };
}

/** One quiet tone that small loudspeakers can play; it fades out within a second and a half. */
function chime(): void {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  const start = context.currentTime;
  tone.frequency.value = 660;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.08, start + 0.05);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 1.4);
  tone.connect(volume).connect(context.destination);
  tone.onended = () => void context.close();
  tone.start(start);
  tone.stop(start + 1.4);
}
