// Derives values from the room: people and roles, who speaks, clocks, the queue.
//
// Pure: a view and an instant in, a value out. Which controls are allowed is in `permissions`.
// Everything may import it.

import type {
  FloorView,
  LobbyView,
  ParticipantId,
  PersonView,
  QueueEntryView,
  QueueStateView,
  Role,
  RoomView,
  StepView,
  You,
} from './wire.gen';

/** The chair is prompted when a turn is this many milliseconds over time (the room's `ChairPrompted`). */
export const PROMPT_AFTER = 30_000;

/** Roles that lead: they move the format and call people. */
const LEADING: readonly Role[] = ['chair', 'co_chair', 'tech_host'];

/** Roles that read what is written "to the hosts". */
const HOSTING: readonly Role[] = [...LEADING, 'timekeeper', 'greeter', 'chat_monitor'];

export function person(room: RoomView, id: ParticipantId | null): PersonView | undefined {
  return room.people.find((one) => one.id === id);
}

/** This person; undefined in the lobby. */
export function me(room: RoomView, you: You): PersonView | undefined {
  return person(room, you.id);
}

export function hasRole(one: PersonView | undefined, ...roles: Role[]): boolean {
  return one !== undefined && one.roles.some((role) => roles.includes(role));
}

/** What refusals speak of. When it changes, a notice is no longer true. */
export function situation({ stage, floor, queue }: RoomView): string {
  const { phase, step, frozen_since, chat, chair } = stage;
  const call = queue.entries.find(({ state }) => state === 'called')?.person;
  return [phase, step, frozen_since, chat, chair, floor?.since, queue.open, call].join();
}

/** A role that this person has got. */
export function newRole(
  before: RoomView,
  { room, you }: { room: RoomView; you: You },
): Role | null {
  const had = me(before, you)?.roles;
  return (had && me(room, you)?.roles.find((one) => !had.includes(one))) ?? null;
}

/** Chair, co-chair, tech host. */
export function isLeader(one: PersonView | undefined): boolean {
  return hasRole(one, ...LEADING);
}

/** Whether a person reads messages to "the hosts". */
export function isHost(one: PersonView | undefined): boolean {
  return hasRole(one, ...HOSTING);
}

export function hosts(room: RoomView): PersonView[] {
  return room.people.filter(isHost);
}

export function isOpenFloor(room: RoomView): boolean {
  return room.stage.phase === 'doors_open' || room.stage.phase === 'fellowship';
}

export function isFrozen(room: RoomView): boolean {
  return room.stage.frozen_since !== null;
}

/** In a led phase without a chair. */
export function isUnattended(room: RoomView): boolean {
  return room.stage.unattended_since !== null;
}

/** Somebody leads in place of a chair who lost their connection. */
export interface StandIn {
  before: PersonView;
  /** Whether their seat is kept; otherwise they left. */
  kept: boolean;
}

/** After a change of the chair: null if the former chair is still connected, and so has handed over. */
export function standIn(room: RoomView, before: PersonView | undefined): StandIn | null {
  const now = person(room, before?.id ?? null);
  if (!before || now?.away_since === null) return null;
  return { before, kept: now !== undefined };
}

/** The people who are audible now: the floor holder and a host beside them, or the loudest few on an open floor. */
export function speaking(room: RoomView): readonly ParticipantId[] {
  if (isOpenFloor(room) && !isFrozen(room)) return room.speaking;
  const { floor } = room;
  const heard = floor && !floor.muted && floor.running_since !== null ? [floor.person] : [];
  return floor?.word == null ? heard : [...heard, floor.word];
}

/**
 * Whether the server lets this person's microphone be heard. When it is false, the browser closes
 * the track too.
 */
export function mayBeHeard(room: RoomView, you: You): boolean {
  if (you.in_lobby) return false;
  if (isOpenFloor(room) && !isFrozen(room)) return me(room, you)?.unmuted === true;
  return speaking(room).includes(you.id);
}

/** The clock of the floor or of a step; times in milliseconds. */
export interface Clock {
  used: number;
  /** Null without a limit; never below 0. */
  left: number | null;
  over: number;
  /** The fraction of the time that is left, 1 to 0. */
  part: number;
  state: 'untimed' | 'calm' | 'last' | 'over';
  paused: boolean;
}

export function floorClock(floor: FloorView, now: number): Clock {
  // The clock waits while a host says a word.
  const paused = floor.running_since === null || floor.word != null;
  const running = paused ? 0 : Math.max(0, now - (floor.running_since ?? now));
  return clock(floor.used + running, floor.limit, floor.warn_before, paused);
}

/** Whether the chair is prompted to thank the speaker and end the turn. */
export function chairPrompted(room: RoomView, now: number): boolean {
  return room.floor !== null && floorClock(room.floor, now).over >= PROMPT_AFTER;
}

export interface CurrentStep {
  index: number;
  step: StepView;
  /** Who reads or speaks. */
  assigned: PersonView | undefined;
  clock: Clock;
}

/** The step in progress; null outside a session. */
export function currentStep(room: RoomView, now: number): CurrentStep | null {
  const index = room.stage.step;
  const step = index === null ? undefined : room.meeting.steps[index];
  if (index === null || step === undefined) return null;
  const limit = step.minutes === null ? null : step.minutes * 60_000;
  const used = Math.max(0, (room.stage.frozen_since ?? now) - room.stage.step_since);
  return {
    index,
    step,
    assigned: person(room, room.stage.assigned[index] ?? null),
    clock: clock(used, limit, 60_000, isFrozen(room)),
  };
}

export function stepNow(room: RoomView): StepView | undefined {
  return room.stage.step === null ? undefined : room.meeting.steps[room.stage.step];
}

