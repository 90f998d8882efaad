// What this person can press now, after the roles of the domain and the phase of the room.
//
// The server alone decides; this only keeps the page from offering what it would refuse.
// Pure, like `selectors`.

import type { Mic } from './link';
import {
  called,
  frozen,
  isHost,
  leads,
  holds,
  mayBeHeard,
  me,
  nextToCall,
  openFloor,
  person,
  queueState,
  unanswered,
  unattended,
} from './selectors';
import type { Message } from './wire';
import type { ChatTo, ParticipantId, PersonView, RoomView, You } from './wire.gen';

/** A control is named like the message it sends. */
export type Control = Message['type'];

/** The controls of this person that need no other person. */
export function may(room: RoomView, you: You): ReadonlySet<Control> {
  const one = me(room, you);
  const allowed = new Set<Control>(['leave']);
  if (you.in_lobby || !one) return allowed;
  const add = (when: boolean, ...controls: Control[]): void => {
    if (when) for (const control of controls) allowed.add(control);
  };
  const icy = frozen(room);
  const guards = leads(one) || holds(one, 'greeter', 'chat_monitor');
  add(guards, icy ? 'unfreeze' : 'freeze');
  add(leads(one) || holds(one, 'greeter'), 'set_lobby', 'admit');
  add(leads(one) || holds(one, 'chat_monitor'), 'delete_message');
  add(chatChoices(room, you).length > 0, 'chat');
  add(mayTakeChair(room, you, one), 'take_chair');
  if (icy) return allowed;
  memberControls(room, you, one, add);
  if (leads(one)) leaderControls(room, add);
  add(room.floor !== null && (leads(one) || holds(one, 'timekeeper')), 'extend');
  return allowed;
}

/** The controls of this person on another one (or on themselves, in the queue). */
export function mayTo(room: RoomView, you: You, id: ParticipantId): ReadonlySet<Control> {
  const allowed = new Set<Control>();
  const one = me(room, you);
  const other = person(room, id);
  if (you.in_lobby || !one || !other) return allowed;
  const add = (when: boolean, ...controls: Control[]): void => {
    if (when) for (const control of controls) allowed.add(control);
  };
  const self = id === you.id;
  const state = queueState(room, id);
  const here = other.away_since === null;
  add(!self && (leads(one) || holds(one, 'greeter')) && !isHost(other), 'hold_in_lobby');
  add(!self && leads(one), 'remove');
  add(leads(one), 'set_role', 'assign');
  add(!self && leads(one) && here, 'hand_over');
  if (frozen(room)) return allowed;
  add(leads(one) || holds(one, 'chat_monitor') ? audibleNow(room, other) : false, 'mute');
  if (leads(one) && state !== null && state !== 'speaking') {
    add(here && state !== 'called' && !called(room), 'call');
    add(true, 'skip');
    add(state !== 'held', 'hold');
    add(state === 'held' && here, 'release');
    add(state === 'waiting', 'move');
  }
  const tags = room.queue.mode === 'tag' && room.floor?.person === you.id;
  add(tags && state === 'waiting' && here, 'tag');
  return allowed;
}

/** To whom this person may write now. Empty: nobody. */
export function chatChoices(room: RoomView, you: You): ChatTo[] {
  const one = me(room, you);
  if (you.in_lobby || !one) return [];
  const { chat } = room.stage;
  if (isHost(one)) {
    return frozen(room) || chat === 'closed' || chat === 'to_hosts'
      ? ['hosts']
      : ['everyone', 'hosts'];
  }
  if (frozen(room) || chat === 'closed') return [];
  return chat === 'open' ? ['everyone', 'hosts'] : ['hosts'];
}

/** Whether this person may write to that one: a host to anyone, anyone else to a host. */
export function mayWriteTo(room: RoomView, you: You, id: ParticipantId): boolean {
  if (id === you.id || chatChoices(room, you).length === 0) return false;
  return isHost(me(room, you)) || isHost(person(room, id));
}

/** The one next thing of a member; the bottom bar shows it. */
export type NextForMe =
  | { kind: 'at_the_door' }
  | { kind: 'take_chair' }
  | { kind: 'paused' }
  /** Called: Start sharing, Pass, A little later; until then, in the server's time. */
  | { kind: 'answer_call'; until: number | null }
  /** On the floor with a closed microphone: Start sharing goes on. `muted` by a host? */
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
  if (you.in_lobby) return { kind: 'at_the_door' };
  const one = me(room, you);
  if (one && unattended(room) && mayTakeChair(room, you, one)) return { kind: 'take_chair' };
  if (frozen(room)) return { kind: 'paused' };
  if (openFloor(room)) {
    return { kind: mayBeHeard(room, you) && mic === 'open' ? 'mute_self' : 'unmute' };
  }
  if (room.floor?.person === you.id) {
    const heard = mayBeHeard(room, you) && mic === 'open';
    return heard ? { kind: 'finish' } : { kind: 'go_on', muted: room.floor.muted };
  }
  const call = called(room);
  if (call?.person === you.id) return { kind: 'answer_call', until: call.until };
  const allowed = may(room, you);
  if (allowed.has('start_sharing')) return { kind: 'begin_turn' };
  if (allowed.has('lower_hand')) return { kind: 'lower_hand' };
  if (allowed.has('raise_hand')) return { kind: 'raise_hand' };
  return { kind: 'listen' };
}

