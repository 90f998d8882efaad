//! A media client of another implementation (the `webrtc` crate). It offers the same as a room's page
//! in the browser: a microphone and three receive slots.
//!
//! Its audio packets carry a mark instead of a voice, so that a test can recognise the speaker.

use async_trait::async_trait;
use porchlight::base::{Entropy, SystemEntropy};
use rtc::ice::network_type::NetworkType;
use rtc::media_stream::MediaStreamTrack;
use rtc::peer_connection::configuration::media_engine::MIME_TYPE_OPUS;
use rtc::rtp::extension::HeaderExtension;
use rtc::rtp::extension::audio_level_extension::AudioLevelExtension;
use rtc::rtp_transceiver::rtp_sender::{
    RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters,
    RTCRtpHeaderExtensionCapability, RtpCodecKind,
};
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;
use webrtc::media_stream::track_local::static_rtp::TrackLocalStaticRTP;
use webrtc::media_stream::track_remote::{TrackRemote, TrackRemoteEvent};
use webrtc::peer_connection::{
    MediaEngine, PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler,
    RTCIceCandidateInit, RTCIceGatheringState, RTCPeerConnectionState, RTCSessionDescription,
    Registry, SettingEngineBuilder, register_default_interceptors,
};
use webrtc::rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit};

/// Receive slots of an offer.
const SLOTS: usize = 3;

const OPUS: u8 = 111;

/// Time between two packets.
const PACKET: Duration = Duration::from_millis(20);

/// Timeout of everything that a test waits for: far more than it takes on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How a participant reaches the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    Udp,
    Tcp,
}

/// Number of packets received with each mark.
pub type Received = BTreeMap<u8, usize>;

pub struct Participant {
    connection: Arc<dyn PeerConnection>,
    microphone: Arc<TrackLocalStaticRTP>,
    /// The SSRC of the microphone.
    ssrc: u32,
    received: watch::Receiver<Received>,
}

/// Sends audio until it is dropped.
pub struct Voice(AbortHandle);

impl Drop for Voice {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct Handler {
    gathered: Notify,
    connected: watch::Sender<bool>,
    received: watch::Sender<Received>,
}

#[async_trait]
impl PeerConnectionEventHandler for Handler {
    async fn on_ice_gathering_state_change(&self, state: RTCIceGatheringState) {
        if state == RTCIceGatheringState::Complete {
            self.gathered.notify_one();
        }
    }

    async fn on_connection_state_change(&self, state: RTCPeerConnectionState) {
        self.connected
            .send_replace(state == RTCPeerConnectionState::Connected);
    }

    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        let received = self.received.clone();
        tokio::spawn(async move {
            while let Some(event) = track.poll().await {
                if let TrackRemoteEvent::OnRtpPacket(packet) = event {
                    let mark = packet.payload.first().copied().unwrap_or(0);
                    received.send_modify(|received| *received.entry(mark).or_default() += 1);
                }
            }
        });
    }
}

impl Participant {
    /// Connects. `exchange` sends the offer to the server and returns the answer.
    pub async fn join<F, Answer>(transport: Transport, exchange: F) -> Self
    where
        F: FnOnce(String) -> Answer,
        Answer: Future<Output = String>,
    {
        let (received_sender, received) = watch::channel(Received::new());
        let (connected, mut is_connected) = watch::channel(false);
        let handler = Arc::new(Handler {
            gathered: Notify::new(),
            connected,
            received: received_sender,
        });
        let connection = connection(transport, handler.clone()).await;
        let ssrc = u32::from_be_bytes(SystemEntropy.bytes());
        let microphone = microphone(ssrc);
        connection
            .add_track(microphone.clone())
            .await
            .expect("a microphone");
        for _ in 0..SLOTS {
            let init = RTCRtpTransceiverInit {
                direction: RTCRtpTransceiverDirection::Recvonly,
                ..Default::default()
            };
            connection
                .add_transceiver_from_kind(RtpCodecKind::Audio, Some(init))
                .await
                .expect("a slot");
        }
        let offer = connection.create_offer(None).await.expect("an offer");
        connection
            .set_local_description(offer)
            .await
            .expect("the offer is valid");
        handler.gathered.notified().await;
        let offer = connection
            .local_description()
            .await
            .expect("the local description is set")
            .sdp;
        let answer = exchange(offer).await;
        let description = RTCSessionDescription::answer(answer.clone()).expect("the answer is SDP");
        connection
            .set_remote_description(description)
            .await
            .expect("the answer fits the offer");
        if transport == Transport::Tcp {
            add_candidates(&*connection, &answer).await;
        }
        with_timeout("connecting", is_connected.wait_for(|connected| *connected))
            .await
            .expect("the handler still exists");
        Self {
            connection,
            microphone,
            ssrc,
            received,
        }
    }

