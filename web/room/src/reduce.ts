// Follows the room: a welcome is the whole, a delta the parts that changed.
//
// Pure; never changes what it was given. After any run of deltas the view equals the one of a
// fresh welcome. Things that happen without changing the view (thanks, a warning) pass through;
// `announce` and the session read them from the message.

import type { Change, ChatLine, PersonView, RoomView, ServerMessage, You } from './wire.gen';

/** The room as of message `n`. */
export interface RoomState {
  n: number;
  you: You;
  room: RoomView;
}

/**
 * The state after a message; `gap` when deltas are missing before it, which only a fresh welcome
 * mends. Null stands for "no welcome yet".
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

/** Numbers wrap like the server's u32. */
function nextNumber(n: number): number {
  return (n + 1) >>> 0;
}

/** In place for someone known; a new person sits last, as they arrived last. */
function withPerson(people: PersonView[], person: PersonView): PersonView[] {
  return people.some((one) => one.id === person.id)
    ? people.map((one) => (one.id === person.id ? person : one))
    : [...people, person];
}

/** Private lines come apart from the deltas, so order and doubles are settled by the number. */
function withLine(chat: ChatLine[], line: ChatLine): ChatLine[] {
  return [...chat.filter((one) => one.id !== line.id), line].sort((a, b) => a.id - b.id);
}
