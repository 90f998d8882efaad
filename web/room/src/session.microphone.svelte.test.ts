import { describe, expect, it } from 'vitest';
import { aPerson, anEntry, aRoom, aYou, JO, NOW, PRIYA, withQueue, withStage } from './sample';
import { FakePeer, flushPromises } from './testing';
import {
  respond,
  clock,
  enterRoom,
  denied,
  floor,
  liveTracks,
  session,
  socket,
  sendDelta,
  tracks,
} from './testing.session';
import { CloseCode, type FloorView } from './wire.gen';

describe('my microphone', () => {
  const called = withQueue([anEntry(JO, { state: 'called' })], aRoom({ floor: null }));

  async function share(): Promise<void> {
    await enterRoom(called);
    const shared = session.startSharing();
    await flushPromises();
    await respond('start_sharing');
    expect(await shared).toBe(true);
    sendDelta(floor(JO));
  }

  it('opens at my press, before the request is sent', async () => {
    await enterRoom(called);
    expect(tracks).toHaveLength(0);
    void session.startSharing();
    expect(session.mic).toBe('asking');
    expect(socket().countRequests('start_sharing')).toBe(0);
    await flushPromises();
    expect(session.mic).toBe('open');
    expect(socket().countRequests('start_sharing')).toBe(1);
    expect(FakePeer.all[0]?.transceivers[0]?.sent).toBe(tracks[0]);
  });

  it('stops the time to answer at my press, while the browser asks', async () => {
    await enterRoom(called);
    void session.startSharing();
    expect(session.mic).toBe('asking');
    expect(socket().countRequests('answer_call')).toBe(1);
  });

  it('holds my place when the browser refuses it, until it works', async () => {
    await enterRoom(called);
    denied.with = new DOMException('no', 'NotAllowedError');
    await session.startSharing();
    expect(socket().countRequests('microphone_failed')).toBe(1);
    const entry = anEntry(JO, { state: 'held', held_because: 'microphone' });
    sendDelta({ part: 'queue', queue: withQueue([entry]).queue });
    await session.tryMicrophone();
    expect(socket().countRequests('raise_hand')).toBe(0);
    denied.with = null;
    void session.tryMicrophone();
    await flushPromises();
    expect(socket().countRequests('raise_hand')).toBe(1);
    expect(liveTracks(), 'nothing stays open without a call').toBe(0);
  });

  it('closes again when the room refuses, and shows the reason', async () => {
    await enterRoom(called);
    const shared = session.startSharing();
    await flushPromises();
    await respond('start_sharing', 'not_your_turn');
    expect(await shared).toBe(false);
    expect(session.mic).toBe('closed');
    expect(liveTracks()).toBe(0);
    expect(session.notice?.text).toBe('It is not your turn now.');
  });

  it('stays open from the press through the whole turn', async () => {
    await share();
    clock.advance(5_000);
    sendDelta({ part: 'gone', id: PRIYA });
    expect(session.mic).toBe('open');
    expect(session.level).toBeGreaterThan(0);
  });

  it('closes when the granted turn does not start', async () => {
    await enterRoom(called);
    void session.startSharing();
    await flushPromises();
    await respond('start_sharing');
    expect(session.mic).toBe('open');
    clock.advance(2_000);
    expect(session.mic).toBe('closed');
  });

  const takenAway: [string, () => void][] = [
    ['a host mutes me', () => sendDelta(floor(JO, { muted: true, running_since: null }))],
    ['the turn ends', () => sendDelta({ part: 'floor', floor: null })],
    ['someone else has the floor', () => sendDelta(floor(PRIYA))],
    ['the clock is paused', () => sendDelta(floor(JO, { running_since: null }))],
    [
      'I am sent to the door',
      () => {
        const you = aYou({ in_lobby: true });
        socket().receive({ type: 'welcome', n: 2, now: NOW, you, room: aRoom({ people: [] }) });
      },
    ],
    ['the line drops', () => socket().serverCloses()],
    ['the meeting ends', () => socket().serverCloses(CloseCode.Ended)],
    ['I am done', () => void session.done()],
    ['I leave', () => void session.leave()],
    ['the device goes away', () => tracks[0]?.onended?.()],
  ];
  it.each(takenAway)('closes at once when %s', async (_what, happens) => {
    await share();
    expect(liveTracks()).toBe(1);
    happens();
    expect(session.mic).toBe('closed');
    expect(liveTracks()).toBe(0);
    await flushPromises();
    expect(FakePeer.all.at(-1)?.transceivers[0]?.sent ?? null).toBeNull();
  });

  it('opens without another request while the turn is mine', async () => {
    await enterRoom(aRoom({ floor: (floor(JO) as { floor: FloorView }).floor }));
    expect(await session.startSharing()).toBe(true);
    expect(socket().countRequests('start_sharing')).toBe(0);
    expect(session.mic).toBe('open');
  });

  it('opens on an open floor and closes there', async () => {
    await enterRoom(withStage({ phase: 'doors_open', step: null }, aRoom({ floor: null })));
    const unmuted = session.unmute();
    await flushPromises();
    await respond('unmute');
    expect(await unmuted).toBe(true);
    sendDelta({ part: 'person', person: aPerson(JO, 'Jo', { unmuted: true }) });
    void session.muteSelf();
    expect(session.mic).toBe('closed');
    expect(socket().countRequests('mute_self')).toBe(1);
  });

  it.each([
    ['denied', 'NotAllowedError'],
    ['missing', 'NotFoundError'],
  ])('is shown as %s, and the sound continues', async (state, name) => {
    denied.with = new DOMException('no', name);
    await enterRoom(called);
    expect(await session.startSharing()).toBe(false);
    expect(session.mic).toBe(state);
    expect(session.assertive).toContain('You can still listen');
    expect(socket().countRequests('start_sharing')).toBe(0);
    expect(FakePeer.all[0]?.closed).toBe(false);
  });
});
