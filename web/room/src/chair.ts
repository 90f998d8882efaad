// The controls of the chair's team; each sends one message of the protocol.

import type { ClientRequest } from './wire';
import type { MessageId, ParticipantId, QueueMode, Role } from './wire.gen';

/** Whether it was done. */
export type Done = Promise<boolean>;

/** For the chair, co-chair and tech host; some also for other roles (`permissions.allowedControls`). */
export class ChairControls {
  readonly #request: (message: ClientRequest) => Done;

  constructor(request: (message: ClientRequest) => Done) {
    this.#request = request;
  }

  startMeeting = (): Done => this.#request({ type: 'start_meeting' });
  endMeeting = (): Done => this.#request({ type: 'end_meeting' });
  /** Takes the end of the meeting back. */
  resumeMeeting = (): Done => this.#request({ type: 'resume_meeting' });
  /** Ends the fellowship and closes the room. */
  closeRoom = (): Done => this.#request({ type: 'close_room' });
  next = (): Done => this.#request({ type: 'step', to: 'next' });
  back = (): Done => this.#request({ type: 'step', to: 'back' });
  goTo = (step: number): Done => this.#request({ type: 'step', to: { to: step } });

  call = (person: ParticipantId): Done => this.#request({ type: 'call', person });
  /** Gives a called person more time to answer. */
  prolongCall = (person: ParticipantId): Done => this.#request({ type: 'prolong_call', person });
  /** Ends the current turn with thanks, and calls `call` next when given. */
  thankAndClose = (call?: ParticipantId): Done =>
    this.#request({ type: 'thank_and_close', ...(call === undefined ? {} : { call }) });
  skip = (person: ParticipantId): Done => this.#request({ type: 'skip', person });
  hold = (person: ParticipantId): Done => this.#request({ type: 'hold', person });
  release = (person: ParticipantId): Done => this.#request({ type: 'release', person });
  /** `place` counts from 0 among those who wait. */
  move = (person: ParticipantId, place: number): Done =>
    this.#request({ type: 'move', person, place });
  openQueue = (open: boolean): Done => this.#request({ type: 'open_queue', open });
  setQueueMode = (mode: QueueMode): Done => this.#request({ type: 'set_queue_mode', mode });
  /** Null switches the limit off. */
  setShareLimit = (seconds: number | null): Done =>
    this.#request({ type: 'set_share_limit', seconds });
  extend = (seconds: number): Done => this.#request({ type: 'extend', seconds });

  handOver = (person: ParticipantId): Done => this.#request({ type: 'hand_over', person });
  setRole = (person: ParticipantId, role: Role, on: boolean): Done =>
    this.#request({ type: 'set_role', person, role, on });
  /** Names who reads or speaks in a step. */
  assign = (step: number, person: ParticipantId | null): Done =>
    this.#request({ type: 'assign', step, person });

  remove = (person: ParticipantId): Done => this.#request({ type: 'remove', person });
  setLobby = (on: boolean): Done => this.#request({ type: 'set_lobby', on });
  admit = (person: ParticipantId): Done => this.#request({ type: 'admit', person });
  holdInLobby = (person: ParticipantId): Done => this.#request({ type: 'hold_in_lobby', person });
  mute = (person: ParticipantId): Done => this.#request({ type: 'mute', person });
  deleteMessage = (message: MessageId): Done => this.#request({ type: 'delete_message', message });
  freeze = (): Done => this.#request({ type: 'freeze' });
  unfreeze = (): Done => this.#request({ type: 'unfreeze' });
}
