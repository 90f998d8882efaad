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

export type Change = { "part": "person", 
/**
 * The new value.
 */
person: PersonView, } | { "part": "gone", 
/**
 * Their identifier.
 */
id: ParticipantId, } | { "part": "queue", 
/**
 * The new value.
 */
queue: QueueView, } | { "part": "floor", 
/**
 * The new value; null when nobody has the floor.
 */
floor: FloorView | null, } | { "part": "stage", 
/**
 * The new value.
 */
stage: StageView, } | { "part": "speaking", 
/**
 * Loudest first.
 */
people: Array<ParticipantId>, } | { "part": "chat", 
/**
 * The message.
 */
line: ChatLine, } | { "part": "chat_deleted", 
/**
 * Its number.
 */
id: MessageId, } | { "part": "thanked", 
/**
 * The person who thanked.
 */
by: ParticipantId, } | { "part": "warned" } | { "part": "overtime" } | { "part": "chair_prompted" } | { "part": "no_answer", 
/**
 * Who was called.
 */
person: ParticipantId, };

export type ChatLine = { 
/**
 * Counts up within the room.
 */
id: MessageId, 
/**
 * The writer.
 */
from: ParticipantId, 
/**
 * The writer's name when it was posted.
 */
name: string, 
/**
 * The writer's mark now; null when they have left.
 */
mark: Mark | null, 
/**
 * From 2 on, when the marks repeat: "diamond 2".
 */
mark_number: number | null, 
/**
 * The writer's roles when it was posted.
 */
roles: Array<Role>, 
/**
 * Who may read it.
 */
audience: Audience, 
/**
 * When it was posted.
 */
at: number, 
/**
 * Plain text.
 */
text: string, };

export type ChatPolicy = "open" | "announcements" | "to_hosts" | "closed";

export type ChatTo = "everyone" | "hosts" | { "person": ParticipantId };

export type ClientFrame = { 
/**
 * Chosen by the client; the response repeats it. Need not be unique.
 */
id: number, } & ({ "type": "hello" } & Hello | { "type": "ping" } | { "type": "resync" } | { "type": "media_offer", 
/**
 * SDP text of the offer.
 */
sdp: string, } | { "type": "leave" } | { "type": "raise_hand" } | { "type": "lower_hand" } | { "type": "start_sharing" } | { "type": "answer_call" } | { "type": "microphone_failed" } | { "type": "pass" } | { "type": "later" } | { "type": "done" } | { "type": "tag", 
/**
 * The person concerned.
 */
person: ParticipantId, } | { "type": "decline_step", 
/**
 * Index of the step, counted from 0.
 */
step: number, } | { "type": "thank" } | { "type": "unmute" } | { "type": "mute_self" } | { "type": "chat", 
/**
 * Who may read it.
 */
to: ChatTo, 
/**
 * Plain text of at most `MAX_CHAT` characters.
 */
text: string, } | { "type": "take_chair" } | { "type": "start_meeting" } | { "type": "end_meeting" } | { "type": "resume_meeting" } | { "type": "close_room" } | { "type": "step", 
/**
 * Which step.
 */
to: StepTo, } | { "type": "call", 
/**
 * The person concerned.
 */
person: ParticipantId, } | { "type": "say_word" } | { "type": "prolong_call", 
/**
 * The person concerned.
 */
person: ParticipantId, } | { "type": "thank_and_close", 
/**
 * Who is called next, if anyone.
 */
call?: ParticipantId, } | { "type": "skip", 
/**
 * The person concerned.
 */
person: ParticipantId, } | { "type": "hold", 
/**
 * The person concerned.
 */
person: ParticipantId, } | { "type": "release", 
/**
 * The person concerned.
 */
person: ParticipantId, } | { "type": "move", 
/**
 * The person concerned.
 */
person: ParticipantId, 
/**
 * The new index among the waiting people, counted from 0.
 */
place: number, } | { "type": "open_queue", 
/**
 * Whether people may raise a hand from now on.
 */
open: boolean, } | { "type": "set_queue_mode", 
/**
 * The new rule.
 */
mode: QueueMode, } | { "type": "set_share_limit", 
/**
 * Seconds; null for no limit.
 */
seconds: number | null, } | { "type": "hand_over", 
/**
 * The person concerned.
 */
person: ParticipantId, } | { "type": "set_role", 
/**
 * The person concerned.
 */
person: ParticipantId, 
/**
 * Any role but the chair.
 */
role: Role, 
/**
 * The new state.
 */
on: boolean, } | { "type": "assign", 
/**
 * Index of the step, counted from 0.
 */
step: number, 
/**
 * The reader or speaker; null for nobody.
 */
person: ParticipantId | null, } | { "type": "remove", 
/**
 * The person concerned.
 */
person: ParticipantId, } | { "type": "extend", 
/**
 * Seconds to add.
 */
seconds: number, } | { "type": "set_lobby", 
/**
 * The new state.
 */
on: boolean, } | { "type": "admit", 
/**
 * The person concerned.
 */
person: ParticipantId, } | { "type": "hold_in_lobby", 
/**
 * The person concerned.
 */
person: ParticipantId, } | { "type": "mute", 
/**
 * The person concerned.
 */
person: ParticipantId, } | { "type": "delete_message", 
/**
 * The number of the message.
 */
message: MessageId, } | { "type": "freeze" } | { "type": "unfreeze" });

