// Made-up rooms for the gallery and the component tests. Not part of the product's build.

import type { SessionView } from '../components/context';
import type { Page } from '../page';
import type {
  FloorView,
  MeetingView,
  PersonView,
  QueueEntryView,
  RoomView,
  StageView,
  StepView,
  You,
} from '../wire.gen';

/** 2026-03-03 19:42 UTC: a Tuesday evening, 18 minutes before the end of the meeting. */
export const NOW = Date.UTC(2026, 2, 3, 19, 42);
export const MINUTE = 60_000;

export const JO = 7;
export const DANA = 1;

export const page: Page = {
  slug: 'tuesday-newcomers',
  name: 'Jo',
  newcomer: true,
  newcomerShown: false,
  site: 'Porchlight',
  locale: 'en',
  crisis: { name: 'A helpline', phone: '', url: 'https://helpline.example' },
  socketUrl: 'ws://localhost/meetings/tuesday-newcomers/socket',
};

export function person(id: number, name: string, more: Partial<PersonView> = {}): PersonView {
  return {
    id,
    name,
    mark: null,
    mark_number: null,
    roles: [],
    trusted: false,
    newcomer: false,
    away_since: null,
    unmuted: false,
    shared: 0,
    ...more,
  };
}

export const people: PersonView[] = [
  person(DANA, 'Dana', { roles: ['chair'], trusted: true }),
  person(2, 'Ana', { roles: ['reader'], trusted: true }),
  person(3, 'Mike', { mark: 'diamond' }),
  person(4, 'Priya', { newcomer: true }),
  person(5, 'Omar'),
  person(6, 'Ruth', { roles: ['greeter'], trusted: true }),
  person(JO, 'Jo'),
  person(8, 'Sam', { shared: 1 }),
  person(9, 'Mike', { mark: 'triangle' }),
  person(10, 'Theo'),
  person(11, 'Lee', { roles: ['timekeeper'], trusted: true }),
];

function step(
  kind: StepView['kind'],
  title: string,
  minutes: number,
  more: Partial<StepView> = {},
): StepView {
  return {
    kind,
    title,
    text: '',
    link: null,
    minutes,
    microphones: 'chair_only',
    chat: 'closed',
    ...more,
  };
}

const reading = `One person speaks at a time, and the rest of us listen. We do not answer, correct or advise. When someone finishes, we thank them and leave it there.

What you hear tonight belongs to the person who said it. Take what is useful to you, and leave names and stories in this room.

If you would rather say nothing, that is a good way to be here too. There is a chair for you either way.`;

const cue =
  'The floor is open. We take three minutes each, in the order of hands. I will call you by name; press the button when you are ready. We listen, and nobody answers.';

export const steps: StepView[] = [
  step('quiet', 'Quiet', 1, { microphones: 'nobody' }),
  step('chair_reads', 'Welcome', 2, { text: reading }),
  step('reading', 'How we listen here', 3, { microphones: 'named', text: reading }),
  step('newcomers', 'Newcomers', 3, { microphones: 'floor_holder' }),
  step('announcements', 'Announcements', 3, { microphones: 'servants', chat: 'announcements' }),
  step('speaker', 'Speaker', 15, { microphones: 'named', chat: 'to_hosts' }),
  step('shares', 'Shares', 35, { microphones: 'floor_holder', chat: 'to_hosts', text: cue }),
  step('burning_desire', 'Burning desire', 5, { microphones: 'floor_holder', chat: 'to_hosts' }),
  step('closing', 'Closing', 2),
];
export const SHARES = 6;

export const meeting: MeetingView = {
  slug: 'tuesday-newcomers',
  title: 'Tuesday Newcomers',
  starts: NOW - 42 * MINUTE,
  ends: NOW + 18 * MINUTE,
  closes: NOW + 33 * MINUTE,
  contributions: null,
  steps,
};

export function stage(more: Partial<StageView> = {}): StageView {
  return {
    phase: 'in_session',
    step: SHARES,
    step_since: NOW - 17 * MINUTE,
    assigned: [null, null, 2, null, null, null, null, null, null],
    chair: DANA,
    declined: [],
    unattended_since: null,
    resumable_until: null,
    frozen_by: null,
    frozen_since: null,
    chat: 'to_hosts',
    lobby_on: false,
    ...more,
  };
}

export function floor(who: number, used: number, more: Partial<FloorView> = {}): FloorView {
  return {
    person: who,
    turn: 'share',
    since: NOW - used,
    limit: 3 * MINUTE,
    warn_before: MINUTE,
    used,
    running_since: NOW,
    muted: false,
    word: null,
    ...more,
  };
}

export function entry(who: number, more: Partial<QueueEntryView> = {}): QueueEntryView {
  return {
    person: who,
    since: NOW - 4 * MINUTE,
    state: 'waiting',
    until: null,
    answered: false,
    held_because: null,
    for_step: false,
    ...more,
  };
}

export const THEO = floor(10, 72_000);

export function room(more: Partial<RoomView> = {}): RoomView {
  return {
    meeting,
    stage: stage(),
    people,
    queue: {
      open: true,
      mode: 'hands_in_order',
      share_limit: 3 * MINUTE,
      picker: null,
      entries: [entry(10, { state: 'speaking' }), entry(4), entry(JO), entry(8), entry(3)],
    },
    floor: THEO,
    speaking: [10],
    chat: [
      {
        id: 1,
        from: 6,
        name: 'Ruth',
        mark: null,
        mark_number: null,
        roles: ['greeter'],
        audience: { person: JO },
        at: NOW - MINUTE,
        text: 'Welcome, Jo. Glad you made it.',
      },
    ],
    lobby: null,
    ...more,
  };
}

export function you(id = JO, more: Partial<You> = {}): You {
  return { id, standing: 'visitor', resume: '', in_lobby: false, audio: false, ...more };
}

/** A session that records the names of pressed controls; every control succeeds. */
export function session(more: Partial<SessionView> = {}, pressed: string[] = []): SessionView {
  const control = (name: string) => (): Promise<boolean> => {
    pressed.push(name);
    return Promise.resolve(true);
  };
  const fields: Partial<SessionView> = {
    room: room(),
    you: you(),
    link: { state: 'connected' },
    mic: 'closed',
    sound: 'playing',
    level: 0.6,
    now: NOW,
    notice: null,
    polite: '',
    assertive: '',
    thanks: [],
    ended: null,
    missed: null,
    draft: '',
    stoodInFor: null,
    chair: withControls({}, (name) => control(`chair.${name}`)) as SessionView['chair'],
    ...more,
  };
  return withControls(fields, control) as SessionView;
}

/** An object whose missing fields are created by `control`, by their name. */
function withControls(fields: object, control: (name: string) => () => Promise<boolean>): unknown {
  const get = (target: object, name: string): unknown =>
    name in target ? Reflect.get(target, name) : control(name);
  return new Proxy(fields, { get: (target, name) => get(target, String(name)) });
}
