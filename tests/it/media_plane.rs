//! The media plane over a simulated network: who connects, who receives whose audio, and what a bad
//! network or a hostile peer cannot change. No sockets, no threads: the test advances the clock.

mod hostile_peers;

use crate::support::network::{LinkConditions, Network};
use porchlight::media::{ForwardPolicy, MediaEvent, RoomKey};
use std::time::Duration;

const ROOM: RoomKey = RoomKey(7);
const PACKET: Duration = Duration::from_millis(20);

const GOOD: LinkConditions = LinkConditions {
    lost: 0,
    duplicated: 0,
    delay: Duration::from_millis(5),
    jitter: Duration::ZERO,
};

/// A mobile network at the edge of its reach.
const BAD: LinkConditions = LinkConditions {
    lost: 100,
    duplicated: 50,
    delay: Duration::from_millis(40),
    jitter: Duration::from_millis(60),
};

/// A network with connected clients in one room.
fn connected(seed: u64, conditions: LinkConditions, clients: usize) -> Network {
    let mut network = Network::new(seed, conditions);
    for _ in 0..clients {
        network.join(ROOM);
    }
    network.connect_all();
    network
}

/// A client sends `packets` packets whose payload has its index and the sequence number.
fn speak(network: &mut Network, client: usize, from: u16, packets: u16) {
    for sequence in from..from + packets {
        network.send_audio(client, sequence, 30, &payload(client, sequence));
        network.run(PACKET);
    }
}

fn payload(client: usize, sequence: u16) -> Vec<u8> {
    let mut payload = vec![client as u8; 100];
    payload[1..3].copy_from_slice(&sequence.to_be_bytes());
    payload
}

/// What a client received, as (speaker, sequence number), sorted by the sequence numbers it received.
fn received(network: &Network, client: usize) -> Vec<(u8, u16)> {
    let mut packets = network.clients[client].received.clone();
    packets.sort_by_key(|packet| packet.sequence);
    packets.dedup();
    packets
        .iter()
        .map(|packet| {
            (
                packet.payload[0],
                u16::from_be_bytes([packet.payload[1], packet.payload[2]]),
            )
        })
        .collect()
}

fn only(network: &Network, client: usize) -> ForwardPolicy {
    ForwardPolicy::One(network.clients[client].id)
}

#[test]
fn everyone_but_the_speaker_receives_the_speaker() {
    let mut network = connected(1, GOOD, 4);
    let floor = only(&network, 0);
    network.set_policy(ROOM, floor);
    speak(&mut network, 0, 65_500, 20);
    network.run(PACKET);
    let all: Vec<_> = (65_500..65_520).map(|sequence| (0, sequence)).collect();
    assert!(
        network.clients[0].received.is_empty(),
        "nobody receives their own audio"
    );
    for client in 1..4 {
        assert_eq!(received(&network, client), all);
    }
    let connected = network
        .events
        .iter()
        .filter(|event| matches!(event, MediaEvent::Connected(_)));
    assert_eq!(connected.count(), 4);
}

#[test]
fn packets_of_an_inaudible_peer_are_dropped_undecrypted() {
    let mut network = connected(2, GOOD, 3);
    let floor = only(&network, 0);
    network.set_policy(ROOM, floor);
    speak(&mut network, 1, 1, 10);
    assert!(
        network
            .clients
            .iter()
            .all(|client| client.received.is_empty())
    );
    assert_eq!(network.plane.counters().inaudible_packets, 10);
    assert_eq!(network.plane.counters().audible_packets, 0);
}

#[test]
fn audio_stays_in_its_room() {
    let mut network = connected(3, GOOD, 2);
    let in_other_room = network.join(RoomKey(8));
    network.connect_all();
    let floor = only(&network, 0);
    network.set_policy(ROOM, floor.clone());
    network.set_policy(RoomKey(8), floor);
    speak(&mut network, 0, 1, 5);
    network.run(PACKET);
    assert_eq!(network.clients[1].received.len(), 5);
    assert!(network.clients[in_other_room].received.is_empty());
}