export type DeclinedView = { 
/**
 * Index of the step.
 */
step: number, 
/**
 * Who declined.
 */
person: ParticipantId, };

export type FloorView = { 
/**
 * The holder.
 */
person: ParticipantId, 
/**
 * Why they have it.
 */
turn: Turn, 
/**
 * When the turn began.
 */
since: number, 
/**
 * Time allowed; null for no limit.
 */
limit: number | null, 
/**
 * How long before the limit the warning comes.
 */
warn_before: number, 
/**
 * Time used up to `running_since`; the clock shows `used + (now - running_since)`.
 */
used: number, 
/**
 * Null while the clock is stopped.
 */
running_since: number | null, 
/**
 * The holder is not heard until they press again.
 */
muted: boolean, 
/**
 * A host who is heard beside the holder for a moment. The clock shows `used` meanwhile, whatever
 * `running_since` says.
 */
word: ParticipantId | null, };

export type HeldBecause = "lost_connection" | "no_answer" | "microphone" | "chair";

export type Hello = { 
/**
 * The version of the protocol that the client speaks.
 */
version: number, 
/**
 * As typed; parsed as a `FirstName`. Unused when `resume` finds its seat.
 */
name: string, 
/**
 * Whether the person has said that both of two words are their first name. Without it, two words get
 * `bad_name` with `two_words`.
 */
two_words: boolean, 
/**
 * Whether the person says that they are new to the fellowship.
 */
newcomer: boolean, 
/**
 * Whether everyone may see it. Otherwise only people who serve see it.
 */
newcomer_shown: boolean, 
/**
 * The resume token of an earlier `welcome`: returns to the same seat.
 */
resume?: string, };

export type LobbyView = { 
/**
 * In order of arrival.
 */
waiting: Array<PersonView>, 
/**
 * Since when each waits, in the same order.
 */
since: Array<number>, };

export type Mark = "diamond" | "triangle" | "square" | "circle" | "star" | "cross";

export type MeetingView = { 
/**
 * The last part of the address of the meeting's page.
 */
slug: string, 
/**
 * The name of the meeting.
 */
title: string, 
/**
 * Planned start.
 */
starts: number, 
/**
 * Planned end.
 */
ends: number, 
/**
 * Planned end of the fellowship.
 */
closes: number, 
/**
 * The group's link for contributions, if it set one.
 */
contributions: string | null, 
/**
 * The format.
 */
steps: Array<StepView>, };

export type MessageId = number;

export type Microphones = "nobody" | "chair_only" | "named" | "floor_holder" | "servants";

export type NameRefusal = "empty" | "too_long" | "digits" | "address" | "too_many_words" | "two_words" | "dot" | "reserved" | "signs" | "hidden" | "decorated" | "not_letters" | "mixed_scripts";

