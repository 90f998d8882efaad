import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { t } from './l10n';
import {
  aPerson,
  anEntry,
  aRoom,
  aYou,
  DANA,
  JO,
  NOW,
  PRIYA,
  withQueue,
  withStage,
  THEO,
} from './sample';
import { FakeElement, FakePeer, flushPromises } from './testing';
import {
  respond,
  chimes,
  clock,
  reconnect,
  enterRoom,
  skipDelta,
  floor,
  reloads,
  session,
  socket,
  sendDelta,
  titles,
  tracks,
} from './testing.session';
import { CloseCode, type Change } from './wire.gen';

describe('the room', () => {
  it('exists after the welcome and changes with the deltas', async () => {
    expect(session.room).toBeNull();
    await enterRoom();
    expect(session.link).toEqual({ state: 'connected' });
    expect(session.you?.id).toBe(JO);
    sendDelta({ part: 'gone', id: THEO });
    expect(session.room?.people.map((one) => one.id)).not.toContain(THEO);
  });

  it('is reactive for components', async () => {
    const seen: (string | undefined)[] = [];
    const stop = $effect.root(() => {
      $effect(() => {
        seen.push(session.room?.meeting.title);
      });
    });
    flushSync();
    await enterRoom();
    flushSync();
    expect(seen).toEqual([undefined, 'Tuesday Newcomers']);
    stop();
  });

  it('is requested again when a delta is missing', async () => {
    await enterRoom();
    skipDelta();
    sendDelta({ part: 'gone', id: THEO });
    expect(socket().countRequests('resync')).toBe(1);
    expect(session.room?.people.map((one) => one.id)).toContain(THEO);
  });

  it('has a clock that runs by itself', async () => {
    await enterRoom();
    const before = session.now;
    clock.advance(3_000);
    expect(session.now).toBe(before + 3_000);
  });
});

describe('the sound', () => {
  it('starts by itself, without a microphone, with the title of the meeting', async () => {
    await enterRoom();
    await flushPromises();
    const { id } = socket().lastRequest('media_offer');
    socket().receive({ type: 'media_answer', id, sdp: 'v=0' });
    await flushPromises();
    FakePeer.all[0]?.changeState('connected');
    expect(session.sound).toBe('playing');
    expect(titles).toEqual(['Tuesday Newcomers']);
    expect(tracks).toHaveLength(0);
  });

  it('is off in the lobby, and starts when admitted', async () => {
    await enterRoom(aRoom({ people: [] }), aYou({ in_lobby: true }));
    expect(FakePeer.all).toHaveLength(0);
    socket().receive({ type: 'welcome', n: 2, now: NOW, you: aYou(), room: aRoom() });
    await flushPromises();
    expect(FakePeer.all).toHaveLength(1);
    expect(session.polite).toBe('You are in.');
    const room = aRoom({ people: [] });
    socket().receive({ type: 'welcome', n: 2, now: NOW, you: aYou({ in_lobby: true }), room });
    expect(FakePeer.all[0]?.closed).toBe(true);
  });

  it('starts again after a restart of the server', async () => {
    await enterRoom();
    await reconnect();
    expect(FakePeer.all).toHaveLength(2);
  });

  it('continues when only the connection was lost', async () => {
    await enterRoom();
    FakePeer.all[0]?.changeState('connected');
    await reconnect(aRoom(), aYou({ audio: true }));
    expect(FakePeer.all.map((one) => one.closed)).toEqual([false]);
    expect(session.sound).toBe('playing');
  });

  it('stops for a person who comes back into the lobby', async () => {
    await enterRoom();
    FakePeer.all[0]?.changeState('connected');
    await reconnect(aRoom({ people: [] }), aYou({ in_lobby: true, audio: true }));
    expect(FakePeer.all[0]?.closed).toBe(true);
  });
});
describe('controls', () => {
  it('keep a chat text in its field when the response is lost', async () => {
    await enterRoom();
    const sent = session.sendChat('hosts', 'hello');
    socket().serverCloses();
    expect(await sent).toBe(false);
    expect(session.notice?.text).toContain('The connection dropped');
  });

  it('say that nothing was sent without a connection, and open no microphone', async () => {
    await enterRoom(withQueue([anEntry(JO, { state: 'called' })], aRoom({ floor: null })));
    socket().serverCloses();
    session.draft = 'on my way';
    expect(await session.startSharing()).toBe(false);
    expect(tracks).toHaveLength(0);
    expect(session.notice).toEqual({ id: 1, text: t('notice-unsent') });
    expect(await session.sendChat('hosts', session.draft)).toBe(false);
    expect(session.notice?.id).toBe(2);
    expect(session.draft).toBe('on my way');
    await reconnect();
    expect(session.notice).toBeNull();
  });

  it('take a refusal back when it is no longer true', async () => {
    await enterRoom();
    sendDelta({ part: 'stage', stage: withStage({ frozen_since: NOW }).stage });
    const asked = session.raiseHand();
    await respond('raise_hand', 'frozen');
    expect(await asked).toBe(false);
    expect(session.notice?.text).toBe(t('refusal-frozen'));
    sendDelta({ part: 'stage', stage: withStage({}).stage });
    expect(session.notice).toBeNull();
  });

  it('forget who did not answer when the meeting moves on', async () => {
    await enterRoom();
    sendDelta({ part: 'no_answer', person: PRIYA });
    expect(session.missed).toBe(PRIYA);
    sendDelta({ part: 'stage', stage: withStage({ step: 1 }).stage });
    expect(session.missed).toBeNull();
  });

  it('show the same refusal twice as two notices', async () => {
    await enterRoom();
    for (const id of [1, 2]) {
      const outcome = session.raiseHand();
      await respond('raise_hand', 'not_your_turn');
      await outcome;
      expect(session.notice?.id).toBe(id);
    }
  });

  it('unblock the sound', async () => {
    await enterRoom();
    FakeElement.blocked = true;
    FakePeer.all[0]?.changeState('connected');
    await flushPromises();
    expect(session.sound).toBe('blocked');
    FakeElement.blocked = false;
    void session.raiseHand();
    await flushPromises();
    expect(session.sound).toBe('playing');
  });

  it('send the chair’s messages', async () => {
    await enterRoom();
    void session.chair.thankAndClose(PRIYA);
    void session.chair.thankAndClose();
    void session.chair.goTo(2);
    expect(socket().sent.slice(-3)).toMatchObject([
      { type: 'thank_and_close', call: PRIYA },
      { type: 'thank_and_close' },
      { type: 'step', to: { to: 2 } },
    ]);
  });
});

