// Announcements for screen readers: turns, calls, clocks, the chair, the connection, one's own place.
//
// `sentences` is pure: the view before, the view after and the message between them. `Announcer`
// spaces them out so that a busy room is not too much: one at a time, the latest of a topic wins.
// Deliberately absent: others' arrivals and departures, others' hands, chat to everyone.

import type { Ending } from './ending';
import { nameOf, t } from './l10n';
import type { Link } from './link';
import type { RoomState } from './reduce';
import {
  isForNow,
  isFrozen,
  hasRole,
  isHost,
  isLeader,
  me,
  myPlace,
  person,
  isUnattended,
} from './selectors';
import type { Change, FloorView, RoomView, ServerMessage } from './wire.gen';

/** Milliseconds between two polite sentences: about the time to read one aloud. */
export const SPACING = 1_500;
/** Milliseconds after which a sentence leaves its region: somebody who reads the page finds nothing old there. */
export const STAY = 10_000;

export interface Sentence {
  /** When several sentences of a topic wait, only the latest is announced. */
  topic:
    | 'stage'
    | 'thanks'
    | 'sound'
    | 'chair'
    | 'turn'
    | 'clock'
    | 'place'
    | 'chat'
    | 'door'
    | 'link'
    | 'call';
  text: string;
  /** Interrupts other speech: one's own call, and being muted. */
  assertive?: true;
}

/** The sentences for the message between two views. The first welcome has none. */
export function sentences(
  before: RoomState | null,
  after: RoomState,
  message: ServerMessage,
  ended: Ending | null = null,
): Sentence[] {
  if (!before) return [];
  const said = [
    ...stageSentences(before, after),
    ...chairSentences(before, after),
    ...turnSentences(before, after),
    ...placeSentences(before, after, ended),
    ...queueSentences(before.room, after.room),
    ...declinedSentences(before.room, after),
    ...doorSentences(before, after),
  ];
  if (message.type === 'chat' && message.line.from !== after.you.id) {
    said.push({ topic: 'chat', text: t('said-message', { name: nameOf(message.line) }) });
  }
  if (message.type === 'delta') {
    for (const change of message.changes) said.push(...changeSentences(change, after));
  }
  return said;
}

function stageSentences({ room: before }: RoomState, { room }: RoomState): Sentence[] {
  if (isFrozen(before) !== isFrozen(room)) {
    const assertive = isFrozen(room) ? { assertive: true as const } : {};
    return [
      { topic: 'stage', text: t(isFrozen(room) ? 'said-frozen' : 'said-unfrozen'), ...assertive },
    ];
  }
  const { phase, step } = room.stage;
  if (before.stage.phase !== phase) {
    const id = {
      doors_open: 'said-doors',
      in_session: 'said-session',
      fellowship: 'said-fellowship',
    };
    return phase in id ? [{ topic: 'stage', text: t(id[phase as keyof typeof id]) }] : [];
  }
  const title = before.stage.step === step ? undefined : stepTitle(room, step);
  return title ? [{ topic: 'stage', text: t('said-step', { title }) }] : [];
}

function stepTitle(room: RoomView, step: number | null): string | undefined {
  return step === null ? undefined : room.meeting.steps[step]?.title;
}

function chairSentences(before: RoomState, { you, room }: RoomState): Sentence[] {
  if (!isUnattended(before.room) && isUnattended(room)) {
    const mine = me(room, you)?.trusted === true;
    return [{ topic: 'chair', text: t(mine ? 'said-chair-for-you' : 'said-chair-empty') }];
  }
  const { chair } = room.stage;
  if (chair === before.room.stage.chair || chair === null) return [];
  return [
    { topic: 'chair', text: ownOrOther(room, you.id, chair, 'said-you-chair', 'said-chair') },
  ];
}

function turnSentences({ room: before }: RoomState, { you, room }: RoomState): Sentence[] {
  const { floor } = room;
  const was = before.floor;
  if (floor?.person === you.id && floor.muted && was?.person === you.id && !was.muted) {
    return [{ topic: 'turn', text: t('said-muted'), assertive: true }];
  }
  if (floor?.person === was?.person && floor?.turn === was?.turn) return [];
  if (!floor) return [{ topic: 'turn', text: t('said-quiet') }];
  return [
    {
      topic: 'turn',
      text: ownOrOther(room, you.id, floor.person, 'said-you-speak', turnId(floor)),
    },
  ];
}

function placeSentences(before: RoomState, after: RoomState, ended: Ending | null): Sentence[] {
  const was = myPlace(before.room, before.you, 0);
  const is = myPlace(after.room, after.you, 0);
  if (is?.entry.state === 'called') {
    return was?.entry.state === 'called' ? [] : [called(after.room)];
  }
  if (ended) return [{ topic: 'place', text: endingText(ended, after) }];
  if (!is) return [];
  if (was?.number === is.number && was.entry.state === is.entry.state) return [];
  if (is.entry.held_because === 'no_answer') return [];
  const text =
    is.number === null
      ? t('said-held')
      : is.number === 1 && isForNow(after.room, is.entry)
        ? t('said-next')
        : t('said-place', { place: is.number });
  return [{ topic: 'place', text }];
}

/** What is said after one's own turn or place; the page shows the same. */
export function endingText(ended: Ending, { room, you }: RoomState): string {
  const chair = person(room, room.stage.chair)?.name ?? t('the-chair');
  return t(`after-${ended}`, { name: me(room, you)?.name ?? '', chair });
}