export type ParticipantId = number;

export type PersonView = { 
/**
 * Given in order of arrival, never reused in a room.
 */
id: ParticipantId, 
/**
 * First name.
 */
name: string, 
/**
 * Distinguishes people of the same name.
 */
mark: Mark | null, 
/**
 * From 2 on, when the marks repeat: "diamond 2".
 */
mark_number: number | null, 
/**
 * Sorted, without duplicates.
 */
roles: Array<Role>, 
/**
 * Has a service in the group and may claim an empty chair.
 */
trusted: boolean, 
/**
 * Said that they are new to the fellowship. Only people who serve see it, unless the person wants
 * everyone to see it.
 */
newcomer: boolean, 
/**
 * When the connection dropped; null while connected.
 */
away_since: number | null, 
/**
 * Their microphone is open on an open floor.
 */
unmuted: boolean, 
/**
 * Shares finished in this occurrence.
 */
shared: number, };

export type Phase = "scheduled" | "doors_open" | "in_session" | "fellowship" | "ended";

export type QueueEntryView = { 
/**
 * Whose hand is up.
 */
person: ParticipantId, 
/**
 * When the hand went up.
 */
since: number, 
/**
 * The state of the entry.
 */
state: QueueStateView, 
/**
 * The called person has pressed, and their browser asks about the microphone.
 */
answered: boolean, 
/**
 * When a call expires, or the place after a lost connection; else null.
 */
until: number | null, 
/**
 * Set when the state is `held`.
 */
held_because: HeldBecause | null, 
/**
 * Raised for the current step only (newcomers, milestones, burning desire). Hands that are not wait for
 * the shares while people introduce themselves. Views of former versions lack it.
 */
for_step: boolean, };

export type QueueMode = "hands_in_order" | "not_yet_shared" | "newcomers_first" | "round_robin" | "tag" | "chair_picks";

export type QueueStateView = "waiting" | "called" | "held" | "speaking";

export type QueueView = { 
/**
 * Whether people may raise a hand.
 */
open: boolean, 
/**
 * The rule of order.
 */
mode: QueueMode, 
/**
 * Time allowed for the next shares; null for no limit.
 */
share_limit: number | null, 
/**
 * Who has just shared and may name the next person with `tag`, in the mode `tag`.
 */
picker: ParticipantId | null, 
/**
 * In calling order; the person who speaks comes first.
 */
entries: Array<QueueEntryView>, };

export type Refusal = "no_such_person" | "doors_closed" | "ended" | "wrong_phase" | "not_allowed" | "frozen" | "removed" | "full" | "in_lobby" | "queue_closed" | "already_queued" | "not_queued" | "not_your_turn" | "floor_taken" | "floor_empty" | "away" | "chair_taken" | "no_such_step" | "chat_closed" | "bad_message" | "no_links" | "no_such_message" | "out_of_range" | "unchanged" | "too_soon";

export type Role = "chair" | "co_chair" | "tech_host" | "timekeeper" | "greeter" | "chat_monitor" | "reader" | "speaker";

export type RoomView = { 
/**
 * The data that never changes while the room lasts.
 */
meeting: MeetingView, 
/**
 * Phase, step, chair, freeze.
 */
stage: StageView, 
/**
 * Everyone admitted, in order of arrival.
 */
people: Array<PersonView>, 
/**
 * The queue.
 */
queue: QueueView, 
/**
 * Null when nobody has the floor.
 */
floor: FloorView | null, 
/**
 * Who is speaking on an open floor, loudest first.
 */
speaking: Array<ParticipantId>, 
/**
 * The messages that this person may read, oldest first.
 */
chat: Array<ChatLine>, 
/**
 * Null for people who may not admit.
 */
lobby: LobbyView | null, };

