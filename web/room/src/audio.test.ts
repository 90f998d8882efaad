import { beforeEach, describe, expect, it } from 'vitest';
import { RoomAudio } from './audio';
import type { Sound } from './link';
import { loudness } from './loudness';
import type { OfferResponse } from './socket';
import { FakeClock, FakeElement, FakePeer, FakeTrack, flushPromises } from './testing';

let clock: FakeClock;
let audio: RoomAudio;
let sounds: Sound[];
let elements: FakeElement[];
let answer: OfferResponse;
let offers: string[];

const peer = (): FakePeer => {
  const last = FakePeer.all.at(-1);
  if (!last) throw new Error('no peer was made');
  return last;
};
const track = (): MediaStreamTrack => new FakeTrack() as unknown as MediaStreamTrack;

beforeEach(() => {
  clock = new FakeClock();
  [sounds, elements, offers] = [[], [], []];
  answer = { sdp: 'v=0 answer' };
  FakePeer.all = [];
  FakeElement.blocked = false;
  audio = new RoomAudio(
    {
      peer: () => new FakePeer() as unknown as RTCPeerConnection,
      element: () => {
        elements.push(new FakeElement());
        return elements.at(-1) as unknown as HTMLAudioElement;
      },
      stream: (one) => ({ of: one }) as unknown as MediaStream,
      after: clock.after,
      random: () => 0,
    },
    (sdp) => {
      offers.push(sdp);
      return Promise.resolve(answer);
    },
    (sound) => sounds.push(sound),
  );
});

async function connected(): Promise<void> {
  audio.connect(false);
  await flushPromises();
  peer().changeState('connected');
  await flushPromises();
}

describe('listening', () => {
  it('offers one transceiver to send, then three to receive, and no track', async () => {
    audio.connect(false);
    await flushPromises();
    expect(peer().transceivers.map((one) => one.made)).toEqual([
      'audio sendrecv',
      'audio recvonly',
      'audio recvonly',
      'audio recvonly',
    ]);
    expect(peer().transceivers[0]?.sent).toBeNull();
    expect(offers).toEqual(['v=0 offer']);
    expect(peer().answer).toBe('v=0 answer');
    expect(sounds.at(-1)).toBe('connecting');
  });

  it('plays every slot through its own element', async () => {
    await connected();
    expect(elements).toHaveLength(3);
    expect(elements.every((one) => one.srcObject && one.plays === 1)).toBe(true);
    expect(sounds.at(-1)).toBe('playing');
    audio.resume();
    expect(elements.every((one) => one.plays === 2)).toBe(true);
  });

  it('uses the ICE state in browsers without a connection state', async () => {
    audio.connect(false);
    await flushPromises();
    peer().connectionState = undefined;
    peer().iceConnectionState = 'completed';
    peer().oniceconnectionstatechange?.();
    expect(sounds.at(-1)).toBe('playing');
  });

  it('waits for a press when the browser blocks sound', async () => {
    FakeElement.blocked = true;
    await connected();
    expect(sounds.at(-1)).toBe('blocked');
    FakeElement.blocked = false;
    audio.unblock();
    await flushPromises();
    expect(sounds.at(-1)).toBe('playing');
  });

  it('stops at the end', async () => {
    await connected();
    audio.stop();
    expect(peer().closed).toBe(true);
    expect(elements.every((one) => one.srcObject === null)).toBe(true);
    expect(sounds.at(-1)).toBe('off');
    clock.advance(600_000);
    expect(FakePeer.all).toHaveLength(1);
  });
});

