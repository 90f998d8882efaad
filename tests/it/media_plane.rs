//! The media plane over a simulated network: who connects, who hears whom, and what a bad network
//! or a hostile peer can't change. No sockets, no threads, no waiting: the test drives the clock.

use crate::support::network::{LinkConditions, Network, Seeded};
use porchlight::base::Entropy;
use porchlight::media::stun::binding_request;
use porchlight::media::{ForwardPolicy, MediaEvent, RoomKey};
use std::net::SocketAddr;
use std::time::Duration;

const ROOM: RoomKey = RoomKey(7);
const PACKET: Duration = Duration::from_millis(20);

const CLEAR: LinkConditions = LinkConditions {
    lost: 0,
    doubled: 0,
    delay: Duration::from_millis(5),
    jitter: Duration::ZERO,
};

/// A mobile network at the edge of its reach.
const FOUL: LinkConditions = LinkConditions {
    lost: 100,
    doubled: 50,
    delay: Duration::from_millis(40),
    jitter: Duration::from_millis(60),
};

fn gathering(seed: u64, conditions: LinkConditions, guests: usize) -> Network {
    let mut network = Network::new(seed, conditions);
    for _ in 0..guests {
        network.join(ROOM);
    }
    network.connect_all();
    network
}

/// A guest speaks `packets` packets that carry its index and their number.
fn speak(network: &mut Network, guest: usize, from: u16, packets: u16) {
    for sequence in from..from + packets {
        network.speak(guest, sequence, 30, &payload(guest, sequence));
        network.run(PACKET);
    }
}

fn payload(guest: usize, sequence: u16) -> Vec<u8> {
    let mut payload = vec![guest as u8; 100];
    payload[1..3].copy_from_slice(&sequence.to_be_bytes());
    payload
}

/// What a guest heard, as (speaker, number) in the order of its receive sequence numbers.
fn story(network: &Network, guest: usize) -> Vec<(u8, u16)> {
    let mut heard = network.guests[guest].heard.clone();
    heard.sort_by_key(|heard| heard.sequence);
    heard.dedup();
    heard
        .iter()
        .map(|heard| {
            (
                heard.payload[0],
                u16::from_be_bytes([heard.payload[1], heard.payload[2]]),
            )
        })
        .collect()
}

fn one(network: &Network, guest: usize) -> ForwardPolicy {
    ForwardPolicy::One(network.guests[guest].id)
}

#[test]
fn everyone_but_the_speaker_hears_the_speaker() {
    let mut network = gathering(1, CLEAR, 4);
    let floor = one(&network, 0);
    network.hear(ROOM, floor);
    speak(&mut network, 0, 65_500, 20);
    network.run(PACKET);
    let all: Vec<_> = (65_500..65_520).map(|sequence| (0, sequence)).collect();
    assert!(
        network.guests[0].heard.is_empty(),
        "nobody hears themselves"
    );
    for guest in 1..4 {
        assert_eq!(story(&network, guest), all);
    }
    let connected = network
        .events
        .iter()
        .filter(|event| matches!(event, MediaEvent::Connected(_)));
    assert_eq!(connected.count(), 4);
}

#[test]
fn whoever_has_no_floor_is_heard_by_nobody_and_not_even_opened() {
    let mut network = gathering(2, CLEAR, 3);
    let floor = one(&network, 0);
    network.hear(ROOM, floor);
    speak(&mut network, 1, 1, 10);
    assert!(network.guests.iter().all(|guest| guest.heard.is_empty()));
    assert_eq!(network.plane.counters().unheard, 10);
    assert_eq!(network.plane.counters().heard, 0);
}

#[test]
fn another_room_hears_nothing() {
    let mut network = gathering(3, CLEAR, 2);
    let elsewhere = network.join(RoomKey(8));
    network.connect_all();
    let floor = one(&network, 0);
    network.hear(ROOM, floor.clone());
    network.hear(RoomKey(8), floor);
    speak(&mut network, 0, 1, 5);
    network.run(PACKET);
    assert_eq!(network.guests[1].heard.len(), 5);
    assert!(network.guests[elsewhere].heard.is_empty());
}

