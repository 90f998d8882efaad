//! Chat and thanks.

use super::play::{ANA, CHAIR, CO_CHAIR, PRIYA, Play, THEO};
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

/// Who of everyone in the room reads the last message.
fn readers(play: &Play) -> Vec<u32> {
    let last = play.room.messages().last().expect("something was written");
    play.room
        .people()
        .map(|p| p.id)
        .filter(|id| play.room.may_read(*id, last))
        .map(|id| id.0)
        .collect()
}

#[test]
fn before_and_after_the_meeting_everyone_writes_to_everyone() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(CHAIR, Action::EndMeeting);
    play.does(ANA, hello(Audience::Everyone));
    assert_eq!(readers(&play), [1, 2, 3, 4, 5, 6]);
    play.does(ANA, hello(Audience::Hosts));
    assert_eq!(readers(&play), [1, 2, 3]);
    play.does(ANA, hello(Audience::Person(CHAIR)));
    assert_eq!(readers(&play), [1, 3]);
    play.may_not(ANA, hello(Audience::Person(THEO)), Refusal::ChatClosed);
}

#[test]
fn in_announcements_hosts_write_to_everyone_and_others_to_hosts() {
    let mut play = Play::in_step(StepKind::Announcements);
    play.does(CO_CHAIR, hello(Audience::Everyone));
    play.may_not(ANA, hello(Audience::Everyone), Refusal::ChatClosed);
    play.does(ANA, hello(Audience::Hosts));
}

#[test]
fn during_shares_people_write_to_hosts_who_answer() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(ANA, hello(Audience::Hosts));
    play.does(CHAIR, hello(Audience::Person(ANA)));
    assert_eq!(readers(&play), [1, 3]);
    play.may_not(CHAIR, hello(Audience::Everyone), Refusal::ChatClosed);
    play.may_not(CHAIR, hello(Audience::Person(CHAIR)), Refusal::NoSuchPerson);
    play.may_not(
        CHAIR,
        hello(Audience::Person(ParticipantId(99))),
        Refusal::NoSuchPerson,
    );
}

#[test]
fn in_a_closed_step_only_hosts_write_and_to_each_other() {
    let mut play = Play::in_step(StepKind::Closing);
    play.may_not(ANA, hello(Audience::Hosts), Refusal::ChatClosed);
    play.may_not(ANA, hello(Audience::Person(CHAIR)), Refusal::ChatClosed);
    play.does(CHAIR, hello(Audience::Hosts));
    play.does(CHAIR, hello(Audience::Person(CO_CHAIR)));
    play.may_not(CHAIR, hello(Audience::Person(ANA)), Refusal::ChatClosed);
}

#[test]
fn nothing_is_written_to_hosts_when_there_are_none() {
    let mut play = Play::at_the_doors();
    let ana = play.arrive("Ana");
    play.may_not(ana, hello(Audience::Hosts), Refusal::ChatClosed);
}

#[test]
fn a_new_host_reads_what_hosts_were_written_before() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(ANA, hello(Audience::Hosts));
    play.does(
        CHAIR,
        Action::SetRole {
            person: THEO,
            role: Role::ChatMonitor,
            on: true,
        },
    );
    assert_eq!(readers(&play), [1, 2, 3, 4]);
}

#[test]
fn texts_are_trimmed_and_neither_empty_nor_long_nor_tricky() {
    let mut play = Play::at_the_doors();
    let ana = play.arrive("Ana");
    let to = Audience::Everyone;
    play.does(ana, chat(to, &format!("  {}\n", "ä".repeat(500))));
    assert_eq!(play.room.messages()[0].text.0.chars().count(), 500);
    for bad in [
        "",
        "  ",
        &"a".repeat(501),
        "a\nb",
        "a\u{0}b",
        "\u{202e}evil",
    ] {
        play.may_not(ana, chat(to, bad), Refusal::BadMessage);
    }
}

#[test]
fn newcomers_post_no_links() {
    let mut play = Play::at_the_doors();
    let newcomer = play
        .try_arrive("Newt", Standing::Visitor, true)
        .expect("open");
    let member = play.arrive("Ana");
    let to = Audience::Everyone;
    let links = [
        "see https://a.example",
        "WWW.example.org",
        "(example.com)",
        "a.example/b",
        "me@mail.net",
    ];
    for link in links {
        play.may_not(newcomer, chat(to, link), Refusal::NoLinks);
        play.does(member, chat(to, link));
    }
    for plain in [
        "Hello.",
        "Well...yes",
        "Half past 7.30",
        "Thanks.I needed that",
        "and/or",
    ] {
        play.does(newcomer, chat(to, plain));
    }
}

#[test]
fn the_last_five_hundred_are_kept() {
    let mut play = Play::at_the_doors();
    let ana = play.arrive("Ana");
    for _ in 0..501 {
        play.does(ana, hello(Audience::Everyone));
    }
    assert_eq!(play.room.messages().len(), 500);
    assert_eq!(play.room.messages()[0].id, MessageId(2));
}

#[test]
fn hosts_and_monitors_delete_what_they_can_read() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(
        CHAIR,
        Action::SetRole {
            person: THEO,
            role: Role::ChatMonitor,
            on: true,
        },
    );
    play.does(ANA, hello(Audience::Hosts));
    play.does(ANA, hello(Audience::Person(CHAIR)));
    play.may_not(
        ANA,
        Action::DeleteMessage(MessageId(1)),
        Refusal::NotAllowed,
    );
    play.may_not(
        THEO,
        Action::DeleteMessage(MessageId(2)),
        Refusal::NoSuchMessage,
    );
    play.events();
    play.does(THEO, Action::DeleteMessage(MessageId(1)));
    assert_eq!(play.events(), [Event::ChatDeleted(MessageId(1))]);
    assert_eq!(play.room.messages().len(), 1);
}

#[test]
fn people_at_the_door_read_nothing() {
    let mut play = Play::at_the_doors();
    let chair = play.arrive_as("Dana", Standing::Chair);
    play.does(chair, Action::SetLobby(true));
    let nia = play.arrive("Nia");
    play.does(chair, hello(Audience::Everyone));
    assert_eq!(readers(&play), [chair.0]);
    play.may_not(chair, hello(Audience::Person(nia)), Refusal::NoSuchPerson);
}

#[test]
fn thanks_are_told_and_not_drummed() {
    let mut play = Play::with_a_share_of(ANA);
    play.does(THEO, Action::Thank);
    assert_eq!(play.events(), [Event::Thanked(THEO)]);
    play.may_not(THEO, Action::Thank, Refusal::TooSoon);
    play.does(PRIYA, Action::Thank);
    play.wait_secs(2);
    play.does(THEO, Action::Thank);
}

#[test]
fn a_writers_name_and_roles_stay_with_the_message() {
    let mut play = Play::in_step(StepKind::Announcements);
    play.does(CO_CHAIR, hello(Audience::Everyone));
    let off = Action::SetRole {
        person: CO_CHAIR,
        role: Role::CoChair,
        on: false,
    };
    play.does(CHAIR, off);
    assert_eq!(
        play.room.apply(play.now, Command::LineLost(CO_CHAIR)),
        Ok(())
    );
    let message = &play.room.messages()[0];
    assert_eq!(
        (message.name.0.as_str(), message.roles.as_slice()),
        ("Lee", &[Role::CoChair][..])
    );
}
