// The controls that this person can press now, by their roles and the phase of the room.
//
// The server alone decides; this only keeps the page from offering what the server would refuse.
// Pure, like `selectors`.

import type { Mic } from './link';
import {
  called,
  callsFor,
  isFrozen,
  isHost,
  isLeader,
  hasRole,
  mayBeHeard,
  me,
  nextToCall,
  isForNow,
  isOpenFloor,
  person,
  queueState,
  stepNow,
  unanswered,
  isUnattended,
} from './selectors';
import type { ClientRequest } from './wire';
import type { ChatTo, ParticipantId, PersonView, RoomView, You } from './wire.gen';

/** A control has the name of the message that it sends. */
export type Control = ClientRequest['type'];

/** The controls that this person can press and that concern no other person. */
export function allowedControls(room: RoomView, you: You): ReadonlySet<Control> {
  const one = me(room, you);
  const allowed = new Set<Control>(['leave']);
  if (you.in_lobby || !one) return allowed;
  const add = (when: boolean, ...controls: Control[]): void => {
    if (when) for (const control of controls) allowed.add(control);
  };
  const team = isLeader(one);
  const frozen = isFrozen(room);
  add(team || hasRole(one, 'greeter', 'chat_monitor'), frozen ? 'unfreeze' : 'freeze');
  add(team || hasRole(one, 'greeter'), 'set_lobby');
  add(!frozen && (team || hasRole(one, 'greeter')), 'admit');
  add(team || hasRole(one, 'chat_monitor'), 'delete_message');
  add(chatChoices(room, you).length > 0, 'chat');
  add(mayTakeChair(room, you, one), 'take_chair');
  add(!frozen, 'thank');
  add(room.floor?.limit != null && (team || hasRole(one, 'timekeeper')), 'extend');
  turnControls(room, you, one, add);
  queueControls(room, you, add);
  if (team) leaderControls(room, add);
  return allowed;
}

/** The controls that this person can press for another one (or for themselves, in the queue). */
export function allowedControlsOn(
  room: RoomView,
  you: You,
  id: ParticipantId,
): ReadonlySet<Control> {
  const allowed = new Set<Control>();
  const one = me(room, you);
  const other = person(room, id);
  if (you.in_lobby || !one || !other) return allowed;
  const add = (when: boolean, ...controls: Control[]): void => {
    if (when) for (const control of controls) allowed.add(control);
  };
  const self = id === you.id;
  const entry = room.queue.entries.find((one) => one.person === id);
  const state = queueState(room, id);
  const here = other.away_since === null;
  const team = isLeader(one);
  const frozen = isFrozen(room);
  add(!self && (team || hasRole(one, 'greeter')) && !isLeader(other), 'hold_in_lobby');
  // Only the chair may remove others of the team.
  add(!self && team && (!isLeader(other) || room.stage.chair === you.id), 'remove');
  add(team, 'set_role', 'assign');
  add(team && here && room.stage.chair !== id, 'hand_over');
  add((team || hasRole(one, 'chat_monitor')) && isAudible(room, other), 'mute');
  const inLine = state !== null && state !== 'speaking';
  const forNow = entry !== undefined && isForNow(room, entry);
  if (team && inLine) {
    const free = room.floor === null || room.floor.turn === 'chair';
    add(!frozen && here && state !== 'called' && free && forNow, 'call');
    add(true, 'skip');
    add(state !== 'held', 'hold');
    add(state === 'held' && here, 'release');
    add(state !== 'called', 'move');
  }
  const picks = room.floor?.person === you.id || room.queue.picker === you.id;
  const tags = room.queue.mode === 'tag' && picks;
  add(!frozen && tags && inLine && here && forNow, 'tag');
  return allowed;
}

/** The audiences to which this person may write now; may be empty. */
export function chatChoices(room: RoomView, you: You): ChatTo[] {
  const one = me(room, you);
  if (you.in_lobby || !one) return [];
  const { chat } = room.stage;
  const host = isHost(one);
  const toAll = chat === 'open' || (chat === 'announcements' && host);
  const toHosts = host || (chat !== 'closed' && room.people.some(isHost));
  return [...(toAll ? ['everyone' as const] : []), ...(toHosts ? ['hosts' as const] : [])];
}

