import { describe, expect, it } from 'vitest';
import {
  chatChoices,
  allowedControls,
  allowedControlsOn,
  mayWriteTo,
  nextForChair,
  nextForMe,
} from './permissions';
import {
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
import type { FloorView, QueueEntryView, Role, RoomView } from './wire.gen';

const DANA_HERSELF = aYou({ id: DANA, standing: 'chair' });

function held(person: number, more: Partial<FloorView> = {}): RoomView {
  const { floor } = aRoom();
  return aRoom({ floor: floor && { ...floor, person, ...more } });
}

const quiet = (): RoomView => aRoom({ floor: null, queue: { ...aRoom().queue, entries: [] } });
const doorsOpen = (): RoomView =>
  withStage({ phase: 'doors_open', step: null, chat: 'open' }, quiet());
const frozen = (room: RoomView = aRoom()): RoomView =>
  withStage({ frozen_by: DANA, frozen_since: NOW, chat: 'closed' }, room);

describe('the roles of the domain', () => {
  /** Which controls of the table a role has, with Theo on the floor and Nia at the door. */
  const table: [Role, string][] = [
    ['chair', 'step thank_and_close extend freeze set_lobby delete_message mute remove call'],
    ['co_chair', 'step thank_and_close extend freeze set_lobby delete_message mute remove call'],
    ['tech_host', 'step thank_and_close extend freeze set_lobby delete_message mute remove call'],
    ['timekeeper', 'extend'],
    ['greeter', 'freeze set_lobby'],
    ['chat_monitor', 'freeze delete_message mute'],
    ['reader', ''],
    ['speaker', ''],
  ];
  it.each(table)('give a %s: %s', (role, controls) => {
    const room = withRoles(JO, [role]);
    const open = withRoles(JO, [role], aRoom({ floor: null }));
    const all = [
      ...allowedControls(room, aYou()),
      ...allowedControlsOn(room, aYou(), THEO),
      ...allowedControlsOn(open, aYou(), PRIYA),
    ];
    const ofTable = (table[0]?.[1] ?? '').split(' ');
    const has = ofTable.filter((one) => (all as string[]).includes(one));
    expect(has.join(' ')).toBe(controls);
  });

  it('let everyone leave, even from the lobby', () => {
    expect([...allowedControls(aRoom(), aYou({ in_lobby: true }))]).toEqual(['leave']);
    expect(allowedControls(aRoom(), aYou()).has('leave')).toBe(true);
  });

  it('let nobody remove themselves, and only the chair remove one of the team', () => {
    const room = withRoles(JO, ['co_chair'], withRoles(THEO, ['tech_host']));
    expect(allowedControlsOn(room, aYou(), JO).has('remove')).toBe(false);
    expect(allowedControlsOn(room, aYou(), THEO).has('remove')).toBe(false);
    expect(allowedControlsOn(room, DANA_HERSELF, THEO).has('remove')).toBe(true);
    expect(allowedControlsOn(room, DANA_HERSELF, THEO).has('hold_in_lobby')).toBe(false);
  });
});

describe('my hand', () => {
  it('goes up before and in a session while the queue is open', () => {
    expect(allowedControls(quiet(), aYou()).has('raise_hand')).toBe(true);
    expect(allowedControls(doorsOpen(), aYou()).has('raise_hand')).toBe(true);
    const closed = { ...quiet(), queue: { ...quiet().queue, open: false } };
    expect(allowedControls(closed, aYou()).has('raise_hand')).toBe(false);
    expect(
      allowedControls(withStage({ phase: 'fellowship', step: null }, quiet()), aYou()).has(
        'raise_hand',
      ),
    ).toBe(false);
  });

  it('comes down while it is up, and goes up again after no answer', () => {
    expect(allowedControls(aRoom(), aYou()).has('lower_hand')).toBe(true);
    expect(allowedControls(aRoom(), aYou()).has('raise_hand')).toBe(false);
    const missed = withQueue([anEntry(JO, { state: 'held', held_because: 'no_answer' })]);
    expect(allowedControls(missed, aYou()).has('raise_hand')).toBe(true);
  });
});

describe('the next action of a member', () => {
  const call = anEntry(JO, { state: 'called', until: NOW + 12_000 });
  const cases: [string, RoomView, object][] = [
    ['waits in line', aRoom(), { kind: 'lower_hand' }],
    ['raises a hand', quiet(), { kind: 'raise_hand' }],
    ['is called', withQueue([call]), { kind: 'answer_call', until: NOW + 12_000 }],
    ['has the floor', held(JO), { kind: 'finish' }],
    ['was muted', held(JO, { muted: true, running_since: null }), { kind: 'go_on', muted: true }],
    ['sees the room paused', frozen(), { kind: 'paused' }],
    ['talks before the meeting', doorsOpen(), { kind: 'unmute' }],
    ['reads', withStage({ step: 1, assigned: [null, JO, null] }, quiet()), { kind: 'begin_turn' }],
    ['talks after it', withStage({ phase: 'fellowship', step: null }, quiet()), { kind: 'unmute' }],
    ['listens', { ...quiet(), queue: { ...quiet().queue, open: false } }, { kind: 'listen' }],
  ];
  it.each(cases)('who %s', (_who, room, next) => {
    expect(nextForMe(room, aYou(), 'open')).toEqual(next);
  });

  it('is to press again when the microphone was closed during the turn', () => {
    expect(nextForMe(held(JO), aYou(), 'closed')).toEqual({ kind: 'go_on', muted: false });
  });

  it('is to wait in the lobby', () => {
    expect(nextForMe(aRoom(), aYou({ in_lobby: true }), 'closed')).toEqual({ kind: 'in_lobby' });
  });

  it('is to take the empty chair, for a trusted servant only', () => {
    const empty = withStage({ chair: null, unattended_since: NOW });
    const people = [aPerson(JO, 'Jo', { trusted: true })];
    expect(nextForMe({ ...empty, people }, aYou(), 'closed')).toEqual({ kind: 'take_chair' });
    expect(nextForMe(empty, aYou(), 'closed')).toEqual({ kind: 'lower_hand' });
  });

  it('lets a reader or called person take over from the chair, but not from another speaker', () => {
    const reading = withStage(
      { step: 1, assigned: [null, JO, null] },
      held(DANA, { turn: 'chair' }),
    );
    expect(allowedControls(reading, aYou()).has('start_sharing')).toBe(true);
    const taken = withStage({ step: 1, assigned: [null, JO, null] });
    expect(allowedControls(taken, aYou()).has('start_sharing')).toBe(false);
  });
});

describe('after a call or a share', () => {
  const entries = (more: Partial<QueueEntryView>): RoomView =>
    withQueue([anEntry(JO, more)], quiet());

  it('a person whose microphone failed may try it again', () => {
    const room = entries({ state: 'held', held_because: 'microphone' });
    expect(nextForMe(room, aYou(), 'denied')).toEqual({ kind: 'fix_microphone' });
    expect(allowedControls(room, aYou()).has('raise_hand')).toBe(true);
  });

  it('the speaker picks the next person, and so does nobody else', () => {
    const room = withQueue([anEntry(PRIYA)], quiet());
    const picking: RoomView = { ...room, queue: { ...room.queue, mode: 'tag', picker: JO } };
    expect(nextForMe(picking, aYou(), 'closed')).toEqual({ kind: 'pick' });
    expect(allowedControlsOn(picking, aYou(), PRIYA).has('tag')).toBe(true);
    expect(allowedControlsOn(picking, aYou({ id: THEO }), PRIYA).has('tag')).toBe(false);
    expect(nextForChair(picking, DANA_HERSELF), 'the chair need not wait').toMatchObject({
      kind: 'call',
      person: { id: PRIYA },
    });
  });
});

describe('parts and the end', () => {
  it('a reader may decline', () => {
    const reading = withStage({ step: 1, assigned: [null, JO, null] }, quiet());
    expect(allowedControls(reading, aYou()).has('decline_step')).toBe(true);
    expect(allowedControls(reading, aYou({ id: THEO })).has('decline_step')).toBe(false);
  });

  it('those who lead may take the end back', () => {
    const over = withStage({ phase: 'fellowship', step: null, resumable_until: NOW }, quiet());
    expect(allowedControls(over, DANA_HERSELF).has('resume_meeting')).toBe(true);
    expect(allowedControls(over, aYou()).has('resume_meeting')).toBe(false);
  });
});

describe('the next action of the chair', () => {
  const kind = (room: RoomView): string | undefined => nextForChair(room, DANA_HERSELF)?.kind;

  it('follows the meeting from its start to its end', () => {
    expect(kind(doorsOpen())).toBe('start_meeting');
    expect(kind(withStage({ step: 0 }, quiet()))).toBe('next_step');
    expect(kind(quiet())).toBe('end_meeting');
    expect(kind(withStage({ phase: 'fellowship', step: null }, quiet()))).toBe('close_room');
    expect(kind(frozen())).toBe('unfreeze');
  });

  it('thanks the speaker and calls the next by name', () => {
    expect(nextForChair(aRoom(), DANA_HERSELF)).toMatchObject({
      kind: 'thank_and_call',
      speaker: { name: 'Theo' },
      next: { name: 'Priya' },
    });
  });

  it('calls while the chair itself has the floor', () => {
    const room = withQueue([anEntry(PRIYA)], held(DANA, { turn: 'chair' }));
    expect(nextForChair(room, DANA_HERSELF)).toMatchObject({ kind: 'call', person: { id: PRIYA } });
  });

  it('waits for an answer, then calls another person', () => {
    const waiting = withQueue([anEntry(JO, { state: 'called', until: NOW })], quiet());
    expect(kind(waiting)).toBe('await_answer');
    const missed = anEntry(JO, { state: 'held', held_because: 'no_answer' });
    expect(nextForChair(withQueue([missed, anEntry(PRIYA)], quiet()), DANA_HERSELF)).toMatchObject({
      kind: 'call',
      person: { id: PRIYA },
      instead: { id: JO },
    });
  });

  it('is null for everyone else', () => {
    expect(nextForChair(aRoom(), aYou())).toBeNull();
  });
});

describe('writing', () => {
  it('follows the policy of the step', () => {
    const to = (chat: RoomView['stage']['chat'], room = aRoom(), you = aYou()): unknown =>
      chatChoices(withStage({ chat }, room), you);
    expect(to('open')).toEqual(['everyone', 'hosts']);
    expect(to('announcements')).toEqual(['hosts']);
    expect(to('announcements', aRoom(), DANA_HERSELF)).toEqual(['everyone', 'hosts']);
    expect(to('to_hosts')).toEqual(['hosts']);
    expect(to('closed')).toEqual([]);
    expect(to('closed', aRoom(), DANA_HERSELF)).toEqual(['hosts']);
    expect(to('to_hosts', withRoles(DANA, []))).toEqual([]);
  });

  it('to one person needs a host as writer or reader', () => {
    expect(mayWriteTo(aRoom(), aYou(), DANA)).toBe(true);
    expect(mayWriteTo(aRoom(), aYou(), THEO)).toBe(false);
    expect(mayWriteTo(aRoom(), DANA_HERSELF, THEO)).toBe(true);
    expect(mayWriteTo(frozen(), DANA_HERSELF, THEO)).toBe(false);
  });
});

describe('a freeze', () => {
  it('leaves the exit, and the controls to end it', () => {
    expect([...allowedControls(frozen(), aYou())].sort()).toEqual(['leave', 'lower_hand', 'pass']);
    const chair = allowedControls(frozen(), DANA_HERSELF);
    expect(chair.has('unfreeze')).toBe(true);
    expect(chair.has('freeze')).toBe(false);
    expect(chair.has('step')).toBe(false);
    expect(chair.has('start_sharing')).toBe(true);
    expect(allowedControlsOn(frozen(), DANA_HERSELF, PRIYA).has('call')).toBe(false);
  });
});
