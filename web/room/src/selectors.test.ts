import { describe, expect, it } from 'vitest';
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
  withRoles,
  withStage,
  THEO,
} from './sample';
import * as read from './selectors';
import type { FloorView, RoomView } from './wire.gen';

const floor = (more: Partial<FloorView> = {}): FloorView => ({
  person: THEO,
  turn: 'share',
  since: NOW,
  limit: 180_000,
  warn_before: 60_000,
  used: 0,
  running_since: NOW,
  muted: false,
  word: null,
  ...more,
});

/** The room in a step of this kind instead of shares. */
function withStep(more: Partial<RoomView['meeting']['steps'][number]>): RoomView {
  const room = aRoom();
  const steps = room.meeting.steps.map((step, index) =>
    index === 2 ? { ...step, ...more } : step,
  );
  return { ...room, meeting: { ...room.meeting, steps } };
}

describe('the clock of the floor', () => {
  it('adds the time before a pause to the running time', () => {
    expect(read.floorClock(floor({ used: 30_000 }), NOW + 20_000)).toMatchObject({
      used: 50_000,
      left: 130_000,
      state: 'calm',
      paused: false,
    });
  });

  it('is stopped while it is paused', () => {
    const paused = floor({ used: 30_000, running_since: null });
    expect(read.floorClock(paused, NOW + 999_000)).toMatchObject({ left: 150_000, paused: true });
  });

  it('changes state at the last minute and at the end', () => {
    expect(read.floorClock(floor(), NOW + 119_999).state).toBe('calm');
    expect(read.floorClock(floor(), NOW + 120_000).state).toBe('last');
    expect(read.floorClock(floor(), NOW + 180_000)).toMatchObject({
      state: 'over',
      over: 0,
      part: 0,
    });
    expect(read.floorClock(floor(), NOW + 202_000)).toMatchObject({ left: 0, over: 22_000 });
  });

  it('does not run backwards when clocks differ', () => {
    expect(read.floorClock(floor(), NOW - 500).used).toBe(0);
  });

  it('has no end without a limit', () => {
    expect(read.floorClock(floor({ limit: null }), NOW + 1)).toMatchObject({
      left: null,
      state: 'untimed',
    });
  });

  it('prompts the chair half a minute past the end', () => {
    const room = aRoom({ floor: floor() });
    expect(read.chairPrompted(room, NOW + 209_999)).toBe(false);
    expect(read.chairPrompted(room, NOW + 210_000)).toBe(true);
    expect(read.chairPrompted(aRoom({ floor: null }), NOW)).toBe(false);
  });
});

describe('the queue', () => {
  it('has my place and roughly how long it takes', () => {
    const place = read.myPlace(aRoom(), aYou(), NOW);
    expect(place).toMatchObject({ number: 2, wait: 108_000 + 180_000 });
  });

  it('does not count those who are held', () => {
    const held = anEntry(PRIYA, { state: 'held', held_because: 'chair', until: NOW + 80_000 });
    const [first, mine] = read.places(withQueue([held, anEntry(JO)]), NOW);
    expect(first).toMatchObject({ number: null, wait: null, until: 80_000 });
    expect(mine).toMatchObject({ number: 1, wait: 108_000 });
  });

  it('has no waiting time without a limit', () => {
    const room = aRoom();
    const endless = { ...room, queue: { ...room.queue, share_limit: null } };
    expect(read.myPlace(endless, aYou(), NOW)).toMatchObject({ number: 2, wait: null });
  });

  it('is empty for someone without a hand up', () => {
    expect(read.myPlace(aRoom(), aYou({ id: DANA }), NOW)).toBeNull();
  });

  it('finds the next person to call, not one whose connection is lost', () => {
    expect(read.nextToCall(aRoom())?.id).toBe(PRIYA);
    const room = aRoom();
    const away = room.people.map((one) => (one.id === PRIYA ? { ...one, away_since: NOW } : one));
    expect(read.nextToCall({ ...room, people: away })?.id).toBe(JO);
    expect(read.nextToCall({ ...room, queue: { ...room.queue, mode: 'tag' } })).toBeUndefined();
  });

  it('calls hands of the step only while people introduce themselves', () => {
    const room = withStep({ kind: 'milestones' });
    expect(read.nextToCall(room)).toBeUndefined();
    expect(read.myPlace(room, aYou(), NOW)).toMatchObject({ number: 2, wait: null });
    const raised = withQueue([anEntry(JO, { for_step: true }), anEntry(PRIYA)], room);
    expect(read.nextToCall(raised)?.id).toBe(JO);
    expect(read.cutoff({ ...room, meeting: { ...room.meeting, ends: NOW } }, NOW)).toBeNull();
  });

  it('has no waiting time while nobody is called', () => {
    const room = withStep({ kind: 'reading', microphones: 'named' });
    expect(read.nextToCall(room)).toBeUndefined();
    expect(read.myPlace(room, aYou(), NOW)).toMatchObject({ number: 2, wait: null });
    expect(read.cutoff({ ...room, meeting: { ...room.meeting, ends: NOW } }, NOW)).toBeNull();
  });

  it('remembers who did not answer', () => {
    const room = withQueue([
      anEntry(JO, { state: 'held', held_because: 'no_answer' }),
      anEntry(PRIYA),
    ]);
    expect(read.unanswered(room).map((one) => one.id)).toEqual([JO]);
  });
});

