//! Builds the messages of the protocol from a room, as one reader may see it.

use super::room_view::{
    ChatLine, DeclinedView, FloorView, LobbyView, MeetingView, PersonView, QueueEntryView,
    QueueStateView, QueueView, RoomView, StageView, StepView,
};
use super::server::{Change, ServerMessage};
use crate::base::ParticipantId;
use crate::room::{
    ChatMessage, EntryState, Event, HeldBecause, Permission, Person, Presence, QueueEntry, Room,
    RoomPlan, SEAT_TIMEOUT, Standing, Step,
};

/// What clients are sent about a meeting beside its plan; the group's own texts.
#[derive(Clone, Debug)]
pub struct MeetingFacts {
    /// The last part of the address of the meeting's page.
    pub slug: String,
    /// The name of the meeting.
    pub title: String,
    /// The link for contributions.
    pub contributions: Option<String>,
}

/// The whole room as `reader` may see it. A reader in the lobby sees the meeting and its stage only.
#[must_use]
pub fn room_view(
    facts: &MeetingFacts,
    room: &Room,
    speaking: &[ParticipantId],
    reader: ParticipantId,
) -> RoomView {
    let inside = is_inside(room, reader);
    let mut view = RoomView {
        meeting: meeting_view(facts, room.plan()),
        stage: stage_view(room),
        people: Vec::new(),
        queue: QueueView {
            entries: Vec::new(),
            ..queue_view(room)
        },
        floor: None,
        speaking: Vec::new(),
        chat: Vec::new(),
        lobby: None,
    };
    if inside {
        view.people = room
            .people()
            .filter(|p| !in_lobby(p))
            .map(person_view)
            .collect();
        view.queue = queue_view(room);
        view.floor = floor_view(room);
        view.speaking = speaking.to_vec();
        view.chat = (room.messages().iter())
            .filter(|message| room.may_read(reader, message))
            .map(|message| chat_line(room, message))
            .collect();
        view.lobby = sees_lobby(room, reader).then(|| lobby_view(room));
        if !sees_newcomers(room, reader) {
            for person in &mut view.people {
                hide_newcomer(room, person);
            }
        }
    }
    view
}

/// People in one frame. A socket's buffer stays as large as its largest frame, so frames with a whole
/// large room would cost that memory for every listener.
const PEOPLE_PER_FRAME: usize = 40;
/// Chat messages in one frame; each has up to 500 characters.
const CHAT_LINES_PER_FRAME: usize = 12;

/// Removes what does not fit into one `welcome` frame, and returns it as messages to send next.
#[must_use]
pub fn split_off_overflow(room: &mut RoomView) -> Vec<ServerMessage> {
    let people = room
        .people
        .split_off(room.people.len().min(PEOPLE_PER_FRAME));
    let chat = room
        .chat
        .split_off(room.chat.len().min(CHAT_LINES_PER_FRAME));
    let people = people
        .chunks(PEOPLE_PER_FRAME)
        .map(|people| (people.to_vec(), Vec::new()));
    let chat = chat
        .chunks(CHAT_LINES_PER_FRAME)
        .map(|chat| (Vec::new(), chat.to_vec()));
    people
        .chain(chat)
        .map(|(people, chat)| ServerMessage::More { people, chat })
        .collect()
}

/// The change that everyone inside is sent for `event`. `None` for events that only some people may
/// know (chat not to everyone) or that only concern the media plane.
#[must_use]
pub fn change_for_event(room: &Room, event: &Event) -> Option<Change> {
    Some(match event {
        Event::Joined(id) | Event::PersonChanged(id) => match room.person(*id) {
            Some(person) if !in_lobby(person) => Change::Person {
                person: person_view(person),
            },
            _ => Change::Gone { id: *id },
        },
        Event::Departed(id, _) => Change::Gone { id: *id },
        Event::QueueChanged => Change::Queue {
            queue: queue_view(room),
        },
        Event::FloorChanged => Change::Floor {
            floor: floor_view(room),
        },
        Event::FloorWarned => Change::Warned,
        Event::FloorOvertime => Change::Overtime,
        Event::ChairPrompted => Change::ChairPrompted,
        Event::NoAnswer(id) => Change::NoAnswer { person: *id },
        Event::StageChanged => Change::Stage {
            stage: stage_view(room),
        },
        Event::Thanked(id) => Change::Thanked { by: *id },
        Event::ChatDeleted(id) => Change::ChatDeleted { id: *id },
        Event::ChatPosted(message) if message.audience == crate::room::Audience::Everyone => {
            Change::Chat {
                line: chat_line(room, message),
            }
        }
        Event::ChatPosted(_) | Event::AudibleChanged => return None,
    })
}

