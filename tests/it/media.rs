//! The media plane with native participants: another implementation of the wire joins over real
//! sockets, speaks and hears.

use crate::support::participant::{Participant, Transport};
use porchlight::media::{ForwardPolicy, Media, MediaEvent, MediaSettings, PeerId, RoomKey};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use tokio::sync::mpsc;

const ROOM: RoomKey = RoomKey(1);

/// Packets that make a voice "heard": more than could be left over from before.
const ENOUGH: usize = 10;

struct Plane {
    media: Media,
    events: mpsc::UnboundedReceiver<MediaEvent>,
}

fn start(udp_candidates: bool) -> Plane {
    let settings = MediaSettings {
        bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        public_addresses: vec![IpAddr::V4(Ipv4Addr::LOCALHOST)],
        udp_candidates,
        max_peers: 100,
    };
    let (tell, events) = mpsc::unbounded_channel();
    // A test that has ended listens no more.
    let media = Media::start(settings, move |event| drop(tell.send(event))).expect("a port");
    Plane { media, events }
}

impl Plane {
    async fn join(&self, transport: Transport) -> (PeerId, Participant) {
        let mut peer = None;
        let participant = Participant::join(transport, async |offer| {
            let (id, answer) = self.media.connect(ROOM, &offer).expect("a good offer");
            peer = Some(id);
            answer
        })
        .await;
        (peer.expect("it offered"), participant)
    }

    /// Joins many at once: each takes about 2 s by itself.
    async fn join_all<const N: usize>(&self, transport: Transport) -> Vec<(PeerId, Participant)> {
        futures_util::future::join_all((0..N).map(|_| self.join(transport))).await
    }

    async fn told(&mut self, wanted: &MediaEvent) {
        while self.events.recv().await.as_ref() != Some(wanted) {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_floor_holder_is_heard_and_nobody_else_is() {
    let plane = start(true);
    let mut people = plane.join_all::<3>(Transport::Udp).await;
    plane
        .media
        .set_audible(ROOM, ForwardPolicy::One(people[0].0));
    // The second speaks without the floor, from before the first to after the end.
    let _cheat = people[1].1.speak(2);
    let voice = people[0].1.speak(1);
    for (_, listener) in &mut people[1..] {
        listener.hears(1, ENOUGH).await;
    }
    drop(voice);
    for (_, participant) in &people {
        assert_eq!(participant.heard().get(&2), None, "no floor, no sound");
    }
    assert!(people[0].1.heard().is_empty(), "nobody hears themselves");
    assert!(plane.media.counters().unheard >= ENOUGH as u64);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_floor_is_heard() {
    let plane = start(true);
    let mut people = plane.join_all::<3>(Transport::Udp).await;
    let _voices = [people[0].1.speak(1), people[1].1.speak(2)];
    for _ in 0..3 {
        for holder in [0, 1] {
            plane
                .media
                .set_audible(ROOM, ForwardPolicy::One(people[holder].0));
            people[2].1.hears(holder as u8 + 1, ENOUGH).await;
        }
    }
    people[0].1.hears(2, ENOUGH).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_of_an_open_floor_are_heard_at_once() {
    let mut plane = start(true);
    let mut people = plane.join_all::<3>(Transport::Udp).await;
    let of = people.iter().map(|(peer, _)| *peer).collect();
    plane
        .media
        .set_audible(ROOM, ForwardPolicy::Loudest { of, at_most: 3 });
    let _voices = [people[0].1.speak(1), people[1].1.speak(2)];
    for mark in [1, 2] {
        people[2].1.hears(mark, ENOUGH).await;
    }
    people[0].1.hears(2, ENOUGH).await;
    loop {
        if let Some(MediaEvent::Speaking(ROOM, speaking)) = plane.events.recv().await
            && speaking.len() == 2
        {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_listeners_hear_one_voice() {
    let plane = start(true);
    let (speaker, holder) = plane.join(Transport::Udp).await;
    plane.media.set_audible(ROOM, ForwardPolicy::One(speaker));
    let mut listeners = plane.join_all::<50>(Transport::Udp).await;
    let _voice = holder.speak(9);
    for (_, listener) in &mut listeners {
        listener.hears(9, ENOUGH).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_udp_is_refused_tcp_carries_the_sound() {
    let plane = start(false);
    let mut people = plane.join_all::<2>(Transport::Tcp).await;
    plane
        .media
        .set_audible(ROOM, ForwardPolicy::One(people[0].0));
    let _voice = people[0].1.speak(5);
    people[1].1.hears(5, ENOUGH).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_is_told_gone() {
    let mut plane = start(true);
    let (peer, participant) = plane.join(Transport::Udp).await;
    plane.told(&MediaEvent::Connected(peer)).await;
    participant.leave().await;
    plane.told(&MediaEvent::Gone(peer)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_the_last_handle_frees_the_port() {
    let Plane { media, mut events } = start(true);
    let address = media.local_address();
    drop(media.clone());
    assert!(media.connect(ROOM, "not an offer").is_err());
    drop(media);
    // The sender of events lives as long as the thread that holds the sockets.
    assert_eq!(events.recv().await, None);
    std::net::UdpSocket::bind(address).expect("the port is free");
}