describe('a peer that fails', () => {
  it('is replaced, with the same elements', async () => {
    await connected();
    peer().changeState('failed');
    expect(FakePeer.all[0]?.closed).toBe(true);
    clock.advance(1_000);
    await flushPromises();
    expect(FakePeer.all).toHaveLength(2);
    expect(sounds.at(-1)).toBe('connecting');
    peer().changeState('connected');
    await flushPromises();
    expect(elements).toHaveLength(3);
    expect(sounds.at(-1)).toBe('playing');
  });

  it('may recover by itself within 3 s', async () => {
    await connected();
    peer().changeState('disconnected');
    clock.advance(2_999);
    peer().changeState('connected');
    clock.advance(60_000);
    expect(FakePeer.all).toHaveLength(1);
    peer().changeState('disconnected');
    clock.advance(4_000);
    expect(FakePeer.all).toHaveLength(2);
  });

  it('is shown after two failures, and retried after growing delays', async () => {
    answer = { refused: 'full' };
    audio.connect(false);
    await flushPromises();
    expect(sounds.at(-1)).toBe('connecting');
    clock.advance(1_000);
    await flushPromises();
    expect(sounds.at(-1)).toBe('failed');
    clock.advance(1_999);
    expect(FakePeer.all).toHaveLength(2);
    clock.advance(1);
    expect(FakePeer.all).toHaveLength(3);
    answer = { sdp: 'v=0 answer' };
    audio.connect(false);
    await flushPromises();
    peer().changeState('connected');
    expect(sounds.at(-1)).toBe('playing');
  });

  it('is replaced when it never connects', async () => {
    audio.connect(false);
    await flushPromises();
    clock.advance(13_000);
    expect(FakePeer.all).toHaveLength(2);
  });

  it('waits for the connection when that was lost', async () => {
    answer = null;
    audio.connect(false);
    await flushPromises();
    clock.advance(600_000);
    expect(FakePeer.all).toHaveLength(1);
  });
});

describe('after a reconnect', () => {
  it('a peer that both sides still have is kept', async () => {
    await connected();
    audio.connect(true);
    await flushPromises();
    expect(FakePeer.all).toHaveLength(1);
    expect(peer().closed).toBe(false);
    expect(sounds).not.toContain('off');
    expect(sounds.at(-1)).toBe('playing');
  });

  it('a new peer is created at once when the server has none, as after its restart', async () => {
    await connected();
    audio.connect(false);
    await flushPromises();
    expect(FakePeer.all.map((one) => one.closed)).toEqual([true, false]);
    expect(offers).toHaveLength(2);
  });

  it.each(['disconnected', 'failed'] as const)(
    'brings a new peer at once when the old one is %s here',
    async (state) => {
      await connected();
      peer().changeState(state);
      audio.connect(true);
      await flushPromises();
      expect(FakePeer.all).toHaveLength(2);
      expect(offers).toHaveLength(2);
    },
  );

  it('a reloaded page sends an offer at once', async () => {
    audio.connect(true);
    await flushPromises();
    expect(offers).toHaveLength(1);
  });
});

describe('speaking', () => {
  it('sets the track of the existing transceiver, and removes it', async () => {
    await connected();
    const voice = track();
    await audio.send(voice);
    expect(peer().transceivers[0]?.sent).toBe(voice);
    await audio.send(null);
    expect(peer().transceivers[0]?.sent).toBeNull();
    expect(offers).toHaveLength(1);
  });

  it('continues with a new peer', async () => {
    await connected();
    const voice = track();
    await audio.send(voice);
    peer().changeState('failed');
    clock.advance(1_000);
    expect(peer().transceivers[0]?.sent).toBe(voice);
  });
});

describe('loudness', () => {
  it('is that of the loudest slot, and 0 when packets stop', async () => {
    await connected();
    const [, first, second] = peer().transceivers;
    if (!first || !second) throw new Error('no slots');
    first.sources = [{ rtpTimestamp: 1, audioLevel: 0.01 }];
    second.sources = [{ rtpTimestamp: 1, audioLevel: 0.1 }];
    expect(audio.level()).toBeCloseTo(loudness(0.1));
    const later = [audio.level(), audio.level(), audio.level()];
    expect(later[1]).toBeCloseTo(loudness(0.1));
    expect(later[2]).toBe(0);
  });

  it('is measured when packets carry no level', async () => {
    await connected();
    const slot = peer().transceivers[1];
    if (!slot) throw new Error('no slots');
    slot.played = 0.2;
    slot.sources = [{ rtpTimestamp: 1 }];
    audio.level();
    await flushPromises();
    slot.sources = [{ rtpTimestamp: 2 }];
    expect(audio.level()).toBeCloseTo(loudness(0.2));
    expect([audio.level(), audio.level(), audio.level()].at(-1)).toBe(0);
  });

  it('is on a decibel scale from room noise to close speech', () => {
    expect(loudness(0)).toBe(0);
    expect(loudness(0.001)).toBe(0);
    expect(loudness(0.05)).toBeGreaterThan(0.4);
    expect(loudness(1)).toBe(1);
  });
});
