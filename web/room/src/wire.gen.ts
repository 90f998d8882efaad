// Generated from server/wire by its tests. Do not edit.

export const VERSION = 1;
export const MAX_FRAME = 16384;
export const MAX_CHAT = 500;

/** Why the server closed the socket. */
export const CloseCode = {
  Version: 4000,
  Malformed: 4001,
  TooLarge: 4002,
  TooFast: 4003,
  NoHello: 4004,
  NotOpen: 4005,
  Ended: 4006,
  Removed: 4007,
  Elsewhere: 4008,
  Full: 4009,
  Left: 4010,
  TimedOut: 4011,
  Restarting: 4012,
} as const;

export type Audience = "everyone" | "hosts" | { "person": ParticipantId };

export type Change = { "part": "person", person: PersonView, } | { "part": "gone", id: ParticipantId, } | { "part": "queue", queue: QueueView, } | { "part": "floor", floor: FloorView | null, } | { "part": "stage", stage: StageView, } | { "part": "speaking", people: Array<ParticipantId>, } | { "part": "chat", line: ChatLine, } | { "part": "chat_deleted", id: MessageId, } | { "part": "thanked", by: ParticipantId, } | { "part": "warned" } | { "part": "overtime" } | { "part": "chair_prompted" } | { "part": "no_answer", person: ParticipantId, };

export type ChatLine = { id: MessageId, from: ParticipantId, name: string, mark: Mark | null, 
/**
 * From 2 on, where the marks were not enough: "diamond 2".
 */
mark_number: number | null, roles: Array<Role>, audience: Audience, at: number, text: string, };

export type ChatPolicy = "open" | "announcements" | "to_hosts" | "closed";

export type ChatTo = "everyone" | "hosts" | { "person": ParticipantId };

export type ClientFrame = { 
/**
 * Chosen by the client; answers carry it back. Need not be unique.
 */
id: number, } & ({ "type": "hello" } & Hello | { "type": "ping" } | { "type": "resync" } | { "type": "media_offer", sdp: string, } | { "type": "leave" } | { "type": "raise_hand" } | { "type": "lower_hand" } | { "type": "start_sharing" } | { "type": "pass" } | { "type": "later" } | { "type": "done" } | { "type": "tag", person: ParticipantId, } | { "type": "thank" } | { "type": "unmute" } | { "type": "mute_self" } | { "type": "chat", to: ChatTo, text: string, } | { "type": "take_chair" } | { "type": "start_meeting" } | { "type": "end_meeting" } | { "type": "close_room" } | { "type": "step", to: StepTo, } | { "type": "call", person: ParticipantId, } | { "type": "thank_and_close", call?: ParticipantId, } | { "type": "skip", person: ParticipantId, } | { "type": "hold", person: ParticipantId, } | { "type": "release", person: ParticipantId, } | { "type": "move", person: ParticipantId, place: number, } | { "type": "open_queue", open: boolean, } | { "type": "set_queue_mode", mode: QueueMode, } | { "type": "set_share_limit", seconds: number | null, } | { "type": "hand_over", person: ParticipantId, } | { "type": "set_role", person: ParticipantId, role: Role, on: boolean, } | { "type": "assign", step: number, person: ParticipantId | null, } | { "type": "remove", person: ParticipantId, } | { "type": "extend", seconds: number, } | { "type": "set_lobby", on: boolean, } | { "type": "admit", person: ParticipantId, } | { "type": "hold_in_lobby", person: ParticipantId, } | { "type": "mute", person: ParticipantId, } | { "type": "delete_message", message: MessageId, } | { "type": "freeze" } | { "type": "unfreeze" });

export type FloorView = { person: ParticipantId, turn: Turn, since: number, limit: number | null, warn_before: number, 
/**
 * Time used up to `running_since`; the clock shows `used + (now - running_since)`.
 */
used: number, 
/**
 * Null while the clock is paused.
 */
running_since: number | null, muted: boolean, };

export type HeldBecause = "lost_connection" | "no_answer" | "chair";

export type Hello = { version: number, 
/**
 * As typed; parsed as a `FirstName`. Not used when `resume` finds its seat.
 */
name: string, newcomer: boolean, 
/**
 * From an earlier `welcome`: returns to the same seat.
 */
resume?: string, };

export type LobbyView = { waiting: Array<PersonView>, 
/**
 * Since when each waits, in the same order.
 */
since: Array<number>, };

export type Mark = "diamond" | "triangle" | "square" | "circle" | "star" | "cross";

export type MeetingView = { slug: string, title: string, starts: number, ends: number, closes: number, 
/**
 * The contributions link of the group, if it set one.
 */
contributions: string | null, steps: Array<StepView>, };

