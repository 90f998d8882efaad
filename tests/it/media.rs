//! The media plane with clients of another implementation (`webrtc`), over real sockets.

use porchlight::media::{ForwardPolicy, Media, MediaEvent, MediaSettings, PeerId, RoomKey};
use porchlight::participant::{AudioClient, Transport};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use tokio::sync::mpsc;

const ROOM: RoomKey = RoomKey(1);

/// Packets to wait for: more than could still be in transit from before.
const PACKETS: usize = 10;

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
        max_tcp: 1_000,
    };
    let (sender, events) = mpsc::unbounded_channel();
    // Sending fails when the test has ended.
    let media = Media::start(settings, move |event| drop(sender.send(event))).expect("a port");
    Plane { media, events }
}

impl Plane {
    async fn join(&self, transport: Transport) -> (PeerId, AudioClient) {
        let mut peer = None;
        let participant = AudioClient::connect(transport, async |offer| {
            let (id, answer) = self.media.connect(ROOM, &offer).expect("a good offer");
            peer = Some(id);
            Ok(answer)
        })
        .await
        .expect("it connects");
        (peer.expect("an offer was made"), participant)
    }

    /// Adds many participants at once, because each takes about 2 s to connect.
    async fn join_all<const N: usize>(&self, transport: Transport) -> Vec<(PeerId, AudioClient)> {
        futures_util::future::join_all((0..N).map(|_| self.join(transport))).await
    }

    async fn wait_for(&mut self, expected: &MediaEvent) {
        while self.events.recv().await.as_ref() != Some(expected) {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_floor_holder_is_forwarded() {
    let plane = start(true);
    let mut people = plane.join_all::<3>(Transport::Udp).await;
    plane
        .media
        .set_audible(ROOM, ForwardPolicy::One(people[0].0));
    // The second sends audio without the floor all the time.
    let _inaudible = people[1].1.speak(2);
    let voice = people[0].1.speak(1);
    for (_, listener) in &mut people[1..] {
        listener
            .wait_for_mark(1, PACKETS)
            .await
            .expect("it arrives");
    }
    drop(voice);
    for (_, participant) in &people {
        assert_eq!(
            participant.received().get(&2),
            None,
            "without the floor nothing is forwarded"
        );
    }
    assert!(
        people[0].1.received().is_empty(),
        "nobody receives their own audio"
    );
    assert!(plane.media.counters().inaudible_packets >= PACKETS as u64);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_floor_can_change_between_speakers() {
    let plane = start(true);
    let mut people = plane.join_all::<3>(Transport::Udp).await;
    let _voices = [people[0].1.speak(1), people[1].1.speak(2)];
    for _ in 0..3 {
        for holder in [0, 1] {
            plane
                .media
                .set_audible(ROOM, ForwardPolicy::One(people[holder].0));
            people[2]
                .1
                .wait_for_mark(holder as u8 + 1, PACKETS)
                .await
                .expect("it arrives");
        }
    }
    people[0]
        .1
        .wait_for_mark(2, PACKETS)
        .await
        .expect("it arrives");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_loud_speakers_are_forwarded_at_once() {
    let mut plane = start(true);
    let mut people = plane.join_all::<3>(Transport::Udp).await;
    let of = people.iter().map(|(peer, _)| *peer).collect();
    plane
        .media
        .set_audible(ROOM, ForwardPolicy::Loudest { of, at_most: 3 });
    let _voices = [people[0].1.speak(1), people[1].1.speak(2)];
    for mark in [1, 2] {
        people[2]
            .1
            .wait_for_mark(mark, PACKETS)
            .await
            .expect("it arrives");
    }
    people[0]
        .1
        .wait_for_mark(2, PACKETS)
        .await
        .expect("it arrives");
    loop {
        if let Some(MediaEvent::Speaking(ROOM, speaking)) = plane.events.recv().await
            && speaking.len() == 2
        {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_listeners_receive_one_speaker() {
    let plane = start(true);
    let (speaker, holder) = plane.join(Transport::Udp).await;
    plane.media.set_audible(ROOM, ForwardPolicy::One(speaker));
    let mut listeners = plane.join_all::<50>(Transport::Udp).await;
    let _voice = holder.speak(9);
    for (_, listener) in &mut listeners {
        listener
            .wait_for_mark(9, PACKETS)
            .await
            .expect("it arrives");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn audio_flows_over_tcp_without_udp() {
    let plane = start(false);
    let mut people = plane.join_all::<2>(Transport::Tcp).await;
    plane
        .media
        .set_audible(ROOM, ForwardPolicy::One(people[0].0));
    let _voice = people[0].1.speak(5);
    people[1]
        .1
        .wait_for_mark(5, PACKETS)
        .await
        .expect("it arrives");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_participant_that_leaves_is_reported_as_disconnected() {
    let mut plane = start(true);
    let (peer, participant) = plane.join(Transport::Udp).await;
    plane.wait_for(&MediaEvent::Connected(peer)).await;
    participant.leave().await.expect("it is connected");
    plane.wait_for(&MediaEvent::Disconnected(peer)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_the_last_handle_frees_the_port() {
    let Plane { media, mut events } = start(true);
    let address = media.local_address();
    drop(media.clone());
    assert!(media.connect(ROOM, "not an offer").is_err());
    drop(media);
    // The sender of events is dropped together with the sockets, when the media thread ends.
    assert_eq!(events.recv().await, None);
    std::net::UdpSocket::bind(address).expect("the port is free");
}