/** Private messages are between a host and one person; while the chat is closed, between hosts only. */
export function mayWriteTo(room: RoomView, you: You, id: ParticipantId): boolean {
  const other = person(room, id);
  if (you.in_lobby || id === you.id || !other) return false;
  const [mine, theirs] = [isHost(me(room, you)), isHost(other)];
  return room.stage.chat === 'closed' ? mine && theirs : mine || theirs;
}

/** The next action of a member; the bottom bar shows it. */
export type NextForMe =
  | { kind: 'in_lobby' }
  | { kind: 'take_chair' }
  | { kind: 'paused' }
  /** Called: Start sharing, Pass, A little later. `until` is in the server's time. */
  | { kind: 'answer_call'; until: number | null }
  /** The browser refused the microphone; the place is held. */
  | { kind: 'fix_microphone' }
  /** The share is over: names the next person. */
  | { kind: 'pick' }
  /** On the floor with a closed microphone: Start sharing continues. `muted`: by a host. */
  | { kind: 'go_on'; muted: boolean }
  /** On the floor and heard: I'm done. */
  | { kind: 'finish' }
  /** The step names this person and the floor is free: Start sharing. */
  | { kind: 'begin_turn' }
  | { kind: 'lower_hand' }
  | { kind: 'raise_hand' }
  /** Open floor. */
  | { kind: 'unmute' }
  | { kind: 'mute_self' }
  | { kind: 'listen' };

export function nextForMe(room: RoomView, you: You, mic: Mic): NextForMe {
  if (you.in_lobby) return { kind: 'in_lobby' };
  const one = me(room, you);
  if (one && isUnattended(room) && mayTakeChair(room, you, one)) return { kind: 'take_chair' };
  // The team may speak in a pause; any other speaker waits for its end.
  if (isFrozen(room) && !(isLeader(one) && room.floor?.person === you.id))
    return { kind: 'paused' };
  if (isOpenFloor(room) && !isFrozen(room)) {
    return { kind: mayBeHeard(room, you) && mic === 'open' ? 'mute_self' : 'unmute' };
  }
  if (room.floor?.person === you.id) {
    const heard = mayBeHeard(room, you) && mic === 'open';
    return heard ? { kind: 'finish' } : { kind: 'go_on', muted: room.floor.muted };
  }
  const call = called(room);
  if (call?.person === you.id) return { kind: 'answer_call', until: call.until };
  if (room.queue.picker === you.id) return { kind: 'pick' };
  const entry = room.queue.entries.find((one) => one.person === you.id);
  if (entry?.held_because === 'microphone') return { kind: 'fix_microphone' };
  const allowed = allowedControls(room, you);
  if (allowed.has('start_sharing')) return { kind: 'begin_turn' };
  if (allowed.has('raise_hand')) return { kind: 'raise_hand' };
  if (allowed.has('lower_hand')) return { kind: 'lower_hand' };
  return { kind: 'listen' };
}

/** The next action of a person who leads; null for everyone else. */
export type NextForChair =
  | { kind: 'start_meeting' }
  | { kind: 'unfreeze' }
  /** Someone shares, reads or talks; Thank NAME, call NEXT. */
  | { kind: 'thank_and_call'; speaker: PersonView; next: PersonView | undefined }
  /** `answered`: their browser asks about the microphone. */
  | { kind: 'await_answer'; person: PersonView; until: number | null; answered: boolean }
  /** `instead`: the person who did not answer. */
  | { kind: 'call'; person: PersonView; instead: PersonView | undefined }
  | { kind: 'next_step' }
  | { kind: 'end_meeting' }
  | { kind: 'close_room' };

export function nextForChair(room: RoomView, you: You): NextForChair | null {
  if (!isLeader(me(room, you)) || you.in_lobby) return null;
  if (isFrozen(room)) return { kind: 'unfreeze' };
  if (room.stage.phase === 'doors_open') return { kind: 'start_meeting' };
  if (room.stage.phase === 'fellowship') return { kind: 'close_room' };
  if (room.stage.phase !== 'in_session') return null;
  const share = room.floor !== null && room.floor.turn !== 'chair';
  const speaker = share ? person(room, room.floor?.person ?? null) : undefined;
  const next = nextToCall(room);
  if (speaker) return { kind: 'thank_and_call', speaker, next };
  const call = called(room);
  const awaited = person(room, call?.person ?? null);
  if (call && awaited)
    return { kind: 'await_answer', person: awaited, until: call.until, answered: call.answered };
  if (next) return { kind: 'call', person: next, instead: unanswered(room)[0] };
  const last = (room.stage.step ?? 0) >= room.meeting.steps.length - 1;
  return { kind: last ? 'end_meeting' : 'next_step' };
}

