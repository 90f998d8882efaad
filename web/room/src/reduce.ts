// Keeps the room up to date: a welcome is the whole room, a delta the parts that changed.
//
// Pure; never changes its arguments. After any sequence of deltas the view equals that of a fresh
// welcome. Events that do not change the view (thanks, a warning) are ignored here; `announce` and
// the session read them from the message.

import type { Change, ChatLine, PersonView, RoomView, ServerMessage, You } from './wire.gen';

/** The room as of message `n`. */
export interface RoomState {
  n: number;
  you: You;
  room: RoomView;
}

/**
 * The state after a message; `gap` when deltas are missing before it, so a fresh welcome is needed.
 * Null: no welcome has come yet.
 */
export function applyMessage(
  state: RoomState | null,
  message: ServerMessage,
): RoomState | null | 'gap' {
  switch (message.type) {
    case 'welcome':
      return { n: message.n, you: message.you, room: message.room };
    case 'more':
      return (
        state && {
          ...state,
          room: {
            ...state.room,
            people: [...state.room.people, ...message.people],
            chat: [...state.room.chat, ...message.chat],
          },
        }
      );
    case 'delta':
      if (!state) return null;
      if (message.n !== nextNumber(state.n)) return 'gap';
      return { ...state, n: message.n, room: message.changes.reduce(reduce, state.room) };
    case 'chat':
      return state && { ...state, room: reduce(state.room, { part: 'chat', line: message.line }) };
    case 'lobby':
      return state && { ...state, room: { ...state.room, lobby: message.lobby } };
    default:
      return state;
  }
}

/** The room after one change. */
export function reduce(room: RoomView, change: Change): RoomView {
  switch (change.part) {
    case 'person':
      return { ...room, people: withPerson(room.people, change.person) };
    case 'gone':
      return { ...room, people: room.people.filter((one) => one.id !== change.id) };
    case 'queue':
      return { ...room, queue: change.queue };
    case 'floor':
      return { ...room, floor: change.floor };
    case 'stage':
      return { ...room, stage: change.stage };
    case 'speaking':
      return { ...room, speaking: change.people };
    case 'chat':
      return { ...room, chat: withLine(room.chat, change.line) };
    case 'chat_deleted':
      return { ...room, chat: room.chat.filter((line) => line.id !== change.id) };
    case 'thanked':
    case 'warned':
    case 'overtime':
    case 'chair_prompted':
    case 'no_answer':
      return room;
  }
}

/** Numbers wrap around like the server's u32. */
function nextNumber(n: number): number {
  return (n + 1) >>> 0;
}

/** Replaces a known person in place; a new one is appended. */
function withPerson(people: PersonView[], person: PersonView): PersonView[] {
  return people.some((one) => one.id === person.id)
    ? people.map((one) => (one.id === person.id ? person : one))
    : [...people, person];
}

/** Private messages come outside the deltas, so they are sorted and deduplicated by their number. */
function withLine(chat: ChatLine[], line: ChatLine): ChatLine[] {
  return [...chat.filter((one) => one.id !== line.id), line].sort((a, b) => a.id - b.id);
}
