// A small meeting for tests: Dana chairs, Theo shares, Priya and Jo wait; Jo is "you".

import type { RoomState } from './reduce';
import type {
  ChatLine,
  PersonView,
  QueueEntryView,
  Role,
  RoomView,
  StepView,
  You,
} from './wire.gen';

export const NOW = 1_764_097_260_000;
export const DANA = 1;
export const THEO = 2;
export const PRIYA = 3;
export const JO = 7;

export function aPerson(id: number, name: string, more: Partial<PersonView> = {}): PersonView {
  return {
    id,
    name,
    mark: null,
    mark_number: null,
    roles: [],
    trusted: false,
    newcomer: false,
    away_since: null,
    unmuted: false,
    shared: 0,
    ...more,
  };
}

export function anEntry(person: number, more: Partial<QueueEntryView> = {}): QueueEntryView {
  return {
    person,
    since: NOW - 60_000,
    state: 'waiting',
    until: null,
    answered: false,
    held_because: null,
    for_step: false,
    ...more,
  };
}

export function aChatLine(from: number, name: string, more: Partial<ChatLine> = {}): ChatLine {
  return {
    id: 1,
    from,
    name,
    mark: null,
    mark_number: null,
    roles: [],
    audience: 'everyone',
    at: NOW,
    text: 'hello',
    ...more,
  };
}

export function aStep(title: string, more: Partial<StepView> = {}): StepView {
  return {
    kind: 'shares',
    title,
    text: '',
    link: null,
    minutes: null,
    microphones: 'floor_holder',
    chat: 'to_hosts',
    ...more,
  };
}

export function aRoom(more: Partial<RoomView> = {}): RoomView {
  return {
    meeting: {
      slug: 'tuesday',
      title: 'Tuesday Newcomers',
      starts: NOW - 600_000,
      ends: NOW + 3_000_000,
      closes: NOW + 3_900_000,
      contributions: null,
      steps: [
        aStep('Quiet', { kind: 'quiet', microphones: 'nobody', chat: 'closed', minutes: 1 }),
        aStep('Reading', { kind: 'reading', microphones: 'named', chat: 'closed', minutes: 3 }),
        aStep('Shares', { minutes: 35 }),
      ],
    },
    stage: {
      phase: 'in_session',
      step: 2,
      step_since: NOW - 120_000,
      assigned: [null, null, null],
      chair: DANA,
      declined: [],
      unattended_since: null,
      resumable_until: null,
      frozen_by: null,
      frozen_since: null,
      chat: 'to_hosts',
      lobby_on: false,
    },
    people: [
      aPerson(DANA, 'Dana', { roles: ['chair'], trusted: true }),
      aPerson(THEO, 'Theo'),
      aPerson(PRIYA, 'Priya', { newcomer: true }),
      aPerson(JO, 'Jo'),
    ],
    queue: {
      open: true,
      mode: 'hands_in_order',
      share_limit: 180_000,
      picker: null,
      entries: [anEntry(THEO, { state: 'speaking' }), anEntry(PRIYA), anEntry(JO)],
    },
    floor: {
      person: THEO,
      turn: 'share',
      since: NOW - 72_000,
      limit: 180_000,
      warn_before: 60_000,
      used: 0,
      running_since: NOW - 72_000,
      muted: false,
      word: null,
    },
    speaking: [],
    chat: [],
    lobby: null,
    ...more,
  };
}

export function aYou(more: Partial<You> = {}): You {
  return { id: JO, standing: 'visitor', resume: 'token', in_lobby: false, audio: false, ...more };
}

/** The room with these changes of its stage. */
export function withStage(stage: Partial<RoomView['stage']>, room: RoomView = aRoom()): RoomView {
  return { ...room, stage: { ...room.stage, ...stage } };
}

/** The room where this person has these roles. */
export function withRoles(id: number, roles: Role[], room: RoomView = aRoom()): RoomView {
  const people = room.people.map((one) => (one.id === id ? { ...one, roles } : one));
  return { ...room, people };
}

/** The room with these entries in its queue. */
export function withQueue(entries: QueueEntryView[], room: RoomView = aRoom()): RoomView {
  return { ...room, queue: { ...room.queue, entries } };
}

export function aRoomState(room: RoomView = aRoom(), you: You = aYou()): RoomState {
  return { n: 1, you, room };
}
