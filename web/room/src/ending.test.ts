import { describe, expect, it } from 'vitest';
import { ending, type Ending } from './ending';
import { aRoom, aRoomState, anEntry, DANA, JO, NOW, PRIYA, withQueue, withStage } from './sample';
import type { FloorView, RoomView } from './wire.gen';

const floor = (person: number, more: Partial<FloorView> = {}): FloorView | null => {
  const held = aRoom().floor;
  return held && { ...held, person, since: NOW, ...more };
};
const mine = aRoom({ floor: floor(JO), queue: { ...aRoom().queue, entries: [] } });
const quiet = aRoom({ floor: null, queue: { ...aRoom().queue, entries: [] } });
const waiting = withQueue([anEntry(JO)], quiet);
const called = withQueue([anEntry(JO, { state: 'called' })], quiet);
const after = (before: RoomView, room: RoomView, asked: Ending | null = null) =>
  ending(aRoomState(before), aRoomState(room), asked);

describe('the end of my turn or place', () => {
  it('is a share when I had the floor, whoever ended it', () => {
    expect(after(mine, quiet)).toBe('shared');
    expect(after(mine, { ...quiet, floor: floor(PRIYA, { since: NOW + 1 }) })).toBe('shared');
    expect(after(mine, withStage({ step: 1 }, quiet))).toBe('shared');
  });

  it('is no share when I led as the chair', () => {
    expect(after({ ...mine, floor: floor(JO, { turn: 'chair' }) }, quiet)).toBeUndefined();
  });

  it('is what I pressed, or else somebody skipped me', () => {
    expect(after(called, quiet, 'passed')).toBe('passed');
    expect(after(waiting, quiet, 'lowered')).toBe('lowered');
    expect(after(called, quiet)).toBe('skipped');
    expect(after(waiting, quiet)).toBe('skipped');
  });

  it('is past when I raise my hand, somebody begins, or the meeting goes on', () => {
    expect(after(quiet, waiting)).toBeNull();
    expect(after(quiet, { ...quiet, floor: floor(PRIYA) })).toBeNull();
    expect(after(quiet, withStage({ step: 1 }, quiet))).toBeNull();
    expect(after(waiting, withStage({ phase: 'fellowship', step: null }, quiet))).toBeNull();
    expect(after(quiet, quiet)).toBeUndefined();
    expect(after(quiet, { ...quiet, floor: floor(DANA, { turn: 'chair' }) })).toBeUndefined();
  });

  it('waits while the room is paused', () => {
    const paused = withStage({ frozen_since: NOW }, { ...quiet, floor: floor(DANA) });
    expect(after(mine, paused)).toBeUndefined();
  });
});
