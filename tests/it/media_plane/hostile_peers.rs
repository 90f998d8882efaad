//! What peers cannot do that are not who they say, or that send anything at all.

use super::{GOOD, PACKET, ROOM, connected, only, received, speak};
use crate::support::network::{Network, Seeded};
use porchlight::base::Entropy;
use porchlight::media::stun::write_binding_request;
use porchlight::media::{ForwardPolicy, MediaEvent};
use std::net::SocketAddr;
use std::time::Duration;

#[test]
fn a_peer_with_another_certificate_than_announced_is_dropped() {
    let mut network = connected(19, GOOD, 2);
    let impostor = network.join_as_impostor(ROOM);
    let id = network.clients[impostor].id;
    let is_dropped = |network: &Network| network.events.contains(&MediaEvent::Disconnected(id));
    assert!(
        network.run_until(Duration::from_secs(5), is_dropped),
        "at once, not by the silence timeout"
    );
    assert!(!network.events.contains(&MediaEvent::Connected(id)));
    assert_eq!(network.plane.counters().failed_handshakes, 1);
    network.set_policy(ROOM, ForwardPolicy::One(id));
    speak(&mut network, impostor, 1, 5);
    assert!(
        network
            .clients
            .iter()
            .all(|client| client.received.is_empty())
    );
}

#[test]
fn a_check_with_a_guessed_password_is_not_answered() {
    let mut network = connected(20, GOOD, 1);
    let ufrag = network.clients[0].peer.server_ufrag().to_owned();
    let stranger = SocketAddr::from(([192, 0, 2, 9], 9));
    let mut check = Vec::new();
    write_binding_request(
        [1; 12],
        &format!("{ufrag}:u0000000"),
        "guessedPasswordGuessed",
        &mut check,
    );
    network.inject(stranger, &check);
    network.run(PACKET);
    assert_eq!(network.sent_to_strangers, 0);
}

#[test]
fn random_datagrams_are_not_answered_and_change_nothing() {
    let mut network = connected(18, GOOD, 2);
    let floor = only(&network, 0);
    network.set_policy(ROOM, floor);
    let random = Seeded::new(18);
    let stranger = SocketAddr::from(([192, 0, 2, 9], 9));
    let client = network.clients[0].address;
    for round in 0..3_000_u64 {
        let mut bytes = vec![0; (random.next() % 200) as usize];
        random.fill(&mut bytes);
        // The first byte makes it each kind of packet in turn.
        if let Some(first) = bytes.first_mut() {
            *first = [0, 1, 22, 23, 128, 129, 144, 255][(round % 8) as usize];
        }
        network.inject(if round % 2 == 0 { stranger } else { client }, &bytes);
        if round % 64 == 0 {
            network.run(PACKET);
        }
    }
    assert_eq!(network.sent_to_strangers, 0);
    speak(&mut network, 0, 1, 5);
    network.run(PACKET);
    assert_eq!(received(&network, 1).len(), 5);
}
