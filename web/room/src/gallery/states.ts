// Every state of the room that looks different, by name.

import type { SessionView } from '../components/context';
import type { RoomView } from '../wire.gen';
import {
  DANA,
  entry,
  floor,
  JO,
  meeting,
  MINUTE,
  NOW,
  people,
  person,
  room,
  stage,
  THEO,
  you,
} from './fixtures';

const MARTA = { before: person(30, 'Marta'), kept: true };
const line = room().queue;
const called = entry(JO, { state: 'called', until: NOW + 12_000 });
const afterCall = { ...line, entries: [called, entry(8), entry(3)] };
const mine = (used: number): Partial<SessionView> => ({
  room: room({
    floor: floor(JO, used),
    speaking: [JO],
    queue: { ...line, entries: [entry(JO, { state: 'speaking' }), entry(8)] },
  }),
  mic: 'open',
});
const frozen = stage({ frozen_by: 6, frozen_since: NOW - 20_000, chat: 'closed' });
const paused = { ...THEO, running_since: null };
const at = (step: number, more: Partial<RoomView> = {}) =>
  room({
    stage: stage({ step, step_since: NOW - MINUTE, chat: 'closed' }),
    floor: null,
    speaking: [],
    queue: { ...line, entries: [] },
    ...more,
  });
const doors = stage({ phase: 'doors_open', step: null, chat: 'open' });
const talking = people.map((one) => (one.id === 5 ? { ...one, unmuted: true } : one));
const open = room({
  stage: doors,
  floor: null,
  speaking: [5],
  people: talking,
  queue: { ...line, entries: [] },
});
const held = entry(12, { state: 'held', until: NOW + 80_000, held_because: 'lost_connection' });
const desk = room({
  people: [...people, person(12, 'Val', { away_since: NOW - 40_000 })],
  queue: { ...line, entries: [...line.entries, held] },
  chat: [
    {
      id: 2,
      from: 11,
      name: 'Lee',
      mark: null,
      mark_number: null,
      roles: ['timekeeper'],
      audience: 'hosts',
      at: NOW,
      text: 'I have the clock, you have the voice.',
    },
  ],
});
const door = {
  waiting: [person(20, 'Abel'), person(21, 'Nia'), person(22, 'Mike', { mark: 'square' })],
  since: [NOW - 3 * MINUTE, NOW - 2 * MINUTE, NOW - MINUTE],
};
const names =
  'Ada Amir Ben Bea Cal Cleo Dan Dina Eli Esme Fay Finn Gus Gwen Hal Hana Ida Ivan Jack Jess Kai Kit Lena Leo Liv Luca Mae Max Mina Nell Nico Noor Olga Otis Pam Pat Paz Quin Ravi Rosa Roy Seb Shay Sol Tam Tess Uma Vera Wes Wren Yara Zoe'.split(
    ' ',
  );
const crowd = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    person(100 + index, names[index % names.length] ?? 'Kim'),
  );
const chair = you(DANA, { standing: 'chair' });
const marked = (used: number): Partial<SessionView> => ({
  you: chair,
  room: { ...desk, floor: floor(10, used) },
});

