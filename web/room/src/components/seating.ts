// The seats of the circle: the chair on top, you at the bottom, the others clockwise in the order of
// arrival, the same for everyone. Cosmetic: no control is only here.

import { speaking } from '../selectors';
import type { ParticipantId, PersonView, RoomView } from '../wire.gen';

/** The most chairs in one circle. In a larger room only speakers, people with a role, and you are drawn. */
export const MAX_SEATS = 24;
/** With more chairs than this a phone has no space for names under them. */
export const MAX_NAMED = 12;

/** One chair; null when it is empty. */
export type Chair = PersonView | null;

export function seating(room: RoomView, you: ParticipantId): Chair[] {
  const seated = room.people.length > MAX_SEATS ? few(room, you) : room.people;
  const chair = seated.find((person) => person.id === room.stage.chair) ?? null;
  const me = seated.find((person) => person.id === you && person !== chair);
  const others = seated
    .filter((person) => person !== chair && person !== me)
    .sort((a, b) => a.id - b.id);
  const ring: Chair[] = [chair, ...others];
  // There is always one empty chair; without a chairperson it is the one on top.
  if (chair !== null && room.people.length < MAX_SEATS) ring.push(null);
  if (me) ring.splice(Math.floor((ring.length + 1) / 2), 0, me);
  return ring;
}

function few(room: RoomView, you: ParticipantId): PersonView[] {
  const heard = new Set([room.floor?.person, you, ...speaking(room)]);
  const drawn = room.people.filter((person) => heard.has(person.id) || person.roles.length > 0);
  return drawn
    .sort((a, b) => Number(heard.has(b.id)) - Number(heard.has(a.id)))
    .slice(0, MAX_SEATS);
}
