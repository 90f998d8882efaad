//! A script alone, with a room made by hand.

use super::*;
use crate::room::{ChatPolicy, Phase};
use crate::wire::{ClientMessage as Request, RoomView, StepTo};
use serde_json::{Value, json};

const ME: ParticipantId = ParticipantId(1);
const OTHER: ParticipantId = ParticipantId(2);
const WORDS: Millis = Millis(8_000);

/// The steps of [`room`].
const READING: usize = 0;
const SHARES: usize = 1;

struct Play {
    script: Script,
    room: RoomView,
    now: Timestamp,
}

fn person(id: ParticipantId, name: &str) -> Value {
    json!({
        "id": id, "name": name, "mark": null, "mark_number": null, "roles": [], "trusted": false,
        "newcomer": false, "away_since": null, "unmuted": false, "shared": 0,
    })
}

/// A room in session, in its shares, with an open chat; the other person chairs.
fn room() -> RoomView {
    let step = |kind, microphones| {
        json!({
            "kind": kind, "title": "", "text": "", "link": null, "minutes": null,
            "microphones": microphones, "chat": "open",
        })
    };
    let room = json!({
        "meeting": {
            "slug": "circle", "title": "Circle", "starts": 0, "ends": 1, "closes": 2,
            "contributions": null,
            "steps": [step("reading", "named"), step("shares", "floor_holder")],
        },
        "stage": {
            "phase": "in_session", "step": SHARES, "step_since": 0, "assigned": [null, null],
            "chair": OTHER, "unattended_since": null, "frozen_by": null, "frozen_since": null,
            "chat": "open", "lobby_on": false,
        },
        "people": [person(ME, "Robot Ada"), person(OTHER, "Dana")],
        "queue": {"open": true, "mode": "hands_in_order", "share_limit": null, "entries": []},
        "floor": null, "speaking": [], "chat": [], "lobby": null,
    });
    serde_json::from_value(room).expect("a room")
}

impl Play {
    fn of(leads: bool) -> Self {
        let company = Company {
            names: vec!["Robot Ada".to_owned()],
            lines: Lines {
                welcome: "Welcome!".to_owned(),
                thanks: vec!["Thank you.".to_owned()],
                remarks: vec!["Good evening.".to_owned()],
            },
        };
        Self {
            script: Script::new(Arc::new(company), WORDS, leads, 7),
            room: room(),
            now: Timestamp(1_000_000),
        }
    }

    fn give_floor(&mut self, person: ParticipantId) {
        let floor = json!({
            "person": person, "turn": "share", "since": 0, "limit": null, "warn_before": 0, "used": 0,
            "running_since": 0, "muted": false,
        });
        self.room.floor = serde_json::from_value(floor).expect("a floor");
    }

    fn mute(&mut self) {
        self.room.floor.as_mut().expect("somebody speaks").muted = true;
    }

    fn queue(&mut self, person: ParticipantId, state: &str) {
        let entry = json!({
            "person": person, "since": 0, "state": state, "until": null, "held_because": null,
            "for_step": false,
        });
        let entry = serde_json::from_value(entry).expect("an entry");
        self.room.queue.entries.push(entry);
    }

    /// What the script does in these seconds while nothing changes.
    fn watch(&mut self, seconds: u64) -> Vec<Act> {
        let mut acts = Vec::new();
        for _ in 0..seconds * 4 {
            self.now = self.now + Millis(250);
            acts.extend(self.script.next(&Scene {
                now: self.now,
                me: ME,
                room: &self.room,
                can_speak: true,
            }));
        }
        acts
    }

    /// The first request in these seconds.
    fn first_request(&mut self, seconds: u64) -> Option<Request> {
        let acts = self.watch(seconds).into_iter();
        acts.filter_map(|act| match act {
            Act::Send(request) => Some(request),
            Act::Speak | Act::FallSilent => None,
        })
        .next()
    }
}

fn asks(acts: &[Act], request: &Request) -> bool {
    acts.contains(&Act::Send(request.clone()))
}

#[test]
fn a_called_member_says_its_words_and_gives_the_floor_back() {
    let mut play = Play::of(false);
    play.queue(ME, "called");
    assert_eq!(play.first_request(4), Some(Request::StartSharing));
    play.room.queue.entries.clear();
    play.give_floor(ME);
    assert_eq!(play.watch(7), [Act::Speak]);
    assert!(asks(&play.watch(3), &Request::Done));
    play.room.floor = None;
    assert_eq!(play.watch(1), [Act::FallSilent]);
}

#[test]
fn a_member_whose_audio_is_not_connected_does_not_begin() {
    let mut play = Play::of(false);
    play.queue(ME, "called");
    for _ in 0..40 {
        play.now = play.now + Millis(250);
        let acts = play.script.next(&Scene {
            now: play.now,
            me: ME,
            room: &play.room,
            can_speak: false,
        });
        assert_eq!(acts, []);
    }
}