#[test]
fn a_change_of_floor_is_heard_as_one_unbroken_stream() {
    let mut network = gathering(4, CLEAR, 3);
    let (first, second) = (one(&network, 0), one(&network, 1));
    network.hear(ROOM, first);
    speak(&mut network, 0, 100, 5);
    network.run(PACKET);
    network.hear(ROOM, second);
    speak(&mut network, 0, 105, 5);
    speak(&mut network, 1, 60_000, 5);
    network.run(PACKET);

    let heard = &network.guests[2].heard;
    let speakers: Vec<_> = heard.iter().map(|heard| heard.payload[0]).collect();
    assert_eq!(
        speakers,
        [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
        "the first is cut at once"
    );
    assert!(heard.iter().all(|h| h.ssrc == heard[0].ssrc), "one stream");
    let sequences: Vec<_> = heard.iter().map(|heard| heard.sequence).collect();
    assert_eq!(
        sequences,
        (sequences[0]..sequences[0] + 10).collect::<Vec<_>>()
    );
    assert!(
        heard
            .windows(2)
            .all(|two| two[1].timestamp.wrapping_sub(two[0].timestamp) < 1 << 20)
    );
}

#[test]
fn whoever_comes_late_starts_with_small_sequence_numbers() {
    let mut network = gathering(5, CLEAR, 2);
    let floor = one(&network, 0);
    network.hear(ROOM, floor);
    speak(&mut network, 0, 60_000, 30);
    let late = network.join(ROOM);
    network.connect_all();
    speak(&mut network, 0, 60_030, 5);
    network.run(PACKET);
    assert_eq!(network.guests[late].heard[0].sequence, 0);
    assert_eq!(network.guests[late].heard.len(), 5);
}

#[test]
fn a_foul_network_delays_but_does_not_prevent_connection_and_sound() {
    for seed in 10..16 {
        let mut network = gathering(seed, FOUL, 5);
        let floor = one(&network, 0);
        network.hear(ROOM, floor);
        speak(&mut network, 0, 65_000, 500);
        network.run(Duration::from_millis(200));
        for guest in 1..5 {
            let story = story(&network, guest);
            // 10 % are lost twice: about 81 % arrive. Far less would be a fault of ours.
            assert!(story.len() > 350, "{} of 500 arrived", story.len());
            assert!(
                story.windows(2).all(|two| two[0] != two[1]),
                "nothing is heard twice"
            );
            let age = |number: u16| number.wrapping_sub(65_000);
            assert!(
                story.windows(2).all(|two| age(two[0].1) < age(two[1].1)),
                "the order is kept"
            );
        }
    }
}

#[test]
fn of_an_open_floor_the_loudest_three_are_heard_and_told() {
    let mut network = gathering(6, CLEAR, 6);
    let of = network.guests[..5].iter().map(|guest| guest.id).collect();
    network.hear(ROOM, ForwardPolicy::Loudest { of, at_most: 3 });
    for sequence in 0..100 {
        for (guest, level) in [(0, 20), (1, 100), (2, 25), (3, 110), (4, 30)] {
            network.speak(guest, sequence, level, &payload(guest, sequence));
        }
        network.run(PACKET);
    }
    let speakers = |sequences: std::ops::Range<u16>| {
        let mut speakers: Vec<_> = story(&network, 5)
            .into_iter()
            .filter(|(_, sequence)| sequences.contains(sequence))
            .map(|(speaker, _)| speaker)
            .collect();
        speakers.sort_unstable();
        speakers.dedup();
        speakers
    };
    assert_eq!(speakers(50..100), [0, 2, 4]);
    let told: Vec<_> = network
        .events
        .iter()
        .filter_map(|event| match event {
            MediaEvent::Speaking(ROOM, speaking) => Some(speaking.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(
        told.last().expect("it was told"),
        &[0, 2, 4].map(|i| network.guests[i].id)
    );
    assert!(
        told.len() <= 4 * 2 + 1,
        "at most four times a second in two seconds"
    );
}

#[test]
fn a_silent_peer_is_reaped_and_one_that_never_came_sooner() {
    let mut network = gathering(7, CLEAR, 2);
    network.set_weather(LinkConditions {
        lost: 1_000,
        ..CLEAR
    });
    let never = network.join(ROOM);
    let gone = |network: &Network| {
        network
            .events
            .iter()
            .filter(|event| matches!(event, MediaEvent::Gone(_)))
            .count()
    };
    let joined = network.elapsed();
    assert!(network.run_until(Duration::from_secs(60), |network| gone(network) == 1));
    assert_eq!(
        network.events.last(),
        Some(&MediaEvent::Gone(network.guests[never].id))
    );
    assert!(network.elapsed() - joined >= Duration::from_secs(15));
    assert!(network.run_until(Duration::from_secs(60), |network| gone(network) == 3));
    assert!(network.elapsed() - joined >= Duration::from_secs(25));
    assert_eq!(network.plane.counters().departed, 3);
}

#[test]
fn a_peer_that_stays_is_not_reaped() {
    let mut network = gathering(8, CLEAR, 1);
    network.run(Duration::from_secs(120));
    assert!(
        !network
            .events
            .iter()
            .any(|event| matches!(event, MediaEvent::Gone(_)))
    );
}

#[test]
fn a_new_address_in_mid_call_is_just_another_check() {
    let mut network = gathering(9, CLEAR, 2);
    let floor = one(&network, 0);
    network.hear(ROOM, floor);
    speak(&mut network, 0, 1, 5);
    for guest in 0..2 {
        network.guests[guest].address.set_port(50_000);
    }
    network.run(Duration::from_secs(6));
    speak(&mut network, 0, 6, 5);
    network.run(PACKET);
    assert_eq!(network.guests[1].heard.len(), 10);
}

#[test]
fn the_speaker_is_told_what_listeners_lose_and_listeners_what_was_sent() {
    let mut network = gathering(17, CLEAR, 6);
    let floor = one(&network, 0);
    network.hear(ROOM, floor);
    speak(&mut network, 0, 1, 50);
    for guest in 1..6 {
        network.report_loss(guest, 64);
    }
    speak(&mut network, 0, 51, 300);
    let blocks = network.guests[0]
        .reports
        .iter()
        .flat_map(|reports| &reports.blocks);
    let losses: Vec<_> = blocks.map(|block| block.fraction_lost).collect();
    assert!(losses.len() >= 4, "about one report a second");
    assert!(losses.contains(&64), "what listeners lose: {losses:?}");
    assert_eq!(losses.last(), Some(&0), "and no longer than they lose it");
    let sent = network.guests[1]
        .reports
        .iter()
        .find_map(|reports| reports.sender)
        .expect("a report");
    assert_eq!(sent.ssrc, network.guests[1].heard[0].ssrc);
    assert!(sent.packets > 0 && sent.octets == sent.packets * 100);
}

#[test]
fn whoever_shows_another_certificate_than_announced_is_turned_away() {
    let mut network = gathering(19, CLEAR, 2);
    let impostor = network.join_as_impostor(ROOM);
    let id = network.guests[impostor].id;
    let gone = |network: &Network| network.events.contains(&MediaEvent::Gone(id));
    assert!(
        network.run_until(Duration::from_secs(5), gone),
        "at once, not by silence"
    );
    assert!(!network.events.contains(&MediaEvent::Connected(id)));
    assert_eq!(network.plane.counters().failed_handshakes, 1);
    network.hear(ROOM, ForwardPolicy::One(id));
    speak(&mut network, impostor, 1, 5);
    assert!(network.guests.iter().all(|guest| guest.heard.is_empty()));
}

#[test]
fn a_check_with_a_guessed_password_is_not_answered() {
    let mut network = gathering(20, CLEAR, 1);
    let ufrag = network.guests[0].peer.server_ufrag().to_owned();
    let stranger = SocketAddr::from(([192, 0, 2, 9], 9));
    let mut check = Vec::new();
    binding_request(
        [1; 12],
        &format!("{ufrag}:u0000000"),
        "guessedPasswordGuessed",
        &mut check,
    );
    network.inject(stranger, &check);
    network.run(PACKET);
    assert_eq!(network.strangers_answered, 0);
}

#[test]
fn nothing_from_a_stranger_is_answered_or_harms() {
    let mut network = gathering(18, CLEAR, 2);
    let floor = one(&network, 0);
    network.hear(ROOM, floor);
    let random = Seeded::new(18);
    let stranger = SocketAddr::from(([192, 0, 2, 9], 9));
    let known = network.guests[0].address;
    for round in 0..3_000_u64 {
        let mut bytes = vec![0; (random.next() % 200) as usize];
        random.fill(&mut bytes);
        // Every kind of packet in turn, by its first byte.
        if let Some(first) = bytes.first_mut() {
            *first = [0, 1, 22, 23, 128, 129, 144, 255][(round % 8) as usize];
        }
        network.inject(if round % 2 == 0 { stranger } else { known }, &bytes);
        if round % 64 == 0 {
            network.run(PACKET);
        }
    }
    assert_eq!(network.strangers_answered, 0);
    speak(&mut network, 0, 1, 5);
    network.run(PACKET);
    assert_eq!(story(&network, 1).len(), 5);
}