    /// Sends audio packets with this mark, whether or not the participant is audible.
    pub fn speak(&self, mark: u8) -> Voice {
        let (microphone, ssrc) = (self.microphone.clone(), self.ssrc);
        let task = tokio::spawn(async move {
            let mut interval = tokio::time::interval(PACKET);
            for count in 0_u32.. {
                interval.tick().await;
                let level = HeaderExtension::AudioLevel(AudioLevelExtension {
                    level: 30,
                    voice: true,
                });
                let header = rtc::rtp::Header {
                    version: 2,
                    payload_type: OPUS,
                    sequence_number: (count & 0xffff) as u16,
                    timestamp: count.wrapping_mul(960),
                    ssrc,
                    ..Default::default()
                };
                let packet = rtc::rtp::Packet {
                    header,
                    payload: vec![mark; 80].into(),
                };
                if microphone
                    .write_rtp_with_extensions(packet, &[level])
                    .await
                    .is_err()
                {
                    return;
                }
            }
        });
        Voice(task.abort_handle())
    }

    /// What was received so far.
    pub fn received(&self) -> Received {
        self.received.borrow().clone()
    }

    /// Waits until `count` more packets with `mark` are received.
    pub async fn wait_for_mark(&mut self, mark: u8, count: usize) {
        let before = self.received().get(&mark).copied().unwrap_or(0);
        let is_enough = |received: &Received| {
            received
                .get(&mark)
                .is_some_and(|now| *now >= before + count)
        };
        with_timeout("receiving", self.received.wait_for(is_enough))
            .await
            .expect("the handler still exists");
    }

    pub async fn leave(self) {
        self.connection
            .close()
            .await
            .expect("the connection is open");
    }
}

/// `webrtc` uses TCP candidates only when they are added one by one, not from an answer.
async fn add_candidates(connection: &dyn PeerConnection, answer: &str) {
    for line in answer
        .lines()
        .filter(|line| line.starts_with("a=candidate:"))
    {
        let candidate = RTCIceCandidateInit {
            candidate: line.trim_start_matches("a=").to_owned(),
            sdp_mid: Some("0".to_owned()),
            sdp_mline_index: Some(0),
            ..Default::default()
        };
        connection
            .add_ice_candidate(candidate)
            .await
            .expect("a candidate");
    }
}

async fn with_timeout<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(TIMEOUT, future).await {
        Ok(done) => done,
        Err(_) => panic!("{what} takes longer than {TIMEOUT:?}"),
    }
}

async fn connection(transport: Transport, handler: Arc<Handler>) -> Arc<dyn PeerConnection> {
    let mut media = MediaEngine::default();
    let opus = RTCRtpCodecParameters {
        rtp_codec: opus(),
        payload_type: OPUS,
    };
    media
        .register_codec(opus, RtpCodecKind::Audio)
        .expect("a codec");
    let level = RTCRtpHeaderExtensionCapability {
        uri: "urn:ietf:params:rtp-hdrext:ssrc-audio-level".into(),
    };
    media
        .register_header_extension(level, RtpCodecKind::Audio, None)
        .expect("an extension");
    let registry =
        register_default_interceptors(Registry::new(), &mut media).expect("interceptors");
    let local = || vec!["127.0.0.1:0".to_owned()];
    let (udp, tcp, network) = match transport {
        Transport::Udp => (local(), Vec::new(), NetworkType::Udp4),
        Transport::Tcp => (Vec::new(), local(), NetworkType::Tcp4),
    };
    let settings = SettingEngineBuilder::new()
        .with_include_loopback_candidate(true)
        .with_network_types(vec![network])
        .build();
    let connection = PeerConnectionBuilder::new()
        .with_media_engine(media)
        .with_interceptor_registry(registry)
        .with_setting_engine(settings)
        .with_handler(handler)
        .with_udp_addrs(udp)
        .with_tcp_addrs(tcp)
        .build()
        .await
        .expect("a connection");
    Arc::new(connection)
}

fn opus() -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: MIME_TYPE_OPUS.to_owned(),
        clock_rate: 48_000,
        channels: 2,
        sdp_fmtp_line: "minptime=10;useinbandfec=1".to_owned(),
        rtcp_feedback: Vec::new(),
    }
}

fn microphone(ssrc: u32) -> Arc<TrackLocalStaticRTP> {
    let name = || "microphone".to_owned();
    let encoding = RTCRtpEncodingParameters {
        rtp_coding_parameters: RTCRtpCodingParameters {
            ssrc: Some(ssrc),
            ..Default::default()
        },
        codec: opus(),
        ..Default::default()
    };
    Arc::new(TrackLocalStaticRTP::new(MediaStreamTrack::new(
        name(),
        name(),
        name(),
        RtpCodecKind::Audio,
        vec![encoding],
    )))
}