/// The same changes for people who do not serve; `None` when they see no difference.
#[must_use]
pub fn changes_without_newcomers(room: &Room, changes: &[Change]) -> Option<Vec<Change>> {
    let mut masked = changes.to_vec();
    for change in &mut masked {
        if let Change::Person { person } = change {
            hide_newcomer(room, person);
        }
    }
    (masked != changes).then_some(masked)
}

/// One chat message. The caller checks that the reader may read it.
#[must_use]
pub fn chat_line(room: &Room, message: &ChatMessage) -> ChatLine {
    let from = room.person(message.from);
    ChatLine {
        id: message.id,
        from: message.from,
        name: message.name.0.clone(),
        mark: from.and_then(|person| person.mark),
        mark_number: from.and_then(|person| person.mark_number),
        roles: message.roles.clone(),
        audience: message.audience,
        at: message.at.0,
        text: message.text.0.clone(),
    }
}

/// The people in the lobby, for those who may admit.
#[must_use]
pub fn lobby_view(room: &Room) -> LobbyView {
    let waiting = || {
        room.people().filter_map(|person| match person.presence {
            Presence::Lobby { since } => Some((person, since)),
            _ => None,
        })
    };
    LobbyView {
        waiting: waiting().map(|(person, _)| person_view(person)).collect(),
        since: waiting().map(|(_, since)| since.0).collect(),
    }
}

/// Whether this person may admit others, and so sees the lobby.
#[must_use]
pub fn sees_lobby(room: &Room, id: ParticipantId) -> bool {
    room.person(id)
        .is_some_and(|person| !in_lobby(person) && person.may(Permission::Door))
}

/// Whether this person serves, and so sees who is a newcomer.
#[must_use]
pub fn sees_newcomers(room: &Room, id: ParticipantId) -> bool {
    room.person(id)
        .is_some_and(|person| !in_lobby(person) && person.is_servant())
}

/// Hides that a person is a newcomer, unless they want everyone to see it.
fn hide_newcomer(room: &Room, view: &mut PersonView) {
    view.newcomer &= room
        .person(view.id)
        .is_some_and(|person| person.newcomer_shown);
}

/// Whether this person is admitted.
#[must_use]
pub fn is_inside(room: &Room, id: ParticipantId) -> bool {
    room.person(id).is_some_and(|person| !in_lobby(person))
}

fn in_lobby(person: &Person) -> bool {
    matches!(person.presence, Presence::Lobby { .. })
}

fn meeting_view(facts: &MeetingFacts, plan: &RoomPlan) -> MeetingView {
    MeetingView {
        slug: facts.slug.clone(),
        title: facts.title.clone(),
        starts: plan.starts.0,
        ends: plan.ends.0,
        closes: plan.doors_close.0,
        contributions: facts.contributions.clone(),
        steps: plan.format.steps.iter().map(step_view).collect(),
    }
}

fn step_view(step: &Step) -> StepView {
    StepView {
        kind: step.kind,
        title: step.title.clone(),
        text: step.text.clone(),
        link: step.link.clone(),
        minutes: step.minutes,
        microphones: step.microphones,
        chat: step.chat,
    }
}

fn stage_view(room: &Room) -> StageView {
    let frozen = room.frozen();
    StageView {
        phase: room.phase(),
        step: room.step(),
        step_since: room.step_since().0,
        assigned: (0..room.plan().format.steps.len())
            .map(|step| room.assigned(step))
            .collect(),
        declined: (0..room.plan().format.steps.len())
            .filter_map(|step| {
                let person = room.declined(step)?;
                Some(DeclinedView { step, person })
            })
            .collect(),
        chair: room.chair(),
        unattended_since: room.unattended_since().map(|since| since.0),
        resumable_until: room.resumable_until().map(|until| until.0),
        frozen_by: frozen.map(|(by, _)| by),
        frozen_since: frozen.map(|(_, since)| since.0),
        chat: room.chat_policy(),
        lobby_on: room.is_lobby_on(),
    }
}