describe('the end of the time', () => {
  it('warns when those who wait need more than is left', () => {
    const room = aRoom();
    const late = { ...room, meeting: { ...room.meeting, ends: NOW + 400_000 } };
    expect(read.cutoff(room, NOW)).toBeNull();
    expect(read.cutoff(late, NOW)).toEqual({ waiting: 2, needs: 468_000, left: 400_000 });
  });

  it('respects the end of the step, and never warns on an open floor', () => {
    const late = withStage({ step_since: NOW - 34 * 60_000 });
    expect(read.cutoff(late, NOW)).toMatchObject({ left: 60_000 });
    expect(read.cutoff(withStage({ phase: 'fellowship', step: null }), NOW)).toBeNull();
    expect(read.cutoff(withQueue([], withStage({ step_since: 0 })), NOW)).toBeNull();
  });
});

describe('who speaks', () => {
  it('is the holder of the floor unless muted or paused', () => {
    expect(read.speaking(aRoom())).toEqual([THEO]);
    expect(read.speaking(aRoom({ floor: floor({ muted: true }) }))).toEqual([]);
    expect(read.speaking(aRoom({ floor: floor({ running_since: null }) }))).toEqual([]);
  });

  it('is also a host who says a word, while the clock waits', () => {
    const held = floor({ since: NOW - 30_000, used: 20_000, running_since: NOW - 10_000 });
    const room = aRoom({ floor: { ...held, word: DANA } });
    expect(read.speaking(room)).toEqual([THEO, DANA]);
    expect(read.mayBeHeard(room, aYou({ id: THEO }))).toBe(true);
    expect(read.mayBeHeard(room, aYou({ id: DANA }))).toBe(true);
    expect(read.floorClock({ ...held, word: DANA }, NOW)).toMatchObject({
      used: 20_000,
      paused: true,
    });
  });

  it('is the loudest few on an open floor, and nobody in a freeze', () => {
    const open = {
      ...withStage({ phase: 'doors_open', step: null }),
      floor: null,
      speaking: [JO, THEO],
    };
    expect(read.speaking(open)).toEqual([JO, THEO]);
    expect(read.speaking(withStage({ frozen_since: NOW }, open))).toEqual([]);
  });

  it('lets my microphone be open only when the server says so', () => {
    const mine = aRoom({ floor: floor({ person: JO }) });
    expect(read.mayBeHeard(mine, aYou())).toBe(true);
    expect(read.mayBeHeard(aRoom(), aYou())).toBe(false);
    expect(read.mayBeHeard(mine, aYou({ in_lobby: true }))).toBe(false);
    const open = withStage({ phase: 'doors_open', step: null }, aRoom({ floor: null }));
    expect(read.mayBeHeard(open, aYou())).toBe(false);
    const people = [aPerson(JO, 'Jo', { unmuted: true })];
    expect(read.mayBeHeard({ ...open, people }, aYou())).toBe(true);
    expect(read.mayBeHeard(withStage({ frozen_since: NOW }, { ...open, people }), aYou())).toBe(
      false,
    );
  });
});

describe('the step', () => {
  it('has a clock that is stopped in a freeze', () => {
    expect(read.currentStep(aRoom(), NOW)).toMatchObject({ index: 2, clock: { used: 120_000 } });
    const frozen = withStage({ frozen_since: NOW - 20_000 });
    expect(read.currentStep(frozen, NOW)).toMatchObject({ clock: { used: 100_000, paused: true } });
    expect(read.currentStep(withStage({ step: null }), NOW)).toBeNull();
  });

  it('names who reads', () => {
    const room = withStage({ step: 1, assigned: [null, PRIYA, null] });
    expect(read.currentStep(room, NOW)?.assigned?.name).toBe('Priya');
  });
});

describe('people', () => {
  it('are hosts by their role, but not readers and speakers', () => {
    const room = withRoles(THEO, ['reader', 'speaker'], withRoles(PRIYA, ['greeter']));
    expect(read.hosts(room).map((one) => one.id)).toEqual([DANA, PRIYA]);
  });

  it('have their waiting time in the lobby', () => {
    const lobby = { waiting: [aPerson(9, 'Nia')], since: [NOW - 60_000] };
    expect(read.waitingInLobby(lobby, NOW)).toMatchObject([{ waited: 60_000 }]);
    expect(read.waitingInLobby(null, NOW)).toEqual([]);
  });
});

describe('durations in words', () => {
  it('round up to the second, so that 0:00 is the end', () => {
    expect(read.minutesAndSeconds(130_000)).toBe('2:10');
    expect(read.minutesAndSeconds(59_001)).toBe('1:00');
    expect(read.minutesAndSeconds(1)).toBe('0:01');
    expect(read.minutesAndSeconds(0)).toBe('0:00');
  });

  it('are at least a minute when rough', () => {
    expect(read.aboutMinutes(288_000)).toBe(5);
    expect(read.aboutMinutes(0)).toBe(1);
  });
});