export const states: Record<string, Partial<SessionView>> = {
  room: {},
  called: { room: room({ floor: null, speaking: [], queue: afterCall }) },
  sharing: mine(50_000),
  'last-minute': mine(132_000),
  over: mine(202_000),
  muted: {
    room: room({ floor: floor(JO, 50_000, { muted: true, running_since: null }), speaking: [] }),
  },
  thanks: { room: room({ floor: null, speaking: [] }), thanks: [2, 8, 3, 5, 6, 11] },
  held: {
    room: room({
      queue: {
        ...line,
        entries: [entry(4), entry(JO, { state: 'held', held_because: 'no_answer' })],
      },
    }),
  },
  reading: {
    room: at(2, { floor: floor(2, 20_000, { turn: 'reading', limit: null }), speaking: [2] }),
  },
  reader: {
    room: at(2, { stage: stage({ step: 2, assigned: [null, null, JO], chat: 'closed' }) }),
  },
  quiet: { room: at(0) },
  newcomers: { room: at(3) },
  doors: { room: open },
  'doors-talking': {
    room: {
      ...open,
      people: talking.map((one) => (one.id === JO ? { ...one, unmuted: true } : one)),
      speaking: [JO],
    },
    mic: 'open',
  },
  large: {
    room: room({
      people: [...people, ...crowd(173)],
      stage: stage({ step: 5, step_since: NOW - 4 * MINUTE }),
      floor: floor(10, 220_000, { turn: 'speaker', limit: 15 * MINUTE, warn_before: 2 * MINUTE }),
      queue: { ...line, entries: crowd(9).map(({ id }) => entry(id)) },
    }),
  },
  few: { room: room({ people: people.filter(({ id }) => [DANA, 4, JO, 10].includes(id)) }) },
  many: { room: room({ people: [...people, ...crowd(12)] }) },
  frozen: { room: room({ stage: frozen, floor: paused }) },
  'frozen-greeter': {
    you: you(6),
    room: room({ stage: { ...frozen, lobby_on: true }, floor: paused, lobby: door }),
  },
  reconnecting: { link: { state: 'reconnecting', since: NOW - 12_000, attempt: 2 } },
  unattended: { room: room({ stage: stage({ chair: null, unattended_since: NOW - 5000 }) }) },
  'take-chair': {
    you: you(11, { standing: 'trusted_servant' }),
    room: room({ stage: stage({ chair: null, unattended_since: NOW - 5000 }) }),
  },
  'chair-dropped': {
    stoodInFor: MARTA,
  },
  'stand-in': { you: chair, room: desk, stoodInFor: MARTA },
  greeter: { you: you(6), room: room({ stage: stage({ lobby_on: true }), lobby: door }) },
  'sound-blocked': { sound: 'blocked' },
  'mic-denied': { mic: 'denied', room: room({ floor: null, speaking: [], queue: afterCall }) },
  refused: { notice: { id: 1, text: 'The queue is closed for now.' } },
  chair: { you: chair, room: desk },
  'chair-over': marked(216_000),
  'chair-called': { you: chair, room: { ...desk, floor: null, speaking: [], queue: afterCall } },
  'chair-no-answer': {
    you: chair,
    room: {
      ...desk,
      floor: null,
      speaking: [],
      queue: {
        ...line,
        entries: [
          entry(4),
          entry(8),
          entry(JO, { state: 'held', held_because: 'no_answer', until: NOW + 100_000 }),
        ],
      },
    },
  },
  'chair-doors': { you: chair, room: open },
  'chair-doors-quiet': { you: chair, room: { ...open, speaking: [] } },
  'chair-quiet': {
    you: chair,
    room: {
      ...desk,
      floor: null,
      speaking: [],
      queue: { ...line, entries: line.entries.slice(1) },
    },
  },
  'chair-leads': {
    you: chair,
    mic: 'open',
    room: {
      ...desk,
      floor: floor(DANA, 20_000, { turn: 'chair', limit: null }),
      speaking: [DANA],
      queue: { ...line, entries: line.entries.slice(1) },
    },
  },
  'chair-reading': { you: chair, room: at(2) },
  'chair-speaking': {
    you: chair,
    mic: 'open',
    room: at(1, { floor: floor(DANA, 20_000, { turn: 'chair', limit: null }), speaking: [DANA] }),
  },
  'chair-frozen': {
    you: chair,
    room: { ...desk, stage: { ...frozen, lobby_on: true }, floor: paused, lobby: door },
  },
  'chair-lobby': { you: chair, room: { ...desk, stage: stage({ lobby_on: true }), lobby: door } },
  'chair-large': { you: chair, room: { ...desk, people: [...people, ...crowd(173)] } },
  'chair-fellowship': { you: chair, room: { ...open, stage: { ...doors, phase: 'fellowship' } } },
  coming: { room: null, you: null, link: { state: 'connecting' } },
  lobby: { you: you(JO, { in_lobby: true }), room: room({ people: [] }) },
  waiting: { room: null, you: null, link: { state: 'waiting', opensAt: NOW + 12 * MINUTE } },
  'bad-name': { room: null, you: null, link: { state: 'bad_name', problem: 'digits' } },
  ended: { room: room({ meeting, stage: stage({ phase: 'ended' }) }) },
  removed: { link: { state: 'closed', reason: 'removed' } },
  elsewhere: { link: { state: 'closed', reason: 'elsewhere' } },
  left: { link: { state: 'closed', reason: 'left' } },
};
