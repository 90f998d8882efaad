import { beforeEach, describe, expect, it } from 'vitest';
import { Announcer, sentences, SPACING, STAY, type Sentence } from './announce';
import type { Ending } from './ending';
import { applyMessage, type RoomState } from './reduce';
import {
  aRoomState,
  aChatLine,
  anEntry,
  aPerson,
  aRoom,
  aYou,
  DANA,
  JO,
  NOW,
  PRIYA,
  withQueue,
  withRoles,
  withStage,
  THEO,
} from './sample';
import { FakeClock } from './testing';
import type { Change, FloorView, RoomView, ServerMessage } from './wire.gen';

function said(before: RoomState, ...changes: Change[]): Sentence[] {
  return saidAfter(null, before, ...changes);
}

function saidAfter(ended: Ending | null, before: RoomState, ...changes: Change[]): Sentence[] {
  const message: ServerMessage = { type: 'delta', n: before.n + 1, now: NOW, changes };
  const after = applyMessage(before, message);
  if (after === null || after === 'gap') throw new Error('lost the room');
  return sentences(before, after, message, ended);
}

const floor = (person: number, more: Partial<FloorView> = {}): Change => {
  const held = aRoom().floor;
  return { part: 'floor', floor: held && { ...held, person, ...more } };
};
const stage = (more: Partial<RoomView['stage']>): Change => ({
  part: 'stage',
  stage: withStage(more).stage,
});
const queue = (...entries: RoomView['queue']['entries']): Change => ({
  part: 'queue',
  queue: withQueue(entries).queue,
});
const texts = (all: Sentence[]): string[] => all.map(({ text }) => text);

describe('sentences', () => {
  it('announces my call at once, with the name of the chair', () => {
    expect(said(aRoomState(), queue(anEntry(JO, { state: 'called' })))).toEqual([
      {
        topic: 'call',
        text: 'Dana has called you. Press Start sharing when you are ready, or Pass.',
        assertive: true,
      },
    ]);
  });

  it('does not announce my call twice', () => {
    const called = aRoomState(withQueue([anEntry(JO, { state: 'called' })]));
    expect(said(called, queue(anEntry(JO, { state: 'called', until: NOW })))).toEqual([]);
  });

  it('name the person whose turn it is', () => {
    expect(texts(said(aRoomState(), floor(PRIYA)))).toEqual(['Priya is sharing.']);
    expect(texts(said(aRoomState(), floor(PRIYA, { turn: 'reading' })))).toEqual([
      'Priya is reading.',
    ]);
    expect(texts(said(aRoomState(), { part: 'floor', floor: null }))).toEqual([
      'Nobody is speaking now.',
    ]);
    expect(texts(said(aRoomState(withQueue([])), floor(JO)))).toEqual(['Everyone hears you now.']);
  });

  it('say a mark as its word', () => {
    const people = [...aRoom().people, aPerson(9, 'Mike', { mark: 'diamond' })];
    expect(texts(said(aRoomState(aRoom({ people })), floor(9)))).toEqual([
      'Mike, diamond is sharing.',
    ]);
  });

  it('tell only the muted person that a host muted them', () => {
    const mine = aRoomState(aRoom({ floor: floorOf(JO) }));
    const muted = said(mine, floor(JO, { muted: true, running_since: null }));
    expect(muted).toMatchObject([{ topic: 'turn', assertive: true }]);
    expect(said(aRoomState(), floor(THEO, { muted: true }))).toEqual([]);
  });

  it('count my place down', () => {
    expect(texts(said(aRoomState(), queue(anEntry(JO))))).toEqual(['You are next.']);
    const last = aRoomState(withQueue([]));
    const ahead = [2, 3, 1].map((id) => anEntry(id));
    expect(texts(said(last, queue(...ahead.slice(0, 1), anEntry(JO))))).toEqual([
      'You are 2nd in line.',
    ]);
    expect(texts(said(last, queue(...ahead.slice(0, 2), anEntry(JO))))).toEqual([
      'You are 3rd in line.',
    ]);
    expect(texts(said(last, queue(...ahead, anEntry(JO))))).toEqual(['You are 4th in line.']);
  });

  it('say how my turn or my place ended', () => {
    const words = (ended: Ending): string[] => texts(saidAfter(ended, aRoomState(), queue()));
    expect(words('lowered')).toEqual(['Your hand is down. Listening is a good way to be here.']);
    expect(words('shared')).toEqual(['Thank you, Jo.']);
    expect(words('passed')[0]).toMatch(/^You passed, and that is fine\./);
    expect(words('skipped')[0]).toMatch(/^Dana moved on for now\./);
  });

  it('announce the last minute and the end of the time', () => {
    expect(texts(said(aRoomState(), { part: 'warned' }))).toEqual(['One minute left.']);
    expect(said(aRoomState(), { part: 'overtime' })).toEqual([]);
    const mine = aRoomState(aRoom({ floor: floorOf(JO) }));
    expect(texts(said(mine, { part: 'overtime' }))).toEqual([
      'Your time is up. Finish your thought; nobody will cut you off.',
    ]);
    const chair = aRoomState(aRoom(), aYou({ id: DANA }));
    expect(texts(said(chair, { part: 'overtime' }))).toEqual(['The time of Theo is up.']);
    expect(texts(said(chair, { part: 'chair_prompted' }))).toEqual([
      'Theo is 30 seconds over time.',
    ]);
    expect(said(aRoomState(), { part: 'chair_prompted' })).toEqual([]);
  });

  it('announce the chair, the freeze and the steps of the meeting', () => {
    expect(texts(said(aRoomState(), stage({ chair: PRIYA })))).toEqual([
      'Priya has the chair now.',
    ]);
    expect(texts(said(aRoomState(), stage({ chair: JO })))).toEqual(['You have the chair now.']);
    const empty = stage({ chair: null, unattended_since: NOW });
    expect(texts(said(aRoomState(), empty))).toEqual([
      'The chair is empty. Someone will take it in a moment.',
    ]);
    expect(said(aRoomState(), stage({ frozen_since: NOW }))).toMatchObject([{ assertive: true }]);
    const frozen = aRoomState(withStage({ frozen_since: NOW }));
    expect(texts(said(frozen, stage({})))).toEqual(['The meeting continues.']);
    expect(texts(said(aRoomState(), stage({ step: 1 })))).toEqual(['Reading.']);
    const fellowship = stage({ phase: 'fellowship', step: null });
    expect(texts(said(aRoomState(), fellowship))).toEqual([
      'The meeting has ended. The room stays open to talk.',
    ]);
  });

  it('tell hosts who did not answer, and that person that their place is kept', () => {
    const missed: Change = { part: 'no_answer', person: JO };
    const chair = aRoomState(aRoom(), aYou({ id: DANA }));
    expect(texts(said(chair, missed))).toEqual(['Jo did not answer. Their place is kept.']);
    expect(texts(said(aRoomState(), missed))).toEqual([
      'Your place is kept. You can be called again.',
    ]);
    expect(said(aRoomState(aRoom(), aYou({ id: PRIYA })), missed)).toEqual([]);
  });

  it('leave out arrivals, departures, other hands and chat to everyone', () => {
    const line = aChatLine(THEO, 'Theo');
    const quiet: Change[] = [
      { part: 'person', person: aPerson(9, 'Nia') },
      { part: 'gone', id: THEO },
      { part: 'speaking', people: [THEO] },
      { part: 'chat', line: { ...line, audience: 'everyone' } },
      { part: 'queue', queue: withQueue([...aRoom().queue.entries, anEntry(DANA)]).queue },
    ];
    expect(said(aRoomState(), ...quiet)).toEqual([]);
  });

  it('announce a private message, the lobby, and being admitted', () => {
    const before = aRoomState(withRoles(JO, ['greeter']));
    const line = aChatLine(DANA, 'Dana');
    const sentencesFor = (message: ServerMessage, from = before): string[] =>
      texts(sentences(from, applyMessage(from, message) as RoomState, message));
    expect(sentencesFor({ type: 'chat', line: { ...line, audience: { person: JO } } })).toEqual([
      'Dana wrote to you.',
    ]);
    const lobby = { waiting: [aPerson(9, 'Nia')], since: [NOW] };
    expect(sentencesFor({ type: 'lobby', lobby })).toEqual(['One person is at the door.']);
    const outside = aRoomState(aRoom(), aYou({ in_lobby: true }));
    const inside: ServerMessage = { type: 'welcome', n: 2, now: NOW, you: aYou(), room: aRoom() };
    expect(sentencesFor(inside, outside)).toEqual(['You are in.']);
  });

  it('are empty at the first welcome', () => {
    const message: ServerMessage = { type: 'welcome', n: 1, now: NOW, you: aYou(), room: aRoom() };
    expect(sentences(null, aRoomState(), message)).toEqual([]);
  });
});

