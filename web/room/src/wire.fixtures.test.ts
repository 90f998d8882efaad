// The examples of the protocol's document are what both sides read.

import { describe, expect, it } from 'vitest';
import document from '../../../server/PROTOCOL.md?raw';
import generated from './wire.gen.ts?raw';
import { parseServerMessage } from './wire';

const examples = [...document.matchAll(/^```json (client|server)\n([\s\S]*?)^```$/gm)].map(
  ([, side, text = '']) => ({ side, text, value: JSON.parse(text) as Record<string, unknown> }),
);
const ofServer = examples.filter(({ side }) => side === 'server');
const ofClient = examples.filter(({ side }) => side === 'client');

/** The tags that a generated union has. */
function tags(type: string, tag: string): string[] {
  const declared = new RegExp(`^export type ${type} = [\\s\\S]*?;$`, 'm').exec(generated)?.[0];
  const found = declared?.matchAll(new RegExp(`"${tag}": "(\\w+)"`, 'g')) ?? [];
  return [...found].map(([, name = '']) => name).sort();
}

describe('the examples of PROTOCOL.md', () => {
  it.each(ofServer.map(({ text, value }) => [value['type'], text, value]))(
    'reads the %s of the server',
    (_type, text, value) => {
      expect(parseServerMessage(text)).toEqual(value);
    },
  );

  it('show every message of the server', () => {
    const shown = new Set(ofServer.map(({ value }) => value['type']));
    expect([...shown].sort()).toEqual(tags('ServerMessage', 'type'));
  });

  it('show every part of a delta', () => {
    const shown = ofServer.flatMap(({ value }) => (value['changes'] ?? []) as { part: string }[]);
    expect([...new Set(shown.map(({ part }) => part))].sort()).toEqual(tags('Change', 'part'));
  });

  it('show every message of a client, each with a number', () => {
    const shown = new Set(ofClient.map(({ value }) => value['type']));
    expect([...shown].sort()).toEqual(tags('ClientFrame', 'type'));
    expect(ofClient.every(({ value }) => typeof value['id'] === 'number')).toBe(true);
  });
});

describe('parsing the server’s messages', () => {
  it('keeps unknown fields', () => {
    const read = parseServerMessage('{"type":"ok","id":3,"later":true}');
    expect(read).toEqual({ type: 'ok', id: 3, later: true });
  });

  it('ignores messages of an unknown type', () => {
    expect(parseServerMessage('{"type":"weather"}')).toEqual({ type: 'unknown' });
    expect(parseServerMessage('{"type":"toString"}')).toEqual({ type: 'unknown' });
  });

  it('requests a resync for an unknown part', () => {
    const delta = '{"type":"delta","n":1,"now":0,"changes":[{"part":"weather"}]}';
    expect(parseServerMessage(delta)).toEqual({ type: 'resync' });
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no type', '{"id":1}'],
    ['a missing field', '{"type":"pong","id":1}'],
    ['a field of another kind', '{"type":"ok","id":"1"}'],
    ['null where a number belongs', '{"type":"ok","id":null}'],
    ['an inner object that lacks a field', '{"type":"chat","line":{"id":1}}'],
  ])('does not take %s for a message', (_what, text) => {
    expect(parseServerMessage(text)).toBeNull();
  });
});