/** What people are called for in this step: to introduce themselves, to share, or nothing. */
export function callsFor(room: RoomView): 'introductions' | 'shares' | null {
  const step = stepNow(room);
  if (step?.microphones !== 'floor_holder') return null;
  return step.kind === 'newcomers' || step.kind === 'milestones' ? 'introductions' : 'shares';
}

/** Whether this hand is for what happens now: hands raised to share wait while people introduce themselves. */
export function isForNow(room: RoomView, entry: QueueEntryView): boolean {
  const calls = callsFor(room);
  return calls === 'shares' || (calls !== null && entry.for_step);
}

/** Steps whose text everyone reads; in the others it is the chair's cue. */
const FOLLOWED = ['chair_reads', 'reading', 'announcements', 'closing', 'custom', 'quiet'];

/** Whether the step has a text for everyone. */
export function hasText(room: RoomView): boolean {
  const step = stepNow(room);
  return step !== undefined && FOLLOWED.includes(step.kind) && (step.text || step.link) !== null;
}

/** A place in the queue; the person who speaks has none. */
export interface Place {
  entry: QueueEntryView;
  person: PersonView | undefined;
  /** From 1, without the held ones; null for those. */
  number: number | null;
  /** Roughly how long until the turn; null for held ones, outside shares, and when shares have no limit. */
  wait: number | null;
  /** Milliseconds until the state ends by itself. */
  until: number | null;
}

/** The queue in calling order. */
export function places(room: RoomView, now: number): Place[] {
  const limit = callsFor(room) === 'shares' ? room.queue.share_limit : null;
  let number = 0;
  let wait =
    limit === null ? null : room.floor?.turn === 'share' ? floorClock(room.floor, now).left : 0;
  const result: Place[] = [];
  for (const entry of room.queue.entries) {
    if (entry.state === 'speaking') continue;
    const held = entry.state === 'held';
    result.push({
      entry,
      person: person(room, entry.person),
      number: held ? null : ++number,
      wait: held ? null : wait,
      until: entry.until === null ? null : Math.max(0, entry.until - now),
    });
    if (!held) wait = wait === null || limit === null ? null : wait + limit;
  }
  return result;
}

export function myPlace(room: RoomView, you: You, now: number): Place | null {
  return places(room, now).find((place) => place.entry.person === you.id) ?? null;
}

/** The state of someone's entry in the queue, speaking included. */
export function queueState(room: RoomView, id: ParticipantId): QueueStateView | null {
  return room.queue.entries.find((entry) => entry.person === id)?.state ?? null;
}

/** Whether this person is called and has not pressed yet. */
export function isCalled(room: RoomView | null, you: You | null): boolean {
  return !!room && !!you && queueState(room, you.id) === 'called';
}

/** Who is called and has not pressed yet. */
export function called(room: RoomView): QueueEntryView | undefined {
  return room.queue.entries.find((entry) => entry.state === 'called');
}

/** The person that the room would call next; undefined when nobody waits, or when a person picks. */
export function nextToCall(room: RoomView): PersonView | undefined {
  const { mode, entries } = room.queue;
  // After a share the chair need not wait for the speaker to pick.
  if ((mode === 'tag' && room.floor?.turn === 'share') || mode === 'chair_picks') return undefined;
  const next = entries.find(
    (entry) =>
      entry.state === 'waiting' &&
      isForNow(room, entry) &&
      person(room, entry.person)?.away_since === null,
  );
  return person(room, next?.person ?? null);
}

/** The people who were called, could not start, and still have a place in the queue. */
export function unanswered(room: RoomView): PersonView[] {
  return room.queue.entries.flatMap((entry) => {
    const missed = entry.held_because === 'no_answer' || entry.held_because === 'microphone';
    const one = missed ? person(room, entry.person) : undefined;
    return one ? [one] : [];
  });
}

export interface Cutoff {
  waiting: number;
  /** Milliseconds that the waiting people need, the current share included. */
  needs: number;
  left: number;
}

/** For the chair: null outside shares, and while the waiting people fit into the time that is left. */
export function cutoff(room: RoomView, now: number): Cutoff | null {
  const limit = room.queue.share_limit;
  if (callsFor(room) !== 'shares' || limit === null) return null;
  const waiting = places(room, now).filter((place) => place.number !== null).length;
  const current = room.floor?.turn === 'share' ? (floorClock(room.floor, now).left ?? 0) : 0;
  const step = currentStep(room, now)?.clock.left ?? Infinity;
  const left = Math.max(0, Math.min(room.meeting.ends - now, step));
  const needs = waiting * limit + current;
  return waiting > 0 && needs > left ? { waiting, needs, left } : null;
}

/** The people in the lobby, with how long each has waited. For hosts. */
export function waitingInLobby(
  lobby: LobbyView | null,
  now: number,
): { person: PersonView; waited: number }[] {
  return (lobby?.waiting ?? []).map((one, index) => ({
    person: one,
    waited: Math.max(0, now - (lobby?.since[index] ?? now)),
  }));
}

/** `2:10`: minutes and seconds, rounded up so that 0:00 means that the time is over. */
export function minutesAndSeconds(span: number): string {
  const seconds = Math.ceil(span / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Rounded to whole minutes, at least 1. */
export function aboutMinutes(span: number): number {
  return Math.max(1, Math.round(span / 60_000));
}

function clock(used: number, limit: number | null, warn: number, paused: boolean): Clock {
  if (limit === null) {
    return { used, left: null, over: 0, part: 1, state: 'untimed', paused };
  }
  const left = Math.max(0, limit - used);
  const over = Math.max(0, used - limit);
  const state = used >= limit ? 'over' : left <= warn ? 'last' : 'calm';
  return { used, left, over, part: limit > 0 ? left / limit : 0, state, paused };
}
