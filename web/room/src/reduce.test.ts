import { describe, expect, it } from 'vitest';
import { applyMessage, reduce, type RoomState } from './reduce';
import {
  aRoomState,
  anEntry,
  aChatLine,
  aPerson,
  aRoom,
  aYou,
  JO,
  NOW,
  PRIYA,
  withQueue,
  withStage,
  THEO,
} from './sample';
import type { Change, ChatLine, RoomView, ServerMessage } from './wire.gen';

function line(id: number, text = 'hello'): ChatLine {
  return aChatLine(JO, 'Jo', { id, text });
}

function delta(n: number, ...changes: Change[]): ServerMessage {
  return { type: 'delta', n, now: NOW, changes };
}

function frozenDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozenDeep);
    Object.freeze(value);
  }
  return value;
}

/** A pseudo-random sequence that is the same in every run. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What a server would do and tell: a random change of its own room, made apart from `reduce`. */
function happen(room: RoomView, pick: (below: number) => number, at: number): [RoomView, Change] {
  const next = structuredClone(room);
  const id = pick(12) + 1;
  switch (pick(8)) {
    case 0: {
      const person = aPerson(id, `P${id}`, { shared: pick(3), unmuted: pick(2) === 1 });
      const place = next.people.findIndex((one) => one.id === id);
      if (place >= 0) next.people[place] = person;
      else next.people.push(person);
      return [next, { part: 'person', person }];
    }
    case 1:
      next.people.splice(0, Infinity, ...next.people.filter((one) => one.id !== id));
      return [next, { part: 'gone', id }];
    case 2:
      next.queue = { ...next.queue, entries: [anEntry(id)], open: pick(2) === 1 };
      return [next, { part: 'queue', queue: next.queue }];
    case 3:
      next.floor = pick(2) === 1 ? null : { ...(room.floor ?? aFloor()), person: id };
      return [next, { part: 'floor', floor: next.floor }];
    case 4:
      next.stage.step = pick(3);
      return [next, { part: 'stage', stage: next.stage }];
    case 5:
      next.speaking = [id];
      return [next, { part: 'speaking', people: [id] }];
    case 6:
      next.chat.push(line(at));
      return [next, { part: 'chat', line: line(at) }];
    default: {
      const gone = next.chat.shift()?.id ?? 0;
      return [next, { part: 'chat_deleted', id: gone }];
    }
  }
}

function aFloor(): NonNullable<RoomView['floor']> {
  const { floor } = aRoom();
  if (!floor) throw new Error('the sample has a floor');
  return floor;
}

describe('applying messages', () => {
  it.each([1, 2, 3, 4, 5])('ends where a fresh welcome would, after log %i', (seed) => {
    const pick = chance(seed);
    let server = aRoom();
    let client: RoomState = aRoomState(frozenDeep(structuredClone(server)));
    for (let n = 2; n < 400; n++) {
      const changes: Change[] = [];
      for (let i = pick(3); i >= 0; i--) {
        const [next, change] = happen(server, pick, n * 10 - i);
        server = next;
        changes.push(change);
      }
      const after = applyMessage(client, frozenDeep(delta(n, ...structuredClone(changes))));
      if (after === 'gap' || after === null) throw new Error('lost the room');
      client = frozenDeep(after);
      expect(client.room).toEqual(server);
    }
  });

  it('starts with a welcome and accepts only the next number', () => {
    const welcome: ServerMessage = { type: 'welcome', n: 41, now: NOW, you: aYou(), room: aRoom() };
    const state = applyMessage(null, welcome) as RoomState;
    expect(state.n).toBe(41);
    expect(applyMessage(state, delta(43))).toBe('gap');
    expect(applyMessage(state, delta(41))).toBe('gap');
    expect(applyMessage(state, delta(42))).toMatchObject({ n: 42 });
  });

  it('continues with 0 after the last number', () => {
    expect(applyMessage({ ...aRoomState(), n: 0xffff_ffff }, delta(0))).toMatchObject({ n: 0 });
  });

  it('has no room before the first welcome', () => {
    expect(applyMessage(null, delta(1))).toBeNull();
    expect(applyMessage(null, { type: 'chat', line: line(1) })).toBeNull();
  });

  it('accepts private messages and the lobby without a number', () => {
    const state = aRoomState();
    const lobby = { waiting: [aPerson(9, 'Nia')], since: [NOW] };
    expect(applyMessage(state, { type: 'chat', line: line(5) })).toMatchObject({
      n: 1,
      room: { chat: [line(5)] },
    });
    expect(applyMessage(state, { type: 'lobby', lobby })).toMatchObject({ n: 1, room: { lobby } });
  });
});

describe('one change', () => {
  it('replaces a person in place and seats a new one last', () => {
    const priya = aPerson(PRIYA, 'Priya', { shared: 1 });
    const changed = reduce(aRoom(), { part: 'person', person: priya });
    expect(changed.people[2]).toBe(priya);
    const seated = reduce(changed, { part: 'person', person: aPerson(9, 'Nia') });
    expect(seated.people.map((one) => one.id)).toEqual([1, 2, 3, 7, 9]);
  });

  it('sorts chat by number and adds nothing twice', () => {
    const room = [3, 1, 2, 3].reduce(
      (view, id) => reduce(view, { part: 'chat', line: line(id, `line ${id}`) }),
      aRoom(),
    );
    expect(room.chat.map((one) => one.id)).toEqual([1, 2, 3]);
  });

  it('leaves the view unchanged for events', () => {
    const room = withStage({ lobby_on: true }, withQueue([anEntry(THEO)]));
    for (const change of [
      { part: 'thanked', by: THEO },
      { part: 'warned' },
      { part: 'overtime' },
      { part: 'chair_prompted' },
      { part: 'no_answer', person: JO },
    ] as const) {
      expect(reduce(room, change)).toBe(room);
    }
  });
});
