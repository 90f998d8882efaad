// The controls of whoever leads, each one message of the protocol.

import type { Message } from './wire';
import type { MessageId, ParticipantId, QueueMode, Role } from './wire.gen';

/** Whether it was done. */
export type Asked = Promise<boolean>;

/** Chair, co-chair and tech host; some of it other servants too (`permissions.may`). */
export class ChairControls {
  readonly #ask: (message: Message) => Asked;

  constructor(ask: (message: Message) => Asked) {
    this.#ask = ask;
  }

  startMeeting = (): Asked => this.#ask({ type: 'start_meeting' });
  endMeeting = (): Asked => this.#ask({ type: 'end_meeting' });
  /** Ends the fellowship and closes the room. */
  closeRoom = (): Asked => this.#ask({ type: 'close_room' });
  next = (): Asked => this.#ask({ type: 'step', to: 'next' });
  back = (): Asked => this.#ask({ type: 'step', to: 'back' });
  goTo = (step: number): Asked => this.#ask({ type: 'step', to: { to: step } });

  call = (person: ParticipantId): Asked => this.#ask({ type: 'call', person });
  /** Ends the current turn with thanks, and calls someone if one is named. */
  thankAndClose = (call?: ParticipantId): Asked =>
    this.#ask({ type: 'thank_and_close', ...(call === undefined ? {} : { call }) });
  skip = (person: ParticipantId): Asked => this.#ask({ type: 'skip', person });
  hold = (person: ParticipantId): Asked => this.#ask({ type: 'hold', person });
  release = (person: ParticipantId): Asked => this.#ask({ type: 'release', person });
  /** `place` counts from 0 among those who wait. */
  move = (person: ParticipantId, place: number): Asked =>
    this.#ask({ type: 'move', person, place });
  openQueue = (open: boolean): Asked => this.#ask({ type: 'open_queue', open });
  setQueueMode = (mode: QueueMode): Asked => this.#ask({ type: 'set_queue_mode', mode });
  /** Null switches the limit off. */
  setShareLimit = (seconds: number | null): Asked =>
    this.#ask({ type: 'set_share_limit', seconds });
  extend = (seconds: number): Asked => this.#ask({ type: 'extend', seconds });

  handOver = (person: ParticipantId): Asked => this.#ask({ type: 'hand_over', person });
  setRole = (person: ParticipantId, role: Role, on: boolean): Asked =>
    this.#ask({ type: 'set_role', person, role, on });
  /** Names who reads or speaks in a step. */
  assign = (step: number, person: ParticipantId | null): Asked =>
    this.#ask({ type: 'assign', step, person });

  remove = (person: ParticipantId): Asked => this.#ask({ type: 'remove', person });
  setLobby = (on: boolean): Asked => this.#ask({ type: 'set_lobby', on });
  admit = (person: ParticipantId): Asked => this.#ask({ type: 'admit', person });
  holdInLobby = (person: ParticipantId): Asked => this.#ask({ type: 'hold_in_lobby', person });
  mute = (person: ParticipantId): Asked => this.#ask({ type: 'mute', person });
  deleteMessage = (message: MessageId): Asked => this.#ask({ type: 'delete_message', message });
  freeze = (): Asked => this.#ask({ type: 'freeze' });
  unfreeze = (): Asked => this.#ask({ type: 'unfreeze' });
}
