// Parses the server's messages. Tolerant where the protocol may grow: unknown fields are kept,
// unknown messages ignored, unknown parts of a delta answered by a resync.

import type { Change, ClientFrame, ServerMessage } from './wire.gen';

/** A frame of this client without its number. */
export type ClientRequest = Unnumbered<ClientFrame>;

type Unnumbered<Frame> = Frame extends unknown ? Omit<Frame, 'id'> : never;

/** `unknown`: from a newer server, ignored; `resync`: a delta that this client can't apply. */
export type Parsed = ServerMessage | { type: 'unknown' } | { type: 'resync' };

/** Null for text that is not a message of the protocol. */
export function parseServerMessage(text: string): Parsed | null {
  const value = parseJson(text);
  if (!isObject(value) || typeof value['type'] !== 'string') return null;
  const shape = shapeOf(MESSAGES, value['type']);
  if (!shape) return { type: 'unknown' };
  if (!hasShape(value, shape)) return null;
  if (value['type'] === 'delta' && !(value['changes'] as unknown[]).every(isChange)) {
    return { type: 'resync' };
  }
  return value as unknown as ServerMessage;
}

/** n: number, s: string, b: boolean, a: list, o: object; `?` may be null; or an inner shape. */
type FieldType = 'n' | 's' | 'b' | 'a' | 'o' | 'n?' | 's?' | 'o?' | Shape;
interface Shape {
  [field: string]: FieldType;
}

const YOU: Shape = { id: 'n', standing: 's', resume: 's', in_lobby: 'b' };
const CHAT_LINE: Shape = { id: 'n', from: 'n', name: 's', roles: 'a', at: 'n', text: 's' };
const PERSON: Shape = { id: 'n', name: 's', roles: 'a', away_since: 'n?', unmuted: 'b' };
const QUEUE: Shape = { open: 'b', mode: 's', share_limit: 'n?', entries: 'a' };
const STAGE: Shape = {
  phase: 's',
  step: 'n?',
  step_since: 'n',
  assigned: 'a',
  chair: 'n?',
  chat: 's',
};
const MEETING: Shape = { slug: 's', title: 's', starts: 'n', ends: 'n', closes: 'n', steps: 'a' };
const LOBBY: Shape = { waiting: 'a', since: 'a' };
const ROOM: Shape = {
  meeting: MEETING,
  stage: STAGE,
  people: 'a',
  queue: QUEUE,
  floor: 'o?',
  speaking: 'a',
  chat: 'a',
  lobby: 'o?',
};

const MESSAGES: Record<ServerMessage['type'], Shape> = {
  welcome: { n: 'n', now: 'n', you: YOU, room: ROOM },
  more: { people: 'a', chat: 'a' },
  delta: { n: 'n', now: 'n', changes: 'a' },
  chat: { line: CHAT_LINE },
  lobby: { lobby: LOBBY },
  ok: { id: 'n' },
  refused: { id: 'n', reason: 's' },
  bad_name: { id: 'n', problem: 's' },
  not_open: { opens_at: 'n', now: 'n' },
  media_answer: { id: 'n', sdp: 's' },
  media_refused: { id: 'n', why: 's' },
  pong: { id: 'n', now: 'n' },
};

const CHANGES: Record<Change['part'], Shape> = {
  person: { person: PERSON },
  gone: { id: 'n' },
  queue: { queue: QUEUE },
  floor: { floor: 'o?' },
  stage: { stage: STAGE },
  speaking: { people: 'a' },
  chat: { line: CHAT_LINE },
  chat_deleted: { id: 'n' },
  thanked: { by: 'n' },
  warned: {},
  overtime: {},
  chair_prompted: {},
  no_answer: { person: 'n' },
};

function isChange(value: unknown): boolean {
  if (!isObject(value)) return false;
  const shape = shapeOf(CHANGES, value['part']);
  return shape !== undefined && hasShape(value, shape);
}

/** Own properties only: `toString` is not a message. */
function shapeOf(table: Record<string, Shape>, name: unknown): Shape | undefined {
  return typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
}

function hasShape(value: Record<string, unknown>, shape: Shape): boolean {
  return Object.entries(shape).every(([field, type]) => hasType(value[field], type));
}

function hasType(value: unknown, type: FieldType): boolean {
  if (typeof type === 'object') return isObject(value) && hasShape(value, type);
  if (value === null) return type.endsWith('?');
  switch (type[0]) {
    case 'n':
      return typeof value === 'number';
    case 's':
      return typeof value === 'string';
    case 'b':
      return typeof value === 'boolean';
    case 'a':
      return Array.isArray(value);
    default:
      return isObject(value);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
