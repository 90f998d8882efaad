// The states of the room that the gallery shows, by name.

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
const queue = room().queue;
const called = entry(JO, { state: 'called', until: NOW + 12_000 });
const queueAfterCall = { ...queue, entries: [called, entry(8), entry(3)] };
const withOwnTurn = (used: number): Partial<SessionView> => ({
  room: room({
    floor: floor(JO, used),
    speaking: [JO],
    queue: { ...queue, entries: [entry(JO, { state: 'speaking' }), entry(8)] },
  }),
  mic: 'open',
});
const frozen = stage({ frozen_by: 6, frozen_since: NOW - 20_000, chat: 'closed' });
const paused = { ...THEO, running_since: null };
const atStep = (step: number, more: Partial<RoomView> = {}) =>
  room({
    stage: stage({ step, step_since: NOW - MINUTE, chat: 'closed' }),
    floor: null,
    speaking: [],
    queue: { ...queue, entries: [] },
    ...more,
  });
const doorsOpen = stage({ phase: 'doors_open', step: null, chat: 'open' });
const peopleTalking = people.map((one) => (one.id === 5 ? { ...one, unmuted: true } : one));
const openFloor = room({
  stage: doorsOpen,
  floor: null,
  speaking: [5],
  people: peopleTalking,
  queue: { ...queue, entries: [] },
});
const held = entry(12, { state: 'held', until: NOW + 80_000, held_because: 'lost_connection' });
const ledRoom = room({
  people: [...people, person(12, 'Val', { away_since: NOW - 40_000 })],
  queue: { ...queue, entries: [...queue.entries, held] },
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
const lobby = {
  waiting: [person(20, 'Abel'), person(21, 'Nia'), person(22, 'Mike', { mark: 'square' })],
  since: [NOW - 3 * MINUTE, NOW - 2 * MINUTE, NOW - MINUTE],
};
const names =
  'Ada Amir Ben Bea Cal Cleo Dan Dina Eli Esme Fay Finn Gus Gwen Hal Hana Ida Ivan Jack Jess Kai Kit Lena Leo Liv Luca Mae Max Mina Nell Nico Noor Olga Otis Pam Pat Paz Quin Ravi Rosa Roy Seb Shay Sol Tam Tess Uma Vera Wes Wren Yara Zoe'.split(
    ' ',
  );
const morePeople = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    person(100 + index, names[index % names.length] ?? 'Kim'),
  );
const chair = you(DANA, { standing: 'chair' });
const chairWithTurn = (used: number): Partial<SessionView> => ({
  you: chair,
  room: { ...ledRoom, floor: floor(10, used) },
});

export const states: Record<string, Partial<SessionView>> = {
  room: {},
  called: { room: room({ floor: null, speaking: [], queue: queueAfterCall }) },
  sharing: withOwnTurn(50_000),
  'last-minute': withOwnTurn(132_000),
  over: withOwnTurn(202_000),
  muted: {
    room: room({ floor: floor(JO, 50_000, { muted: true, running_since: null }), speaking: [] }),
  },
  thanks: { room: room({ floor: null, speaking: [] }), thanks: [2, 8, 3, 5, 6, 11] },
  held: {
    room: room({
      queue: {
        ...queue,
        entries: [entry(4), entry(JO, { state: 'held', held_because: 'no_answer' })],
      },
    }),
  },
  reading: {
    room: atStep(2, { floor: floor(2, 20_000, { turn: 'reading', limit: null }), speaking: [2] }),
  },
  reader: {
    room: atStep(2, { stage: stage({ step: 2, assigned: [null, null, JO], chat: 'closed' }) }),
  },
  quiet: { room: atStep(0) },
  newcomers: { room: atStep(3) },
  doors: { room: openFloor },
  'doors-talking': {
    room: {
      ...openFloor,
      people: peopleTalking.map((one) => (one.id === JO ? { ...one, unmuted: true } : one)),
      speaking: [JO],
    },
    mic: 'open',
  },
  large: {
    room: room({
      people: [...people, ...morePeople(173)],
      stage: stage({ step: 5, step_since: NOW - 4 * MINUTE }),
      floor: floor(10, 220_000, { turn: 'speaker', limit: 15 * MINUTE, warn_before: 2 * MINUTE }),
      queue: { ...queue, entries: morePeople(9).map(({ id }) => entry(id)) },
    }),
  },
  few: { room: room({ people: people.filter(({ id }) => [DANA, 4, JO, 10].includes(id)) }) },
  many: { room: room({ people: [...people, ...morePeople(12)] }) },
  frozen: { room: room({ stage: frozen, floor: paused }) },
  'frozen-greeter': {
    you: you(6),
    room: room({ stage: { ...frozen, lobby_on: true }, floor: paused, lobby }),
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
  'stand-in': { you: chair, room: ledRoom, stoodInFor: MARTA },
  greeter: { you: you(6), room: room({ stage: stage({ lobby_on: true }), lobby }) },
  'sound-blocked': { sound: 'blocked' },
  'mic-denied': { mic: 'denied', room: room({ floor: null, speaking: [], queue: queueAfterCall }) },
  refused: { notice: { id: 1, text: 'The queue is closed for now.' } },
  chair: { you: chair, room: ledRoom },
  'chair-over': chairWithTurn(216_000),
  'chair-called': {
    you: chair,
    room: { ...ledRoom, floor: null, speaking: [], queue: queueAfterCall },
  },
  'chair-no-answer': {
    you: chair,
    room: {
      ...ledRoom,
      floor: null,
      speaking: [],
      queue: {
        ...queue,
        entries: [
          entry(4),
          entry(8),
          entry(JO, { state: 'held', held_because: 'no_answer', until: NOW + 100_000 }),
        ],
      },
    },
  },
  'chair-doors': { you: chair, room: openFloor },
  'chair-doors-quiet': { you: chair, room: { ...openFloor, speaking: [] } },
  'chair-quiet': {
    you: chair,
    room: {
      ...ledRoom,
      floor: null,
      speaking: [],
      queue: { ...queue, entries: queue.entries.slice(1) },
    },
  },
  'chair-leads': {
    you: chair,
    mic: 'open',
    room: {
      ...ledRoom,
      floor: floor(DANA, 20_000, { turn: 'chair', limit: null }),
      speaking: [DANA],
      queue: { ...queue, entries: queue.entries.slice(1) },
    },
  },
  'chair-reading': { you: chair, room: atStep(2) },
  'chair-speaking': {
    you: chair,
    mic: 'open',
    room: atStep(1, {
      floor: floor(DANA, 20_000, { turn: 'chair', limit: null }),
      speaking: [DANA],
    }),
  },
  'chair-frozen': {
    you: chair,
    room: { ...ledRoom, stage: { ...frozen, lobby_on: true }, floor: paused, lobby },
  },
  'chair-lobby': { you: chair, room: { ...ledRoom, stage: stage({ lobby_on: true }), lobby } },
  'chair-large': { you: chair, room: { ...ledRoom, people: [...people, ...morePeople(173)] } },
  'chair-fellowship': {
    you: chair,
    room: { ...openFloor, stage: { ...doorsOpen, phase: 'fellowship' } },
  },
  connecting: { room: null, you: null, link: { state: 'connecting' } },
  lobby: { you: you(JO, { in_lobby: true }), room: room({ people: [] }) },
  waiting: { room: null, you: null, link: { state: 'waiting', opensAt: NOW + 12 * MINUTE } },
  'bad-name': { room: null, you: null, link: { state: 'bad_name', problem: 'digits' } },
  ended: { room: room({ meeting, stage: stage({ phase: 'ended' }) }) },
  removed: { link: { state: 'closed', reason: 'removed' } },
  elsewhere: { link: { state: 'closed', reason: 'elsewhere' } },
  left: { link: { state: 'closed', reason: 'left' } },
};