#[test]
fn successive_speakers_are_received_as_one_continuous_stream() {
    let mut network = connected(4, GOOD, 3);
    let (first, second) = (only(&network, 0), only(&network, 1));
    network.set_policy(ROOM, first);
    speak(&mut network, 0, 100, 5);
    network.run(PACKET);
    network.set_policy(ROOM, second);
    speak(&mut network, 0, 105, 5);
    speak(&mut network, 1, 60_000, 5);
    network.run(PACKET);

    let received = &network.clients[2].received;
    let speakers: Vec<_> = received
        .iter()
        .map(|received| received.payload[0])
        .collect();
    assert_eq!(
        speakers,
        [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
        "the first speaker stops at once"
    );
    assert!(
        received.iter().all(|h| h.ssrc == received[0].ssrc),
        "one stream"
    );
    let sequences: Vec<_> = received.iter().map(|received| received.sequence).collect();
    assert_eq!(
        sequences,
        (sequences[0]..sequences[0] + 10).collect::<Vec<_>>()
    );
    assert!(
        received
            .windows(2)
            .all(|two| two[1].timestamp.wrapping_sub(two[0].timestamp) < 1 << 20)
    );
}

#[test]
fn a_late_listener_starts_with_small_sequence_numbers() {
    let mut network = connected(5, GOOD, 2);
    let floor = only(&network, 0);
    network.set_policy(ROOM, floor);
    speak(&mut network, 0, 60_000, 30);
    let late = network.join(ROOM);
    network.connect_all();
    speak(&mut network, 0, 60_030, 5);
    network.run(PACKET);
    assert_eq!(network.clients[late].received[0].sequence, 0);
    assert_eq!(network.clients[late].received.len(), 5);
}

#[test]
fn clients_connect_and_receive_over_a_bad_network() {
    for seed in 10..16 {
        let mut network = connected(seed, BAD, 5);
        let floor = only(&network, 0);
        network.set_policy(ROOM, floor);
        speak(&mut network, 0, 65_000, 500);
        network.run(Duration::from_millis(200));
        for client in 1..5 {
            let packets = received(&network, client);
            // 10 % are lost on each of two links, so about 81 % arrive.
            assert!(packets.len() > 350, "{} of 500 arrived", packets.len());
            assert!(
                packets.windows(2).all(|two| two[0] != two[1]),
                "nothing is received twice"
            );
            let age = |number: u16| number.wrapping_sub(65_000);
            assert!(
                packets.windows(2).all(|two| age(two[0].1) < age(two[1].1)),
                "the order is preserved"
            );
        }
    }
}

#[test]
fn the_loudest_three_are_forwarded_and_reported() {
    let mut network = connected(6, GOOD, 6);
    let of = network.clients[..5]
        .iter()
        .map(|client| client.id)
        .collect();
    network.set_policy(ROOM, ForwardPolicy::Loudest { of, at_most: 3 });
    for sequence in 0..100 {
        for (client, level) in [(0, 20), (1, 100), (2, 25), (3, 110), (4, 30)] {
            network.send_audio(client, sequence, level, &payload(client, sequence));
        }
        network.run(PACKET);
    }
    let speakers = |sequences: std::ops::Range<u16>| {
        let mut speakers: Vec<_> = received(&network, 5)
            .into_iter()
            .filter(|(_, sequence)| sequences.contains(sequence))
            .map(|(speaker, _)| speaker)
            .collect();
        speakers.sort_unstable();
        speakers.dedup();
        speakers
    };
    assert_eq!(speakers(50..100), [0, 2, 4]);
    let reported: Vec<_> = network
        .events
        .iter()
        .filter_map(|event| match event {
            MediaEvent::Speaking(ROOM, speaking) => Some(speaking.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(
        reported.last().expect("speakers are reported"),
        &[0, 2, 4].map(|i| network.clients[i].id)
    );
    assert!(
        reported.len() <= 4 * 2 + 1,
        "at most four reports a second in two seconds"
    );
}

#[test]
fn a_silent_peer_is_dropped_and_one_that_never_connects_earlier() {
    let mut network = connected(7, GOOD, 2);
    network.set_weather(LinkConditions {
        lost: 1_000,
        ..GOOD
    });
    let never_connected = network.join(ROOM);
    let disconnected = |network: &Network| {
        network
            .events
            .iter()
            .filter(|event| matches!(event, MediaEvent::Disconnected(_)))
            .count()
    };
    let joined = network.elapsed();
    assert!(
        network.run_until(Duration::from_secs(60), |network| disconnected(network)
            == 1)
    );
    assert_eq!(
        network.events.last(),
        Some(&MediaEvent::Disconnected(
            network.clients[never_connected].id
        ))
    );
    assert!(network.elapsed() - joined >= Duration::from_secs(15));
    assert!(
        network.run_until(Duration::from_secs(60), |network| disconnected(network)
            == 3)
    );
    assert!(network.elapsed() - joined >= Duration::from_secs(25));
    assert_eq!(network.plane.counters().removed_peers, 3);
}

#[test]
fn a_peer_that_sends_checks_stays_connected() {
    let mut network = connected(8, GOOD, 1);
    network.run(Duration::from_secs(120));
    assert!(
        !network
            .events
            .iter()
            .any(|event| matches!(event, MediaEvent::Disconnected(_)))
    );
}

#[test]
fn a_peer_may_change_its_address() {
    let mut network = connected(9, GOOD, 2);
    let floor = only(&network, 0);
    network.set_policy(ROOM, floor);
    speak(&mut network, 0, 1, 5);
    for client in 0..2 {
        network.clients[client].address.set_port(50_000);
    }
    network.run(Duration::from_secs(6));
    speak(&mut network, 0, 6, 5);
    network.run(PACKET);
    assert_eq!(network.clients[1].received.len(), 10);
}

#[test]
fn the_speaker_gets_the_loss_of_listeners_and_listeners_get_sender_reports() {
    let mut network = connected(17, GOOD, 6);
    let floor = only(&network, 0);
    network.set_policy(ROOM, floor);
    speak(&mut network, 0, 1, 50);
    for client in 1..6 {
        network.report_loss(client, 64);
    }
    speak(&mut network, 0, 51, 300);
    let blocks = network.clients[0]
        .reports
        .iter()
        .flat_map(|reports| &reports.blocks);
    let losses: Vec<_> = blocks.map(|block| block.fraction_lost).collect();
    assert!(losses.len() >= 4, "about one report a second");
    assert!(
        losses.contains(&64),
        "the loss of the listeners: {losses:?}"
    );
    assert_eq!(
        losses.last(),
        Some(&0),
        "no loss when the listeners report none any more"
    );
    let sent = network.clients[1]
        .reports
        .iter()
        .find_map(|reports| reports.sender)
        .expect("a report");
    assert_eq!(sent.ssrc, network.clients[1].received[0].ssrc);
    assert!(sent.packets > 0 && sent.octets == sent.packets * 100);
}