describe('changes of the room', () => {
  it('collect the thanks of one turn', async () => {
    await enterRoom();
    sendDelta(
      { part: 'thanked', by: PRIYA },
      { part: 'thanked', by: PRIYA },
      { part: 'thanked', by: JO },
    );
    expect(session.lastSpeaker).toBe(THEO);
    expect(session.thanks).toEqual([PRIYA, JO]);
    clock.advance(1_000);
    sendDelta({ part: 'floor', floor: null });
    expect(session.thanks).toHaveLength(2);
    sendDelta(floor(PRIYA));
    expect(session.thanks).toEqual([]);
    expect(session.lastSpeaker).toBe(PRIYA);
  });

  it('play a tone for the speaker at the end of the time, not for all', async () => {
    await enterRoom();
    sendDelta({ part: 'overtime' });
    expect(chimes).toBe(0);
    sendDelta(floor(JO), { part: 'overtime' });
    expect(chimes).toBe(1);
  });

  it('show who stands in for a lost chair, until the chair is back', async () => {
    const [dana = aPerson(DANA, 'Dana')] = aRoom().people;
    const away = { ...dana, away_since: clock.now };
    const chaired = (chair: number | null): Change => ({
      part: 'stage',
      stage: withStage({ chair }).stage,
    });
    await enterRoom();
    sendDelta({ part: 'person', person: away }, chaired(null));
    expect(session.stoodInFor).toBeNull();
    sendDelta(chaired(PRIYA));
    expect(session.stoodInFor).toEqual({ before: dana, kept: true });
    sendDelta({ part: 'person', person: dana });
    expect(session.stoodInFor).not.toBeNull();
    sendDelta(chaired(DANA));
    expect(session.stoodInFor).toBeNull();
    sendDelta(chaired(PRIYA));
    expect(session.stoodInFor).toBeNull();
  });

  it('reload a page that the server no longer serves, and say so the second time', async () => {
    await enterRoom();
    session.draft = 'on my way';
    socket().serverCloses(CloseCode.Version);
    expect(reloads).toBe(1);
    expect(session.link.state).not.toBe('closed');
    session.tryNow();
    socket().serverCloses(CloseCode.Version);
    expect(reloads).toBe(1);
    expect(session.link).toEqual({ state: 'closed', reason: 'version' });
    expect(session.assertive).toBe(t('closing-version'));
    session.reload();
    expect(reloads).toBe(2);
  });

  it('announce why the room was closed, and stop the sound', async () => {
    await enterRoom();
    socket().serverCloses(CloseCode.Removed);
    expect(session.assertive).toContain('You were removed');
    expect(session.sound).toBe('off');
  });
});

describe('a role', () => {
  it('that I am given is shown', async () => {
    await enterRoom();
    sendDelta({ part: 'person', person: aPerson(JO, 'Jo', { roles: ['greeter'] }) });
    expect(session.notice?.text).toBe(t('notice-role', { role: 'greeter' }));
    sendDelta({ part: 'person', person: aPerson(PRIYA, 'Priya', { roles: ['timekeeper'] }) });
    expect(session.notice?.text).toBe(t('notice-role', { role: 'greeter' }));
  });
});

describe('closing the room', () => {
  it('shows the chair no error: the close code is the response', async () => {
    await enterRoom(withStage({ phase: 'fellowship', step: null }), aYou({ id: DANA }));
    const closing = session.chair.closeRoom();
    socket().serverCloses(CloseCode.Ended);
    await closing;
    expect(session.link).toEqual({ state: 'closed', reason: 'ended' });
    expect(session.notice).toBeNull();
  });

  it('says that a request is lost while the room goes on', async () => {
    await enterRoom();
    const raising = session.raiseHand();
    socket().serverCloses(CloseCode.Restarting);
    expect(await raising).toBe(false);
    expect(session.notice?.text).toBe(t('notice-lost'));
  });
});
