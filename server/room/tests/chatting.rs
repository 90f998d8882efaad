//! Chat and thanks.

use super::scenario::{ANA, CHAIR, CO_CHAIR, PRIYA, Scenario, THEO};
use crate::base::{ParticipantId, Redacted};
use crate::room::{Action, Audience, Command, Event, MessageId, Refusal, Role, Standing, StepKind};

fn chat(to: Audience, text: &str) -> Action {
    Action::Chat {
        to,
        text: Redacted(text.to_owned()),
    }
}

fn hello(to: Audience) -> Action {
    chat(to, "Hello")
}

/// Everyone who may read the last message.
fn readers(scenario: &Scenario) -> Vec<u32> {
    let last = scenario.room.messages().last().expect("there is a message");
    scenario
        .room
        .people()
        .map(|p| p.id)
        .filter(|id| scenario.room.may_read(*id, last))
        .map(|id| id.0)
        .collect()
}

#[test]
fn before_and_after_the_meeting_everyone_writes_to_everyone() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(CHAIR, Action::EndMeeting);
    scenario.act(ANA, hello(Audience::Everyone));
    assert_eq!(readers(&scenario), [1, 2, 3, 4, 5, 6]);
    scenario.act(ANA, hello(Audience::Hosts));
    assert_eq!(readers(&scenario), [1, 2, 3]);
    scenario.act(ANA, hello(Audience::Person(CHAIR)));
    assert_eq!(readers(&scenario), [1, 3]);
    scenario.expect_refusal(ANA, hello(Audience::Person(THEO)), Refusal::ChatClosed);
}

#[test]
fn in_announcements_hosts_write_to_everyone_and_others_to_hosts() {
    let mut scenario = Scenario::in_step(StepKind::Announcements);
    scenario.act(CO_CHAIR, hello(Audience::Everyone));
    scenario.expect_refusal(ANA, hello(Audience::Everyone), Refusal::ChatClosed);
    scenario.act(ANA, hello(Audience::Hosts));
}

#[test]
fn during_shares_people_write_to_hosts_who_answer() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(ANA, hello(Audience::Hosts));
    scenario.act(CHAIR, hello(Audience::Person(ANA)));
    assert_eq!(readers(&scenario), [1, 3]);
    scenario.expect_refusal(CHAIR, hello(Audience::Everyone), Refusal::ChatClosed);
    scenario.expect_refusal(CHAIR, hello(Audience::Person(CHAIR)), Refusal::NoSuchPerson);
    scenario.expect_refusal(
        CHAIR,
        hello(Audience::Person(ParticipantId(99))),
        Refusal::NoSuchPerson,
    );
}

#[test]
fn in_a_closed_step_only_hosts_write_and_to_each_other() {
    let mut scenario = Scenario::in_step(StepKind::Closing);
    scenario.expect_refusal(ANA, hello(Audience::Hosts), Refusal::ChatClosed);
    scenario.expect_refusal(ANA, hello(Audience::Person(CHAIR)), Refusal::ChatClosed);
    scenario.act(CHAIR, hello(Audience::Hosts));
    scenario.act(CHAIR, hello(Audience::Person(CO_CHAIR)));
    scenario.expect_refusal(CHAIR, hello(Audience::Person(ANA)), Refusal::ChatClosed);
}

#[test]
fn nobody_can_write_to_hosts_when_there_are_none() {
    let mut scenario = Scenario::with_doors_open();
    let ana = scenario.arrive("Ana");
    scenario.expect_refusal(ana, hello(Audience::Hosts), Refusal::ChatClosed);
}

#[test]
fn a_new_host_reads_earlier_messages_to_the_hosts() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(ANA, hello(Audience::Hosts));
    scenario.act(
        CHAIR,
        Action::SetRole {
            person: THEO,
            role: Role::ChatMonitor,
            on: true,
        },
    );
    assert_eq!(readers(&scenario), [1, 2, 3, 4]);
}