export type ServerMessage = { "type": "welcome", 
/**
 * The number of the last delta that is included; the next delta has `n + 1`.
 */
n: number, 
/**
 * The server's clock.
 */
now: number, 
/**
 * The person who receives the message.
 */
you: You, 
/**
 * The room.
 */
room: RoomView, } | { "type": "more", 
/**
 * More people, in order.
 */
people: Array<PersonView>, 
/**
 * More chat, in order.
 */
chat: Array<ChatLine>, } | { "type": "delta", 
/**
 * Counts up without gaps.
 */
n: number, 
/**
 * The server's clock.
 */
now: number, 
/**
 * In the order in which they happened.
 */
changes: Array<Change>, } | { "type": "chat", 
/**
 * The message.
 */
line: ChatLine, } | { "type": "lobby", 
/**
 * The whole lobby.
 */
lobby: LobbyView, } | { "type": "ok", 
/**
 * The number of the request.
 */
id: number, } | { "type": "refused", 
/**
 * The number of the request.
 */
id: number, 
/**
 * The reason.
 */
reason: Refusal, } | { "type": "bad_name", 
/**
 * The number of the `hello`.
 */
id: number, 
/**
 * The reason.
 */
problem: NameRefusal, } | { "type": "not_open", 
/**
 * When the doors open.
 */
opens_at: number, 
/**
 * The server's clock.
 */
now: number, } | { "type": "media_answer", 
/**
 * The number of the offer.
 */
id: number, 
/**
 * SDP text of the answer.
 */
sdp: string, } | { "type": "media_refused", 
/**
 * The number of the offer.
 */
id: number, 
/**
 * The reason, for a developer.
 */
why: string, } | { "type": "pong", 
/**
 * The number of the `ping`.
 */
id: number, 
/**
 * The server's clock.
 */
now: number, };

export type StageView = { 
/**
 * The phase.
 */
phase: Phase, 
/**
 * Index into the steps while in session, else null.
 */
step: number | null, 
/**
 * When the step began, or the phase when there is no step.
 */
step_since: number, 
/**
 * The reader or speaker of each step.
 */
assigned: Array<ParticipantId | null>, 
/**
 * The parts that were given back, until somebody else has them.
 */
declined: Array<DeclinedView>, 
/**
 * Who leads, perhaps as a stand-in.
 */
chair: ParticipantId | null, 
/**
 * Since when nobody leads, while in session.
 */
unattended_since: number | null, 
/**
 * After the end of the session: until when `resume_meeting` takes it back.
 */
resumable_until: number | null, 
/**
 * Who paused the room.
 */
frozen_by: ParticipantId | null, 
/**
 * When the room was paused.
 */
frozen_since: number | null, 
/**
 * Who may write to whom now.
 */
chat: ChatPolicy, 
/**
 * Whether visitors who arrive wait in the lobby.
 */
lobby_on: boolean, };

export type Standing = "visitor" | "trusted_servant" | "chair";

export type StepKind = "quiet" | "chair_reads" | "reading" | "newcomers" | "milestones" | "announcements" | "speaker" | "shares" | "burning_desire" | "closing" | "custom";

export type StepTo = "next" | "back" | { "to": number };

export type StepView = { 
/**
 * What happens in it.
 */
kind: StepKind, 
/**
 * The title: a few words.
 */
title: string, 
/**
 * The text to read out or show; may be empty. Plain text, paragraphs separated by blank lines.
 */
text: string, 
/**
 * A web page to read from, https only.
 */
link: string | null, 
/**
 * Planned length; null for no plan.
 */
minutes: number | null, 
/**
 * Who may have the floor.
 */
microphones: Microphones, 
/**
 * Who may write.
 */
chat: ChatPolicy, };

export type Turn = "share" | "chair" | "reading" | "speaker" | "announcement";

export type You = { 
/**
 * Their identifier in `people`.
 */
id: ParticipantId, 
/**
 * Their service in the group.
 */
standing: Standing, 
/**
 * The resume token. Store it for this tab: `hello` with it returns to this seat.
 */
resume: string, 
/**
 * They wait in the lobby; `room` then shows the meeting without people, queue, floor and chat.
 */
in_lobby: boolean, 
/**
 * The server still has their audio connection. If not, send a `media_offer`.
 */
audio: boolean, };