describe('the announcer', () => {
  let clock: FakeClock;
  let spoken: string[];
  let announcer: Announcer;

  beforeEach(() => {
    clock = new FakeClock();
    spoken = [];
    announcer = new Announcer({
      polite: (text) => spoken.push(text),
      assertive: (text) => spoken.push(`at once: ${text}`),
      after: clock.after,
    });
  });

  it('announces one sentence at a time, and the latest of a topic', () => {
    announcer.announce([{ topic: 'turn', text: 'a' }]);
    announcer.announce([{ topic: 'place', text: '3rd' }]);
    announcer.announce([{ topic: 'chat', text: 'line' }]);
    announcer.announce([{ topic: 'place', text: '2nd' }]);
    expect(spoken).toEqual(['a']);
    clock.advance(SPACING);
    expect(spoken).toEqual(['a', 'line']);
    clock.advance(SPACING);
    expect(spoken).toEqual(['a', 'line', '2nd']);
    clock.advance(10 * SPACING);
    announcer.announce([{ topic: 'turn', text: 'b' }]);
    expect(spoken).toEqual(['a', 'line', '2nd', '', 'b']);
  });

  it('announces a call at once', () => {
    announcer.announce([{ topic: 'turn', text: 'a' }]);
    announcer.announce([{ topic: 'call', text: 'you', assertive: true }]);
    expect(spoken).toEqual(['a', 'at once: you']);
  });

  it('leaves nothing old in the regions', () => {
    announcer.announce([{ topic: 'turn', text: 'a' }]);
    announcer.announce([{ topic: 'call', text: 'you', assertive: true }]);
    clock.advance(STAY);
    expect(spoken).toEqual(['a', 'at once: you', '', 'at once: ']);
  });
});

function floorOf(person: number): FloorView | null {
  const held = aRoom().floor;
  return held && { ...held, person };
}
