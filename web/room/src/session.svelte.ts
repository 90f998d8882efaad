// The room as the components see it: state in runes, one method per control.
//
// Promises: nothing here changes but by a server's message, a clock tick or a person's press; the
// microphone's track is live only while the server lets this person be heard. Every control
// resolves to whether it was done; a refusal is told in `notice`.
// Components may import this, `selectors`, `l10n`, `link` and the types of `wire.gen`.

import type { Link, Mic, Notice, Outcome, Sound } from './link';
import type { Page } from './page';
import type { Message } from './wire';
import type { ChatTo, MessageId, ParticipantId, QueueMode, Role, RoomView, You } from './wire.gen';

type Asked = Promise<boolean>;

/** What chair, co-chair and tech host can press; some of it also other servants (`selectors.may`). */
export interface ChairControls {
  startMeeting(): Asked;
  endMeeting(): Asked;
  closeRoom(): Asked;
  next(): Asked;
  back(): Asked;
  goTo(step: number): Asked;
  call(person: ParticipantId): Asked;
  thankAndClose(call?: ParticipantId): Asked;
  skip(person: ParticipantId): Asked;
  hold(person: ParticipantId): Asked;
  release(person: ParticipantId): Asked;
  /** `place` counts from 0 among those who wait. */
  move(person: ParticipantId, place: number): Asked;
  openQueue(open: boolean): Asked;
  setQueueMode(mode: QueueMode): Asked;
  setShareLimit(seconds: number | null): Asked;
  handOver(person: ParticipantId): Asked;
  setRole(person: ParticipantId, role: Role, on: boolean): Asked;
  assign(step: number, person: ParticipantId | null): Asked;
  remove(person: ParticipantId): Asked;
  extend(seconds: number): Asked;
  setLobby(on: boolean): Asked;
  admit(person: ParticipantId): Asked;
  holdInLobby(person: ParticipantId): Asked;
  mute(person: ParticipantId): Asked;
  deleteMessage(message: MessageId): Asked;
  freeze(): Asked;
  unfreeze(): Asked;
}

export class Session {
  /** Null until the first welcome. Replaced, never changed in place. */
  room = $state.raw<RoomView | null>(null);
  you = $state.raw<You | null>(null);
  link = $state.raw<Link>({ state: 'connecting' });
  mic = $state<Mic>('closed');
  sound = $state<Sound>('off');
  /** How loud the room is, or this person while they speak: 0 to 1, about 8 times a second. */
  level = $state(0);
  /** The server's clock, in milliseconds; moves once a second. */
  now = $state(0);
  notice = $state.raw<Notice | null>(null);
  /** For the `role="status"` region. */
  polite = $state('');
  /** For the `aria-live="assertive"` region. */
  assertive = $state('');
  /** Who thanked for the last turn; emptied when the next one begins. */
  thanks = $state.raw<readonly ParticipantId[]>([]);
  readonly chair: ChairControls;

  constructor(page: Page) {
    void page;
    throw new Error();
  }

  start(): void {}
  /** Tries at once instead of waiting for the next attempt; also out of `closed`. */
  tryNow(): void {}
  /** After `bad_name`. */
  rename(name: string): void {
    void name;
  }
  /** Lets the loudspeaker play; from a press. */
  unblock(): void {}

  raiseHand(): Asked {
    return Promise.resolve(true);
  }
  lowerHand(): Asked {
    return Promise.resolve(true);
  }
  /** Opens the microphone, then takes the floor; from a press, called by the chair or step. */
  startSharing(): Asked {
    return Promise.resolve(true);
  }
  pass(): Asked {
    return Promise.resolve(true);
  }
  later(): Asked {
    return Promise.resolve(true);
  }
  done(): Asked {
    return Promise.resolve(true);
  }
  tag(person: ParticipantId): Asked {
    return Promise.resolve(!person);
  }
  thank(): Asked {
    return Promise.resolve(true);
  }
  /** False when it was not sent: keep the text in its field. */
  sayTo(to: ChatTo, text: string): Asked {
    return Promise.resolve(!to && !text);
  }
  leave(): Asked {
    return Promise.resolve(true);
  }
  /** Open floor: opens the microphone; from a press. */
  unmute(): Asked {
    return Promise.resolve(true);
  }
  /** Closes the microphone; on the floor the turn goes on (`startSharing` opens it again). */
  muteSelf(): Asked {
    return Promise.resolve(true);
  }
  takeChair(): Asked {
    return Promise.resolve(true);
  }
  /** Anything of the protocol. */
  act(message: Message): Promise<Outcome> {
    void message;
    return Promise.resolve({ kind: 'lost' });
  }
}