#[test]
fn texts_are_trimmed_and_invalid_ones_are_refused() {
    let mut scenario = Scenario::with_doors_open();
    let ana = scenario.arrive("Ana");
    let to = Audience::Everyone;
    scenario.act(ana, chat(to, &format!("  {}\n", "ä".repeat(500))));
    assert_eq!(scenario.room.messages()[0].text.0.chars().count(), 500);
    for bad in [
        "",
        "  ",
        &"a".repeat(501),
        "a\nb",
        "a\u{0}b",
        "\u{202e}evil",
    ] {
        scenario.expect_refusal(ana, chat(to, bad), Refusal::BadMessage);
    }
}

#[test]
fn newcomers_cannot_post_links() {
    let mut scenario = Scenario::with_doors_open();
    let newcomer = scenario
        .try_arrive("Newt", Standing::Visitor, true)
        .expect("the doors are open");
    let member = scenario.arrive("Ana");
    let to = Audience::Everyone;
    let links = [
        "see https://a.example",
        "WWW.example.org",
        "(example.com)",
        "a.example/b",
        "me@mail.net",
    ];
    for link in links {
        scenario.expect_refusal(newcomer, chat(to, link), Refusal::NoLinks);
        scenario.act(member, chat(to, link));
    }
    for plain in [
        "Hello.",
        "Well...yes",
        "Half past 7.30",
        "Thanks.I needed that",
        "and/or",
    ] {
        scenario.act(newcomer, chat(to, plain));
    }
}

#[test]
fn only_the_last_five_hundred_messages_are_kept() {
    let mut scenario = Scenario::with_doors_open();
    let ana = scenario.arrive("Ana");
    for _ in 0..501 {
        scenario.act(ana, hello(Audience::Everyone));
    }
    assert_eq!(scenario.room.messages().len(), 500);
    assert_eq!(scenario.room.messages()[0].id, MessageId(2));
}

#[test]
fn hosts_and_monitors_delete_what_they_can_read() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(
        CHAIR,
        Action::SetRole {
            person: THEO,
            role: Role::ChatMonitor,
            on: true,
        },
    );
    scenario.act(ANA, hello(Audience::Hosts));
    scenario.act(ANA, hello(Audience::Person(CHAIR)));
    scenario.expect_refusal(
        ANA,
        Action::DeleteMessage(MessageId(1)),
        Refusal::NotAllowed,
    );
    scenario.expect_refusal(
        THEO,
        Action::DeleteMessage(MessageId(2)),
        Refusal::NoSuchMessage,
    );
    scenario.take_events();
    scenario.act(THEO, Action::DeleteMessage(MessageId(1)));
    assert_eq!(scenario.take_events(), [Event::ChatDeleted(MessageId(1))]);
    assert_eq!(scenario.room.messages().len(), 1);
}

#[test]
fn people_in_the_lobby_cannot_read_messages() {
    let mut scenario = Scenario::with_doors_open();
    let chair = scenario.arrive_as("Dana", Standing::Chair);
    scenario.act(chair, Action::SetLobby(true));
    let nia = scenario.arrive("Nia");
    scenario.act(chair, hello(Audience::Everyone));
    assert_eq!(readers(&scenario), [chair.0]);
    scenario.expect_refusal(chair, hello(Audience::Person(nia)), Refusal::NoSuchPerson);
}

#[test]
fn thanks_are_reported_and_limited_in_rate() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.act(THEO, Action::Thank);
    assert_eq!(scenario.take_events(), [Event::Thanked(THEO)]);
    scenario.expect_refusal(THEO, Action::Thank, Refusal::TooSoon);
    scenario.act(PRIYA, Action::Thank);
    scenario.advance_secs(2);
    scenario.act(THEO, Action::Thank);
}

#[test]
fn a_writers_name_and_roles_stay_with_the_message() {
    let mut scenario = Scenario::in_step(StepKind::Announcements);
    scenario.act(CO_CHAIR, hello(Audience::Everyone));
    let off = Action::SetRole {
        person: CO_CHAIR,
        role: Role::CoChair,
        on: false,
    };
    scenario.act(CHAIR, off);
    assert_eq!(
        scenario
            .room
            .apply(scenario.now, Command::ConnectionLost(CO_CHAIR)),
        Ok(())
    );
    let message = &scenario.room.messages()[0];
    assert_eq!(
        (message.name.0.as_str(), message.roles.as_slice()),
        ("Lee", &[Role::CoChair][..])
    );
}
