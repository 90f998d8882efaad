// Who sits where in the circle: the chair on top, you at the bottom, the others clockwise in the
// order they came, the same for everyone. Cosmetic: nothing can be done only here.

import { speaking } from '../selectors';
import type { ParticipantId, PersonView, RoomView } from '../wire.gen';

/** The most chairs in one circle. Beyond it only those who speak, who serve, and you are drawn. */
export const MOST_SEATS = 24;
/** Beyond this many chairs a phone has no room for names under them. */
export const MOST_NAMED = 12;

/** One chair; an empty one has nobody. */
export type Chair = PersonView | null;

export function seating(room: RoomView, you: ParticipantId): Chair[] {
  const seated = room.people.length > MOST_SEATS ? few(room, you) : room.people;
  const chair = seated.find((person) => person.id === room.stage.chair) ?? null;
  const me = seated.find((person) => person.id === you && person !== chair);
  const others = seated
    .filter((person) => person !== chair && person !== me)
    .sort((a, b) => a.id - b.id);
  const ring: Chair[] = [chair, ...others];
  // An empty chair on top is the empty chair that there always is.
  if (chair !== null && room.people.length < MOST_SEATS) ring.push(null);
  if (me) ring.splice(Math.floor((ring.length + 1) / 2), 0, me);
  return ring;
}

function few(room: RoomView, you: ParticipantId): PersonView[] {
  const heard = new Set([room.floor?.person, you, ...speaking(room)]);
  const drawn = room.people.filter((person) => heard.has(person.id) || person.roles.length > 0);
  return drawn
    .sort((a, b) => Number(heard.has(b.id)) - Number(heard.has(a.id)))
    .slice(0, MOST_SEATS);
}