fn person_view(person: &Person) -> PersonView {
    PersonView {
        id: person.id,
        name: person.name.as_str().to_owned(),
        mark: person.mark,
        mark_number: person.mark_number,
        roles: person.roles.clone(),
        trusted: person.standing != Standing::Visitor,
        newcomer: person.newcomer,
        away_since: match person.presence {
            Presence::Away { since } => Some(since.0),
            _ => None,
        },
        unmuted: person.unmuted,
        shared: person.shared,
    }
}

fn queue_view(room: &Room) -> QueueView {
    QueueView {
        open: room.is_queue_open(),
        mode: room.queue_mode(),
        share_limit: room.share_limit().map(|limit| limit.0),
        picker: room.picker(),
        entries: (room.queue().iter())
            .map(|entry| entry_view(entry, room.plan()))
            .collect(),
    }
}

fn entry_view(entry: &QueueEntry, plan: &RoomPlan) -> QueueEntryView {
    let (state, until, held_because) = match entry.state {
        EntryState::Waiting => (QueueStateView::Waiting, None, None),
        EntryState::Called { .. } => {
            let until = entry.state.call_deadline(plan);
            (QueueStateView::Called, until, None)
        }
        EntryState::Held { because, since } => {
            let until = (because == HeldBecause::LostConnection).then(|| since + SEAT_TIMEOUT);
            (QueueStateView::Held, until, Some(because))
        }
        EntryState::Speaking => (QueueStateView::Speaking, None, None),
    };
    QueueEntryView {
        person: entry.person,
        since: entry.since.0,
        state,
        answered: matches!(
            entry.state,
            EntryState::Called {
                answered: Some(_),
                ..
            }
        ),
        until: until.map(|until| until.0),
        held_because,
        for_step: entry.for_step,
    }
}

fn floor_view(room: &Room) -> Option<FloorView> {
    room.floor().map(|floor| FloorView {
        person: floor.person,
        turn: floor.turn,
        since: floor.since.0,
        limit: floor.limit.map(|limit| limit.0),
        warn_before: floor.warn_before.0,
        used: floor.used.0,
        // While a host says a word, the clock is stopped. Clients of former versions take that for a
        // holder who is not heard, and would close the microphone.
        running_since: (floor.running_since)
            .or(floor.word.map(|word| word.since).filter(|_| !floor.muted))
            .map(|since| since.0),
        muted: floor.muted,
        word: floor.word.map(|word| word.by),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::RoomView;

    fn room_with(people: u32) -> RoomView {
        let example = include_str!("../PROTOCOL.md");
        let start = example
            .find("{\n  \"type\": \"welcome\"")
            .expect("there is an example of a welcome");
        let end = start + example[start..].find("```").expect("the example ends");
        let welcome = serde_json::from_str(&example[start..end]).expect("the example parses");
        let ServerMessage::Welcome { mut room, .. } = welcome else {
            panic!("the example is not a welcome")
        };
        let template = room.people.swap_remove(0);
        room.people = (1..=people)
            .map(|id| PersonView {
                id: ParticipantId(id),
                ..template.clone()
            })
            .collect();
        room
    }

    #[test]
    fn a_large_room_is_split_into_frames_that_are_complete_and_in_order() {
        let mut room = room_with(130);
        let more = split_off_overflow(&mut room);
        let mut ids: Vec<u32> = room.people.iter().map(|person| person.id.0).collect();
        assert_eq!(ids.len(), PEOPLE_PER_FRAME);
        for message in more {
            let ServerMessage::More { people, .. } = message else {
                panic!("expected a `more` message")
            };
            assert!(people.len() <= PEOPLE_PER_FRAME);
            ids.extend(people.iter().map(|person| person.id.0));
        }
        assert_eq!(ids, (1..=130).collect::<Vec<_>>());
    }

    #[test]
    fn a_small_room_fits_into_one_frame() {
        assert_eq!(
            split_off_overflow(&mut room_with(PEOPLE_PER_FRAME as u32)),
            []
        );
    }
}
