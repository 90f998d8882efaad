// The room as the components see it: state in runes, one method per control.
//
// Promises: the room changes only by a server's message; the microphone's track is live only while
// the server lets this person be heard. Every control resolves to whether it was done; a refusal is
// shown in `notice`.
// Components may import this, `selectors`, `permissions`, `l10n`, `link` and the types of `wire.gen`.

import { Announcer, linkSentences, sentences } from './announce';
import { RoomAudio } from './audio';
import { browser, type Environment } from './browser';
import { ChairControls, type Done } from './chair';
import { ending, type Ending } from './ending';
import { nameOf, t } from './l10n';
import { LEVEL_INTERVAL, MIN_LEVEL_CHANGE } from './loudness';
import { isMicRefusal, type Link, type Mic, type Notice, type Outcome, type Sound } from './link';
import { Microphone } from './microphone';
import type { Page } from './page';
import { applyMessage, type RoomState } from './reduce';
import { PageReload } from './reload';
import {
  hasRole,
  isLeader,
  mayBeHeard,
  me,
  newRole,
  person,
  isCalled,
  situation,
  standIn,
  type StandIn,
} from './selectors';
import { RoomSocket } from './socket';
import type { ClientRequest } from './wire';
import type {
  Change,
  ChatTo,
  ParticipantId,
  PersonView,
  RoomView,
  ServerMessage,
  You,
} from './wire.gen';

