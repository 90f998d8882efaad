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
  queued,
  staged,
  THEO,
} from './sample';
import { HandElement, HandPeer, settled } from './testing';
import {
  answer,
  chimes,
  clock,
  comeBack,
  comeIn,
  miss,
  floor,
  reloads,
  session,
  socket,
  tell,
  titles,
  tracks,
} from './testing.session';
import { CloseCode, type Change } from './wire.gen';

describe('the room', () => {
  it('is there after the welcome and moves with the deltas', async () => {
    expect(session.room).toBeNull();
    await comeIn();
    expect(session.link).toEqual({ state: 'connected' });
    expect(session.you?.id).toBe(JO);
    tell({ part: 'gone', id: THEO });
    expect(session.room?.people.map((one) => one.id)).not.toContain(THEO);
  });

  it('is live for components', async () => {
    const seen: (string | undefined)[] = [];
    const stop = $effect.root(() => {
      $effect(() => {
        seen.push(session.room?.meeting.title);
      });
    });
    flushSync();
    await comeIn();
    flushSync();
    expect(seen).toEqual([undefined, 'Tuesday Newcomers']);
    stop();
  });

  it('is asked for anew when a delta is missing', async () => {
    await comeIn();
    miss();
    tell({ part: 'gone', id: THEO });
    expect(socket().asks('resync')).toBe(1);
    expect(session.room?.people.map((one) => one.id)).toContain(THEO);
  });

  it('has a clock that goes on by itself', async () => {
    await comeIn();
    const before = session.now;
    clock.advance(3_000);
    expect(session.now).toBe(before + 3_000);
  });
});

describe('the sound', () => {
  it('comes by itself, without a microphone, and under the name of the meeting', async () => {
    await comeIn();
    await settled();
    const { id } = socket().asked('media_offer');
    socket().says({ type: 'media_answer', id, sdp: 'v=0' });
    await settled();
    HandPeer.all[0]?.is('connected');
    expect(session.sound).toBe('playing');
    expect(titles).toEqual(['Tuesday Newcomers']);
    expect(tracks).toHaveLength(0);
  });

  it('is not for the door, and comes with being let in', async () => {
    await comeIn(aRoom({ people: [] }), aYou({ in_lobby: true }));
    expect(HandPeer.all).toHaveLength(0);
    socket().says({ type: 'welcome', n: 2, now: NOW, you: aYou(), room: aRoom() });
    await settled();
    expect(HandPeer.all).toHaveLength(1);
    expect(session.polite).toBe('You are in.');
    const room = aRoom({ people: [] });
    socket().says({ type: 'welcome', n: 2, now: NOW, you: aYou({ in_lobby: true }), room });
    expect(HandPeer.all[0]?.closed).toBe(true);
  });

  it('starts anew with a server that started anew', async () => {
    await comeIn();
    await comeBack();
    expect(HandPeer.all).toHaveLength(2);
  });

  it('goes on through a gap of the line alone', async () => {
    await comeIn();
    HandPeer.all[0]?.is('connected');
    await comeBack(aRoom(), aYou({ audio: true }));
    expect(HandPeer.all.map((one) => one.closed)).toEqual([false]);
    expect(session.sound).toBe('playing');
  });

  it('stops for whoever comes back to the door', async () => {
    await comeIn();
    HandPeer.all[0]?.is('connected');
    await comeBack(aRoom({ people: [] }), aYou({ in_lobby: true, audio: true }));
    expect(HandPeer.all[0]?.closed).toBe(true);
  });
});
describe('what I press', () => {
  it('keeps a text whose fate is unknown with its writer', async () => {
    await comeIn();
    const sent = session.sayTo('hosts', 'hello');
    socket().ends();
    expect(await sent).toBe(false);
    expect(session.notice?.text).toContain('The connection dropped');
  });

  it('says plainly that nothing went through while the line is down, and opens no microphone', async () => {
    await comeIn(queued([anEntry(JO, { state: 'called' })], aRoom({ floor: null })));
    socket().ends();
    session.draft = 'on my way';
    expect(await session.startSharing()).toBe(false);
    expect(tracks).toHaveLength(0);
    expect(session.notice).toEqual({ id: 1, text: t('notice-unsent') });
    expect(await session.sayTo('hosts', session.draft)).toBe(false);
    expect(session.notice?.id).toBe(2);
    expect(session.draft).toBe('on my way');
    await comeBack();
    expect(session.notice).toBeNull();
  });

  it('tells the same refusal twice as two notices', async () => {
    await comeIn();
    for (const id of [1, 2]) {
      const asked = session.raiseHand();
      await answer('raise_hand', 'not_your_turn');
      await asked;
      expect(session.notice?.id).toBe(id);
    }
  });

  it('lets the browser play', async () => {
    await comeIn();
    HandElement.blocked = true;
    HandPeer.all[0]?.is('connected');
    await settled();
    expect(session.sound).toBe('blocked');
    HandElement.blocked = false;
    void session.raiseHand();
    await settled();
    expect(session.sound).toBe('playing');
  });

  it('reaches the room as the chair’s messages', async () => {
    await comeIn();
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

describe('what happens around me', () => {
  it('collects the thanks of one turn', async () => {
    await comeIn();
    tell(
      { part: 'thanked', by: PRIYA },
      { part: 'thanked', by: PRIYA },
      { part: 'thanked', by: JO },
    );
    expect(session.lastSpeaker).toBe(THEO);
    expect(session.thanks).toEqual([PRIYA, JO]);
    clock.advance(1_000);
    tell({ part: 'floor', floor: null });
    expect(session.thanks).toHaveLength(2);
    tell(floor(PRIYA));
    expect(session.thanks).toEqual([]);
    expect(session.lastSpeaker).toBe(PRIYA);
  });

  it('sounds a tone for the speaker at the end of the time, not for all', async () => {
    await comeIn();
    tell({ part: 'overtime' });
    expect(chimes).toBe(0);
    tell(floor(JO), { part: 'overtime' });
    expect(chimes).toBe(1);
  });

  it('tells who stands in for a chair who dropped, until the chair is back', async () => {
    const [dana = aPerson(DANA, 'Dana')] = aRoom().people;
    const away = { ...dana, away_since: clock.now };
    const chaired = (chair: number | null): Change => ({
      part: 'stage',
      stage: staged({ chair }).stage,
    });
    await comeIn();
    tell({ part: 'person', person: away }, chaired(null));
    expect(session.stoodInFor).toBeNull();
    tell(chaired(PRIYA));
    expect(session.stoodInFor).toEqual({ before: dana, kept: true });
    tell({ part: 'person', person: dana });
    expect(session.stoodInFor).not.toBeNull();
    tell(chaired(DANA));
    expect(session.stoodInFor).toBeNull();
    tell(chaired(PRIYA));
    expect(session.stoodInFor).toBeNull();
  });

  it('reloads a page that the server no longer serves, and says so the second time', async () => {
    await comeIn();
    session.draft = 'on my way';
    socket().ends(CloseCode.Version);
    expect(reloads).toBe(1);
    expect(session.link.state).not.toBe('closed');
    session.tryNow();
    socket().ends(CloseCode.Version);
    expect(reloads).toBe(1);
    expect(session.link).toEqual({ state: 'closed', reason: 'version' });
    expect(session.assertive).toBe(t('closing-version'));
    session.reload();
    expect(reloads).toBe(2);
  });

  it('says why it is over, and falls silent', async () => {
    await comeIn();
    socket().ends(CloseCode.Removed);
    expect(session.assertive).toContain('You were removed');
    expect(session.sound).toBe('off');
  });
});