type Add = (when: boolean, ...controls: Control[]) => void;

/** One's own microphone and turn. */
function turnControls(room: RoomView, you: You, one: PersonView, add: Add): void {
  const { floor } = room;
  const frozen = isFrozen(room);
  add(mayBeHeard(room, you), 'mute_self');
  if (isOpenFloor(room) && !frozen) {
    add(!one.unmuted, 'unmute');
    return;
  }
  const mine = floor?.person === you.id;
  add(mine, 'done');
  if (frozen) {
    // The team may speak in a pause, before the paused turn continues.
    add(isLeader(one) && (mine || floor?.turn !== 'chair'), 'start_sharing');
    return;
  }
  const others = floor !== null && floor.turn !== 'chair' && !mine;
  add(others && isLeader(one) && (floor.word ?? you.id) === you.id, 'say_word');
  const floorIsFree = floor === null || floor.turn === 'chair';
  const isInvited = queueState(room, you.id) === 'called' || assignedHere(room, you);
  add(mine || (isInvited && floorIsFree), 'start_sharing');
  add(assignedHere(room, you), 'decline_step');
  add(floor === null && maySpeakUncalled(room, you, one), 'start_sharing');
}

/** One's own hand. */
function queueControls(room: RoomView, you: You, add: Add): void {
  const entry = room.queue.entries.find((one) => one.person === you.id);
  const inLine = entry !== undefined && entry.state !== 'speaking';
  add(inLine, 'lower_hand', 'pass');
  if (isFrozen(room)) return;
  add(entry?.state === 'called', 'later');
  const early = room.stage.phase === 'doors_open';
  if (!early && room.stage.phase !== 'in_session') return;
  add(entry === undefined && (room.queue.open || hasOwnQueue(room)), 'raise_hand');
  // A person who did not answer raises the hand again to say that they are back.
  const missed = entry?.held_because === 'no_answer' || entry?.held_because === 'microphone';
  add(missed, 'raise_hand');
  // A hand that was raised to share becomes one for this step.
  add(entry?.state === 'waiting' && !entry.for_step && hasOwnQueue(room), 'raise_hand');
}

function leaderControls(room: RoomView, add: Add): void {
  const { phase } = room.stage;
  const frozen = isFrozen(room);
  add(phase === 'doors_open' && !frozen, 'start_meeting');
  add(phase === 'in_session' && !frozen, 'end_meeting', 'step');
  add(phase === 'fellowship' && !frozen && room.stage.resumable_until !== null, 'resume_meeting');
  add(room.floor !== null, 'thank_and_close');
  add(true, 'open_queue', 'set_queue_mode', 'set_share_limit');
  add(phase === 'fellowship', 'close_room');
}

/** Whether the step names this person to read or to speak. */
export function assignedHere(room: RoomView, you: You): boolean {
  const named = stepNow(room)?.microphones === 'named';
  return named && room.stage.assigned[room.stage.step ?? -1] === you.id;
}

/** Whether this person may speak without being called: the chair except in silence, servants in announcements. */
function maySpeakUncalled(room: RoomView, you: You, one: PersonView): boolean {
  const microphones = stepNow(room)?.microphones;
  if (!microphones || microphones === 'nobody') return false;
  if (room.stage.chair === you.id) return true;
  return microphones === 'servants' && (isHost(one) || one.trusted);
}

/** Whether the step has its own queue, which is open although the main queue is closed. */
function hasOwnQueue(room: RoomView): boolean {
  const kind = stepNow(room)?.kind;
  const isSpecial = kind === 'newcomers' || kind === 'milestones' || kind === 'burning_desire';
  return isSpecial && callsFor(room) !== null;
}

/** Any trusted servant may take an empty chair; an appointed chair may take it back at any time. */
function mayTakeChair(room: RoomView, you: You, one: PersonView): boolean {
  if (room.stage.chair === you.id) return false;
  return you.standing === 'chair' || (room.stage.chair === null && one.trusted);
}

function isAudible(room: RoomView, other: PersonView): boolean {
  if (isOpenFloor(room)) return other.unmuted;
  return room.floor?.person === other.id && !room.floor.muted;
}