/** Milliseconds: an `ok` may come shortly before the delta that grants the microphone. */
const GRANT_TIMEOUT = 2_000;

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
  /** The chat text that is being typed; it stays until it was sent. */
  draft = $state('');
  /** Whose chair somebody else has taken over; null once they are back, or the note was read. */
  stoodInFor = $state.raw<StandIn | null>(null);
  /** How one's own last turn or place ended; null once that is past. */
  ended = $state<Ending | null>(null);
  /** Who did not answer a call, until the meeting moves on. */
  missed = $state<ParticipantId | null>(null);
  /** Whose turn the thanks are for: that of the last share, reading or talk. */
  lastSpeaker = $state<ParticipantId | null>(null);
  /** Who thanked for it; emptied when the next turn begins. */
  thanks = $state.raw<readonly ParticipantId[]>([]);

  readonly chair = new ChairControls((message) => this.#request(message));
  readonly #env: Environment;
  readonly #socket: RoomSocket;
  readonly #audio: RoomAudio;
  readonly #microphone: Microphone;
  readonly #announcer: Announcer;
  readonly #pageReload: PageReload;
  #state: RoomState | null = null;
  #skew = 0;
  #notices = 0;
  #lastChair: PersonView | undefined;
  /** The start of the turn that `thanks` belongs to. */
  #turnSince: number | null = null;
  /** From the press that opens the microphone until the delta that grants it. */
  #awaitingGrant = false;
  #listening = false;
  #asked: Ending | null = null;

  constructor(page: Page, env: Environment = browser()) {
    this.#env = env;
    this.#pageReload = new PageReload(page.slug, {
      storage: env.socket.storage,
      reload: () => env.reload(),
    });
    this.draft = this.#pageReload.takeDraft();
    this.#socket = new RoomSocket(page, env.socket, {
      link: (link) => this.#linkChanged(link),
      message: (message) => this.#handleMessage(message),
      skew: (ms) => {
        this.#skew = ms;
        this.#readClock();
      },
    });
    this.#audio = new RoomAudio(
      env.audio,
      (sdp) => this.#socket.offer(sdp),
      (sound) => this.#soundChanged(sound),
    );
    this.#microphone = new Microphone(env.microphone, (mic, track) => {
      this.mic = mic;
      void this.#audio.send(track);
    });
    this.#announcer = new Announcer({
      polite: (text) => (this.polite = text),
      assertive: (text) => (this.assertive = text),
      after: (ms, run) => env.socket.after(ms, run),
    });
    env.onShown(() => {
      this.#audio.resume();
      this.#readClock();
    });
  }

  /** Connects; called once. */
  start(): void {
    this.#tick();
    this.#pollLevel();
    this.#socket.connect();
  }

  /** Hides the note that somebody stands in for the chair. */
  readStandIn(): void {
    this.stoodInFor = null;
  }

  /** Connects at once instead of waiting for the next attempt; also after `closed`. */
  tryNow(): void {
    this.#socket.connect();
  }

  /** Loads the page again, with what is being typed; after it was closed for its version. */
  reload = (): void => this.#pageReload.reload(this.draft);

  /** Sends another name, after `bad_name`; `twoWords` if the person said that both are the first name. */
  rename(name: string, twoWords: boolean): void {
    this.#socket.rename(name, twoWords);
  }

  /** Starts the sound that the browser blocked; called from a press. */
  unblock = (): void => this.#audio.unblock();

  raiseHand = (): Done => this.#request({ type: 'raise_hand' });
  lowerHand = (): Done => this.#giveUp('lowered', { type: 'lower_hand' });
  pass = (): Done => this.#giveUp('passed', { type: 'pass' });
  later = (): Done => this.#request({ type: 'later' });
  /** Tag mode: chooses who is next. */
  tag = (person: ParticipantId): Done => this.#request({ type: 'tag', person });
  thank = (): Done => this.#request({ type: 'thank' });
  takeChair = (): Done => this.#request({ type: 'take_chair' });

  /**
   * From a press: opens the microphone, then takes the floor. For the called person, the person whom
   * the step names, and a floor holder whose microphone is closed.
   */
  startSharing = (): Done => this.#openAndRequest({ type: 'start_sharing' });

  /** From a press, for those who lead: heard beside the speaker until `muteSelf`. */
  sayWord = (): Done => this.#openAndRequest({ type: 'say_word' });

  /** From a press, on an open floor: opens the microphone. */
  unmute = (): Done => this.#openAndRequest({ type: 'unmute' });

  /** Instead of answering the browser's question: the place is held. */
  keepPlace = (): Done => {
    this.#microphone.close();
    return this.#request({ type: 'microphone_failed' });
  };

  /** From a press, after `microphone_failed`: raises the hand again if the microphone works now. */
  tryMicrophone = async (): Done => {
    this.#awaitingGrant = true;
    const open = await this.#microphone.open();
    this.#awaitingGrant = false;
    this.#microphone.close();
    return open && this.#request({ type: 'raise_hand' });
  };

  /** Gives one's own part in a step back. */
  decline = (step: number): Done => this.#request({ type: 'decline_step', step });

  /** Closes the microphone. The turn continues; `startSharing` opens it again. */
  muteSelf = (): Done => {
    const heard = this.#mayBeHeard();
    this.#microphone.close();
    return heard ? this.#request({ type: 'mute_self' }) : Promise.resolve(true);
  };

  /** Ends one's own turn. */
  done = (): Done => {
    this.#microphone.close();
    return this.#request({ type: 'done' });
  };

  /** False when it was not sent: the text stays in its field. */
  sendChat = (to: ChatTo, text: string): Done => this.#request({ type: 'chat', to, text });

  leave = async (): Promise<void> => {
    this.#microphone.close();
    await this.#socket.leave();
  };

  /** Leaves the queue: the words afterwards say that it was this person's own press. */
  async #giveUp(ended: Ending, message: ClientRequest): Done {
    this.#asked = ended;
    const done = await this.#request(message);
    this.#asked = null;
    return done;
  }

  /** Sends a request, and shows a notice unless it was done. */
  async #request(message: ClientRequest): Done {
    // Any press allows the browser to play sound.
    if (this.sound === 'blocked') this.#audio.unblock();
    const outcome = await this.#socket.request(message);
    if (outcome.kind === 'ok') {
      this.notice = null;
      return true;
    }
    // The room ended, perhaps by this very request: its page says so, and there is nothing to try again.
    if (outcome.kind !== 'lost' || this.link.state !== 'closed') this.#showNotice(outcome);
    return false;
  }

  async #openAndRequest(message: ClientRequest): Done {
    // Nobody would hear: the microphone stays closed, and a notice says so.
    if (this.link.state !== 'connected') return this.#request(message);
    this.#awaitingGrant = true;
    const opening = this.#microphone.open();
    // The time to answer stops while the browser asks.
    if (isCalled(this.room, this.you)) void this.#socket.request({ type: 'answer_call' });
    const open = await opening;
    if (!open || this.#mayBeHeard()) {
      this.#awaitingGrant = false;
      if (isMicRefusal(this.mic)) {
        this.#announcer.announce([{ topic: 'sound', text: t(`mic-${this.mic}`), assertive: true }]);
        if (isCalled(this.room, this.you)) void this.#socket.request({ type: 'microphone_failed' });
      }
      return open;
    }
    const done = await this.#request(message);
    const settle = (): void => {
      this.#awaitingGrant = false;
      this.#closeForbiddenMicrophone();
    };
    if (done) this.#env.socket.after(GRANT_TIMEOUT, settle);
    else settle();
    return done;
  }

  #showNotice(outcome: Exclude<Outcome, { kind: 'ok' }>): void {
    this.#show(
      outcome.kind === 'refused' ? t(`refusal-${outcome.reason}`) : t(`notice-${outcome.kind}`),
    );
  }

  #show(text: string): void {
    this.notice = { id: ++this.#notices, text };
  }

  #handleMessage(message: ServerMessage): void {
    const before = this.#state;
    const after = applyMessage(before, message);
    if (after === 'gap') return this.#socket.resync();
    if (after === null) return;
    this.#state = after;
    this.room = after.room;
    this.you = after.you;
    if (before && situation(before.room) !== situation(after.room)) {
      this.notice = null;
      this.missed = null;
    }
    this.#trackTurn(after.room);
    const role = before && newRole(before.room, after);
    if (role) this.#show(t('notice-role', { role }));
    this.#trackChair(after.room);
    if (message.type === 'delta')
      message.changes.forEach((change) => this.#handleChange(change, after));
    const ended = ending(before, after, this.#asked);
    if (ended !== undefined) this.ended = ended;
    this.#announcer.announce(sentences(before, after, message, ended ?? null));
    this.#closeForbiddenMicrophone();
    if (this.link.state === 'connected') this.#updateAudio();
  }

  #trackTurn({ floor }: RoomView): void {
    if (!floor || floor.turn === 'chair' || floor.since === this.#turnSince) return;
    this.#turnSince = floor.since;
    this.lastSpeaker = floor.person;
    this.thanks = [];
  }

  #trackChair(room: RoomView): void {
    const chair = person(room, room.stage.chair);
    if (!chair) return;
    if (chair.id !== this.#lastChair?.id) this.stoodInFor = standIn(room, this.#lastChair);
    this.#lastChair = chair;
  }

  /** Changes that are not part of the view. */
  #handleChange(change: Change, { room, you }: RoomState): void {
    if (change.part === 'no_answer') {
      this.missed = change.person;
    } else if (change.part === 'thanked') {
      this.#addThanks(change.by, room, you);
    } else if (change.part === 'overtime') {
      const one = me(room, you);
      if (room.floor?.person === you.id || isLeader(one) || hasRole(one, 'timekeeper'))
        this.#env.chime();
    }
  }

  #addThanks(by: ParticipantId, room: RoomView, you: You): void {
    if (this.thanks.includes(by)) return;
    this.thanks = [...this.thanks, by];
    const one = person(room, by);
    // Announced only to the person who has just spoken: in a large room it would be too much.
    if (!one || this.lastSpeaker !== you.id) return;
    this.#announcer.announce([{ topic: 'thanks', text: t('said-thanked', { name: nameOf(one) }) }]);
  }

  #linkChanged(link: Link): void {
    if (link.state === 'connected') this.#pageReload.welcomed();
    const outdated = link.state === 'closed' && link.reason === 'version';
    // The page goes away in a moment, so nothing is shown or said.
    if (outdated && this.#pageReload.reloadOnce(this.draft)) return;
    const before = this.link;
    this.link = link;
    this.#announcer.announce(linkSentences(before, link, this.now));
    if (link.state === 'connected') {
      this.#updateAudio(true);
      if (this.notice?.text === t('notice-unsent')) this.notice = null;
      return;
    }
    // Without a connection nobody knows whether it is audible; a press opens it again.
    this.#microphone.close();
    if (link.state === 'closed') {
      this.#listening = false;
      this.#audio.stop();
    }
  }

  /** Starts the audio inside the room, and stops it in the lobby. */
  #updateAudio(reconnected = false): void {
    const inside = this.you?.in_lobby === false;
    if (inside === this.#listening && !(inside && reconnected)) return;
    this.#listening = inside;
    if (inside) this.#audio.connect(this.you?.audio === true);
    else this.#audio.stop();
  }

  #soundChanged(sound: Sound): void {
    if (sound === this.sound) return;
    this.sound = sound;
    if (sound === 'playing' && this.room) this.#env.nowPlaying(this.room.meeting.title);
    if (sound === 'blocked') {
      this.#announcer.announce([{ topic: 'sound', text: t('sound-blocked') }]);
    }
  }

  #mayBeHeard(): boolean {
    return this.room !== null && this.you !== null && mayBeHeard(this.room, this.you);
  }

  /** Closes the microphone when the server no longer lets it be heard. */
  #closeForbiddenMicrophone(): void {
    if (this.#mayBeHeard()) this.#awaitingGrant = false;
    else if (!this.#awaitingGrant) this.#microphone.close();
  }

  #readClock(): void {
    this.now = this.#env.socket.now() + this.#skew;
  }

  #tick(): void {
    this.#readClock();
    this.#env.socket.after(1000, () => this.#tick());
  }

  #pollLevel(): void {
    const level = this.#env.hidden() ? 0 : (this.#microphone.level() ?? this.#audio.level());
    if (level === 0 || Math.abs(level - this.level) >= MIN_LEVEL_CHANGE) this.level = level;
    this.#env.socket.after(LEVEL_INTERVAL, () => this.#pollLevel());
  }
}