export type MessageId = number;

export type Microphones = "nobody" | "chair_only" | "named" | "floor_holder" | "servants";

export type NameRefusal = "empty" | "too_long" | "digits" | "address" | "too_many_words" | "signs" | "hidden" | "decorated" | "not_letters" | "mixed_scripts";

export type ParticipantId = number;

export type PersonView = { id: ParticipantId, name: string, mark: Mark | null, 
/**
 * From 2 on, where the marks were not enough: "diamond 2".
 */
mark_number: number | null, roles: Array<Role>, 
/**
 * May claim an empty chair.
 */
trusted: boolean, newcomer: boolean, 
/**
 * The line is down; the seat is kept.
 */
away_since: number | null, 
/**
 * Microphone open, on an open floor.
 */
unmuted: boolean, shared: number, };

export type Phase = "scheduled" | "doors_open" | "in_session" | "fellowship" | "ended";

export type QueueEntryView = { person: ParticipantId, since: number, state: QueueStateView, 
/**
 * When the state ends by itself: called and unanswered, or a kept place.
 */
until: number | null, held_because: HeldBecause | null, };

export type QueueMode = "hands_in_order" | "not_yet_shared" | "newcomers_first" | "round_robin" | "tag" | "chair_picks";

export type QueueStateView = "waiting" | "called" | "held" | "speaking";

export type QueueView = { open: boolean, mode: QueueMode, 
/**
 * Milliseconds; null for none.
 */
share_limit: number | null, 
/**
 * In calling order; whoever speaks comes first.
 */
entries: Array<QueueEntryView>, };

export type Refusal = "no_such_person" | "doors_closed" | "ended" | "wrong_phase" | "not_allowed" | "frozen" | "removed" | "full" | "in_lobby" | "queue_closed" | "already_queued" | "not_queued" | "not_your_turn" | "floor_taken" | "floor_empty" | "away" | "chair_taken" | "no_such_step" | "chat_closed" | "bad_message" | "no_links" | "no_such_message" | "out_of_range" | "unchanged" | "too_soon";

export type Role = "chair" | "co_chair" | "tech_host" | "timekeeper" | "greeter" | "chat_monitor" | "reader" | "speaker";

export type RoomView = { meeting: MeetingView, stage: StageView, people: Array<PersonView>, queue: QueueView, floor: FloorView | null, speaking: Array<ParticipantId>, 
/**
 * What this person may read, oldest first.
 */
chat: Array<ChatLine>, 
/**
 * For hosts.
 */
lobby: LobbyView | null, };

export type ServerMessage = { "type": "welcome", n: number, now: number, you: You, room: RoomView, } | { "type": "more", people: Array<PersonView>, chat: Array<ChatLine>, } | { "type": "delta", n: number, now: number, changes: Array<Change>, } | { "type": "chat", line: ChatLine, } | { "type": "lobby", lobby: LobbyView, } | { "type": "ok", id: number, } | { "type": "refused", id: number, reason: Refusal, } | { "type": "bad_name", id: number, problem: NameRefusal, } | { "type": "not_open", opens_at: number, now: number, } | { "type": "media_answer", id: number, sdp: string, } | { "type": "media_refused", id: number, why: string, } | { "type": "pong", id: number, now: number, };

export type StageView = { phase: Phase, 
/**
 * Index into the steps, while in session.
 */
step: number | null, step_since: number, 
/**
 * Who reads or speaks, per step.
 */
assigned: Array<ParticipantId | null>, chair: ParticipantId | null, unattended_since: number | null, frozen_by: ParticipantId | null, frozen_since: number | null, chat: ChatPolicy, lobby_on: boolean, };

export type Standing = "visitor" | "trusted_servant" | "chair";

export type StepKind = "quiet" | "chair_reads" | "reading" | "newcomers" | "milestones" | "announcements" | "speaker" | "shares" | "burning_desire" | "closing" | "custom";

export type StepTo = "next" | "back" | { "to": number };

export type StepView = { kind: StepKind, title: string, text: string, link: string | null, minutes: number | null, microphones: Microphones, chat: ChatPolicy, };

export type Turn = "share" | "chair" | "reading" | "speaker" | "announcement";

export type You = { id: ParticipantId, standing: Standing, 
/**
 * Keep it for this tab: `hello` with it returns here.
 */
resume: string, 
/**
 * At the door: `room` shows the meeting and nobody in it.
 */
in_lobby: boolean, 
/**
 * The server still holds this person's audio connection; else send a `media_offer`.
 */
audio: boolean, };