#[test]
fn a_hand_goes_up_in_the_shares_and_after_a_rest() {
    let mut play = Play::of(false);
    play.room.stage.step = Some(READING);
    assert!(!asks(&play.watch(30), &Request::RaiseHand));
    play.room.stage.step = Some(SHARES);
    assert!(asks(&play.watch(10), &Request::RaiseHand));
    play.give_floor(ME);
    play.watch(10);
    play.room.floor = None;
    assert!(!asks(&play.watch(20), &Request::RaiseHand), "it rests");
    assert!(asks(&play.watch(60), &Request::RaiseHand));
    play.room.queue.open = false;
    assert!(!asks(&play.watch(60), &Request::RaiseHand));
}

#[test]
fn a_pause_silences_a_member_who_goes_on_afterwards() {
    let mut play = Play::of(false);
    play.give_floor(ME);
    assert_eq!(play.watch(2), [Act::Speak]);
    play.mute();
    play.room.stage.frozen_since = Some(1);
    assert_eq!(play.watch(20), [Act::FallSilent]);
    play.room.stage.frozen_since = None;
    assert_eq!(play.first_request(4), Some(Request::StartSharing));
}

#[test]
fn a_member_whom_the_chair_mutes_gives_the_floor_back() {
    let mut play = Play::of(false);
    play.give_floor(ME);
    play.watch(2);
    play.mute();
    let acts = play.watch(4);
    assert_eq!(acts.first(), Some(&Act::FallSilent));
    assert!(asks(&acts, &Request::Done) && !asks(&acts, &Request::StartSharing));
}

#[test]
fn a_named_reader_reads_once() {
    let mut play = Play::of(false);
    play.room.stage.step = Some(READING);
    play.room.stage.assigned[READING] = Some(ME);
    assert_eq!(play.first_request(4), Some(Request::StartSharing));
    play.give_floor(ME);
    play.watch(10);
    play.room.floor = None;
    assert!(!asks(&play.watch(30), &Request::StartSharing));
}

#[test]
fn thanks_follow_a_share_of_somebody_else() {
    let mut play = Play::of(false);
    let thanks = (0..20)
        .filter(|_| {
            play.give_floor(OTHER);
            play.watch(1);
            play.room.floor = None;
            asks(&play.watch(4), &Request::Thank)
        })
        .count();
    assert!((3..=17).contains(&thanks), "{thanks} of 20");
    play.watch(4);
    assert!(!asks(&play.watch(60), &Request::Thank));
}

#[test]
fn members_write_only_where_everyone_may() {
    let writes = |play: &mut Play| {
        let acts = play.watch(600);
        acts.iter()
            .filter(|act| matches!(act, Act::Send(Request::Chat { .. })))
            .count()
    };
    let mut play = Play::of(false);
    assert!((2..=9).contains(&writes(&mut play)));
    play.room.stage.chat = ChatPolicy::ToHosts;
    assert_eq!(writes(&mut play), 0);
}

#[test]
fn people_are_welcomed_once_and_members_are_not() {
    let mut play = Play::of(true);
    let welcomes = |play: &mut Play| {
        let acts = play.watch(60).into_iter();
        acts.filter(|act| *act == Act::Send(to_everyone("Welcome!")))
            .count()
    };
    assert_eq!(welcomes(&mut play), 1);
    let jo = serde_json::from_value(person(ParticipantId(3), "Jo")).expect("a person");
    play.room.people.push(jo);
    assert_eq!(welcomes(&mut play), 1);
    assert_eq!(welcomes(&mut play), 0);
}

#[test]
fn the_leader_opens_the_meeting_and_calls_who_is_there() {
    let mut play = Play::of(true);
    play.room.stage.chair = None;
    play.room.stage.phase = Phase::DoorsOpen;
    play.room.stage.step = None;
    assert_eq!(play.first_request(1), Some(Request::TakeChair));
    play.room.stage.chair = Some(ME);
    assert_eq!(play.first_request(1), Some(Request::StartMeeting));
    play.room.stage.phase = Phase::InSession;
    play.room.stage.step = Some(READING);
    let to = StepTo::To(SHARES);
    assert_eq!(play.first_request(1), Some(Request::Step { to }));
    play.room.stage.step = Some(SHARES);
    play.queue(OTHER, "waiting");
    let call = Request::Call { person: OTHER };
    assert!(asks(&play.watch(5), &call));
    play.room.people[1].away_since = Some(1);
    assert!(!asks(&play.watch(5), &call));
}

#[test]
fn the_leader_leaves_the_chair_to_a_person_and_takes_it_when_they_have_gone() {
    let mut play = Play::of(true);
    play.queue(OTHER, "waiting");
    let leads = |acts: &[Act]| {
        let person = OTHER;
        asks(acts, &Request::TakeChair) || asks(acts, &Request::Call { person })
    };
    assert!(!leads(&play.watch(300)));
    play.room.stage.chair = None;
    assert!(!leads(&play.watch(7)), "they may come back");
    assert!(leads(&play.watch(6)));
}
