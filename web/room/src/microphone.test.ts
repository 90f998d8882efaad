import { expect, it } from 'vitest';
import type { Mic } from './link';
import { Microphone } from './microphone';

it.each([
  [true, 'missing'],
  [false, 'insecure'],
])('says why a page without devices has no microphone (https: %s)', async (secure, expected) => {
  const states: Mic[] = [];
  const microphone = new Microphone(
    { secure, devices: undefined, context: () => new AudioContext(), wakeLock: undefined },
    (state) => states.push(state),
  );
  expect(await microphone.open()).toBe(false);
  expect(states.at(-1)).toBe(expected);
});
