// Runs inside each page before its own scripts: lets a test analyse the received audio.
// Has no imports, because Playwright sends its source to the browser.

declare global {
  interface Window {
    hearing: {
      connections: RTCPeerConnection[];
      /** The loudest pitch on any received track, in hertz, or 0 for silence. */
      pitch(): number;
      /** Microphone tracks that the page got and has not stopped. */
      liveMicrophones(): number;
      microphoneAsked: number;
    };
  }
}

export function installHooks(): void {
  const connections: RTCPeerConnection[] = [];
  const microphones: MediaStreamTrack[] = [];
  const analysers = new Map<string, AnalyserNode>();
  let context: AudioContext | null = null;

  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };

  const devices = navigator.mediaDevices;
  if (devices) {
    const getUserMedia = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async () => {
      window.hearing.microphoneAsked += 1;
      // Noise suppression would remove a steady tone as noise.
      const stream = await getUserMedia({
        audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      });
      microphones.push(...stream.getAudioTracks());
      return stream;
    };
  }

  function analyser(track: MediaStreamTrack): AnalyserNode {
    let node = analysers.get(track.id);
    if (node === undefined) {
      context ??= new AudioContext();
      void context.resume();
      node = context.createAnalyser();
      node.fftSize = 8192;
      node.smoothingTimeConstant = 0;
      context.createMediaStreamSource(new MediaStream([track])).connect(node);
      analysers.set(track.id, node);
    }
    return node;
  }

  window.hearing = {
    connections,
    microphoneAsked: 0,
    liveMicrophones: () => microphones.filter((track) => track.readyState === 'live').length,
    pitch: () => {
      let best = { level: -60, hertz: 0 };
      const live = connections.filter((one) => one.connectionState === 'connected');
      for (const receiver of live.flatMap((one) => one.getReceivers())) {
        const node = analyser(receiver.track);
        const bins = new Float32Array(node.frequencyBinCount);
        node.getFloatFrequencyData(bins);
        bins.forEach((level, bin) => {
          const hertz = (bin * node.context.sampleRate) / node.fftSize;
          if (hertz > 200 && level > best.level) {
            best = { level, hertz };
          }
        });
      }
      return Math.round(best.hertz);
    },
  };
}