/** The one next thing of whoever leads; null for everyone else. */
export type NextForChair =
  | { kind: 'start_meeting' }
  | { kind: 'unfreeze' }
  /** Someone else has the floor; Thank NAME, call NEXT. */
  | { kind: 'thank_and_call'; speaker: PersonView; next: PersonView | undefined }
  | { kind: 'await_answer'; person: PersonView; until: number | null }
  /** `instead` of the one who did not answer. */
  | { kind: 'call'; person: PersonView; instead: PersonView | undefined }
  | { kind: 'next_step' }
  | { kind: 'end_meeting' }
  | { kind: 'close_room' };

export function nextForChair(room: RoomView, you: You): NextForChair | null {
  if (!leads(me(room, you)) || you.in_lobby) return null;
  if (frozen(room)) return { kind: 'unfreeze' };
  if (room.stage.phase === 'doors_open') return { kind: 'start_meeting' };
  if (room.stage.phase === 'fellowship') return { kind: 'close_room' };
  if (room.stage.phase !== 'in_session') return null;
  const speaker = person(room, room.floor?.person ?? null);
  const next = callable(room) ? nextToCall(room) : undefined;
  if (speaker && speaker.id !== you.id) return { kind: 'thank_and_call', speaker, next };
  const call = called(room);
  const awaited = person(room, call?.person ?? null);
  if (call && awaited) return { kind: 'await_answer', person: awaited, until: call.until };
  if (next) return { kind: 'call', person: next, instead: unanswered(room)[0] };
  const last = (room.stage.step ?? 0) >= room.meeting.steps.length - 1;
  return { kind: last ? 'end_meeting' : 'next_step' };
}

type Add = (when: boolean, ...controls: Control[]) => void;

function memberControls(room: RoomView, you: You, one: PersonView, add: Add): void {
  if (openFloor(room)) {
    add(true, one.unmuted ? 'mute_self' : 'unmute', 'thank');
    return;
  }
  if (room.stage.phase !== 'in_session') return;
  const mine = room.floor?.person === you.id;
  const state = queueState(room, you.id);
  add(mine, 'done', 'start_sharing', 'mute_self');
  add(!mine, 'thank');
  add(state === 'called', 'start_sharing', 'pass', 'later');
  add(state === 'waiting' || state === 'held', 'lower_hand', 'pass');
  add(state === null && !mine && room.queue.open, 'raise_hand');
  add(room.floor === null && !called(room) && named(room, you, one), 'start_sharing');
}

function leaderControls(room: RoomView, add: Add): void {
  const session = room.stage.phase === 'in_session';
  add(room.stage.phase === 'doors_open', 'start_meeting');
  add(session, 'end_meeting', 'step', 'open_queue', 'set_queue_mode', 'set_share_limit');
  add(session && room.floor !== null, 'thank_and_close');
  add(room.stage.phase === 'fellowship', 'close_room');
}

/** Whether the step gives this person the floor without a call. */
function named(room: RoomView, you: You, one: PersonView): boolean {
  const index = room.stage.step;
  const step = index === null ? undefined : room.meeting.steps[index];
  if (index === null || !step || step.microphones === 'nobody') return false;
  if (room.stage.chair === you.id) return true;
  if (step.microphones === 'servants') return isHost(one);
  return step.microphones === 'named' && room.stage.assigned[index] === you.id;
}

/** Whether people are called from the queue in this step. */
function callable(room: RoomView): boolean {
  const step = room.meeting.steps[room.stage.step ?? -1];
  return step?.microphones === 'floor_holder';
}

/** An empty chair is for any trusted servant; the appointed chair takes theirs back any time. */
function mayTakeChair(room: RoomView, you: You, one: PersonView): boolean {
  if (room.stage.chair === you.id) return false;
  return you.standing === 'chair' || (room.stage.chair === null && one.trusted);
}

function audibleNow(room: RoomView, other: PersonView): boolean {
  if (openFloor(room)) return other.unmuted;
  return room.floor?.person === other.id && !room.floor.muted;
}