function called(room: RoomView): Sentence {
  const chair = person(room, room.stage.chair);
  const text = chair ? t('said-called', { name: nameOf(chair) }) : t('said-called-plain');
  return { topic: 'call', text, assertive: true };
}

function queueSentences(before: RoomView, room: RoomView): Sentence[] {
  if (before.queue.open === room.queue.open || room.stage.phase !== 'in_session') return [];
  return [{ topic: 'place', text: t(room.queue.open ? 'said-queue-open' : 'said-queue-closed') }];
}

/** For those who lead: a reader or speaker gave the part back. */
function declinedSentences(before: RoomView, { you, room }: RoomState): Sentence[] {
  if (!isLeader(me(room, you))) return [];
  const had = before.stage.declined.map((one) => one.step);
  return room.stage.declined.flatMap(({ step, person: id }) => {
    const one = had.includes(step) ? undefined : person(room, id);
    return one ? [{ topic: 'stage', text: t('declined', { name: nameOf(one) }) }] : [];
  });
}

function doorSentences(before: RoomState, { you, room }: RoomState): Sentence[] {
  if (before.you.in_lobby && !you.in_lobby) return [{ topic: 'door', text: t('said-admitted') }];
  const count = room.lobby?.waiting.length ?? 0;
  if (count <= (before.room.lobby?.waiting.length ?? 0)) return [];
  return [{ topic: 'door', text: t('said-at-door', { count }) }];
}

/** Sentences for changes that are not part of the view. */
function changeSentences(change: Change, { you, room }: RoomState): Sentence[] {
  const one = me(room, you);
  const { floor } = room;
  const speaker = person(room, floor?.person ?? null);
  switch (change.part) {
    case 'warned': {
      const minutes = Math.round((floor?.warn_before ?? 60_000) / 60_000);
      return [{ topic: 'clock', text: t('said-one-minute', { minutes }) }];
    }
    case 'overtime':
      if (!speaker) return [];
      if (speaker.id === you.id) return [{ topic: 'clock', text: t('said-time-up') }];
      if (!isLeader(one) && !hasRole(one, 'timekeeper')) return [];
      return [{ topic: 'clock', text: t('said-time-up-other', { name: nameOf(speaker) }) }];
    case 'chair_prompted':
      if (!speaker || !isLeader(one)) return [];
      return [{ topic: 'clock', text: t('said-prompt', { name: nameOf(speaker) }) }];
    case 'no_answer':
      return noAnswer(change.person, you.id, room);
    default:
      return [];
  }
}

function noAnswer(id: number, mine: number, room: RoomView): Sentence[] {
  if (id === mine) return [{ topic: 'place', text: t('said-you-no-answer') }];
  const missing = person(room, id);
  if (!missing || !isHost(person(room, mine))) return [];
  return [{ topic: 'call', text: t('said-no-answer', { name: nameOf(missing) }) }];
}

function turnId({ turn }: FloorView): string {
  if (turn === 'reading') return 'said-reads';
  return turn === 'share' ? 'said-speaks' : 'said-leads';
}

/** The sentence for this person themselves, or the one with the other's name. */
function ownOrOther(
  room: RoomView,
  mine: number,
  id: number,
  yours: string,
  theirs: string,
): string {
  const one = person(room, id);
  return id === mine || !one ? t(yours) : t(theirs, { name: nameOf(one) });
}

/** The live regions, and the timer that spaces sentences out. */
export interface AnnouncerDeps {
  polite(text: string): void;
  assertive(text: string): void;
  after(ms: number, run: () => void): unknown;
}

/** The sentences for a change of the connection; `now` is the server's time. */
export function linkSentences(before: Link, link: Link, now: number): Sentence[] {
  // A connection that is back at once is not announced.
  if (link.state === 'reconnecting' && link.attempt === 2) {
    const seconds = Math.max(0, Math.round((now - link.since) / 1000));
    return [{ topic: 'link', text: t('link-reconnecting', { seconds }) }];
  }
  if (link.state === 'connected' && before.state === 'reconnecting' && before.attempt > 1)
    return [{ topic: 'link', text: t('link-back') }];
  return link.state === 'closed'
    ? [{ topic: 'link', text: t(`closing-${link.reason}`), assertive: true }]
    : [];
}

export class Announcer {
  readonly #deps: AnnouncerDeps;
  readonly #waiting = new Map<Sentence['topic'], string>();
  #spacing = false;
  #said = 0;

  constructor(deps: AnnouncerDeps) {
    this.#deps = deps;
  }

  announce(said: readonly Sentence[]): void {
    for (const { topic, text, assertive } of said) {
      if (assertive) {
        this.#deps.assertive(text);
        const id = ++this.#said;
        this.#deps.after(STAY, () => {
          if (id === this.#said) this.#deps.assertive('');
        });
      } else {
        // Re-inserted, so that a topic that keeps changing does not overtake the others.
        this.#waiting.delete(topic);
        this.#waiting.set(topic, text);
      }
    }
    if (!this.#spacing) this.#announceNext();
  }

  #announceNext(): void {
    const [first] = this.#waiting;
    // With nothing more to say, the last sentence leaves the region.
    if (!first && this.#spacing) this.#deps.polite('');
    this.#spacing = first !== undefined;
    if (!first) return;
    this.#waiting.delete(first[0]);
    this.#deps.polite(first[1]);
    this.#deps.after(SPACING, () => {
      this.#announceNext();
    });
  }
}
