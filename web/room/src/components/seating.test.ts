import { describe, expect, it } from 'vitest';
import { DANA, JO, people, person, room, stage } from '../gallery/fixtures';
import { MAX_SEATS, seating } from './seating';

const ids = (chairs: ReturnType<typeof seating>) => chairs.map((chair) => chair?.id ?? null);
const crowd = (count: number) =>
  Array.from({ length: count }, (_, index) => person(100 + index, 'Kim'));

describe('the circle of chairs', () => {
  it('puts the chair on top, you at the bottom and an empty chair beside', () => {
    expect(ids(seating(room(), JO))).toEqual([DANA, 2, 3, 4, 5, 6, JO, 8, 9, 10, 11, null]);
  });

  it('keeps the others in the same order for everyone', () => {
    const others = (you: number) =>
      ids(seating(room(), you)).filter((id) => id !== you && id !== JO && id !== 10);
    expect(others(JO)).toEqual(others(10));
  });

  it('leaves the top empty while nobody chairs, and no second empty chair', () => {
    const chairs = ids(seating(room({ stage: stage({ chair: null }) }), JO));
    expect(chairs[0]).toBeNull();
    expect(chairs.filter((id) => id === null)).toHaveLength(1);
  });

  it('has no empty chair when there are as many people as chairs', () => {
    const full = room({ people: [...people, ...crowd(MAX_SEATS - people.length)] });
    expect(ids(seating(full, JO))).not.toContain(null);
    expect(seating(full, JO)).toHaveLength(MAX_SEATS);
  });

  it('seats only speakers, people with a role, and you in a large room', () => {
    const large = room({ people: [...people, ...crowd(200)] });
    expect(new Set(ids(seating(large, 150)))).toEqual(new Set([DANA, 2, 6, 11, 10, 150]));
  });
});
