//! A media client made of the `webrtc` crate. It offers the same as a room's page in the browser: a microphone and
//! three receive slots.

use super::ParticipantError;
use crate::base::{Entropy, SystemEntropy};
use async_trait::async_trait;
use bytes::Bytes;
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
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;
use tokio::time::Instant;
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

/// The payload type of Opus in the offer, that of Chromium.
const OPUS: u8 = 111;

/// Time between two packets.
const PACKET: Duration = Duration::from_millis(20);

/// The same in samples.
const PACKET_SAMPLES: u32 = 960;

/// The level that every packet claims, in dB below the loudest.
const LEVEL: u8 = 30;

/// The length of a packet that has a mark instead of a voice, in bytes.
const MARKED_PACKET: usize = 80;

/// Timeout of everything that a participant waits for: far more than it takes on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How a participant reaches the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// The usual one.
    Udp,
    /// For networks that block UDP.
    Tcp,
}

/// Number of packets received with each mark: the first byte of the payload.
pub type Received = BTreeMap<u8, usize>;

/// A connected media client.
pub struct AudioClient {
    connection: Arc<dyn PeerConnection>,
    microphone: Arc<Microphone>,
    received: watch::Receiver<Received>,
}

/// The track that is sent, and what was sent on it.
struct Microphone {
    track: Arc<TrackLocalStaticRTP>,
    ssrc: u32,
    /// Number of packets so far: sequence numbers continue from one voice to the next.
    sent: AtomicU32,
    /// RTP time counts from here, and while nothing is sent as well.
    since: Instant,
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

impl AudioClient {
    /// Connects. `exchange` sends the offer to the server and returns the answer.
    ///
    /// # Errors
    /// When the connection can't be made, or takes too long.
    pub async fn connect<F, Answer>(
        transport: Transport,
        exchange: F,
    ) -> Result<Self, ParticipantError>
    where
        F: FnOnce(String) -> Answer,
        Answer: Future<Output = Result<String, ParticipantError>>,
    {
        let (received_sender, received) = watch::channel(Received::new());
        let (connected, mut is_connected) = watch::channel(false);
        let handler = Arc::new(Handler {
            gathered: Notify::new(),
            connected,
            received: received_sender,
        });
        let connection = connection(transport, handler.clone()).await?;
        let ssrc = u32::from_be_bytes(SystemEntropy.bytes());
        let track = Arc::new(microphone_track(ssrc));
        connection.add_track(track.clone()).await?;
        for _ in 0..SLOTS {
            let init = RTCRtpTransceiverInit {
                direction: RTCRtpTransceiverDirection::Recvonly,
                ..Default::default()
            };
            connection
                .add_transceiver_from_kind(RtpCodecKind::Audio, Some(init))
                .await?;
        }
        let offer = connection.create_offer(None).await?;
        connection.set_local_description(offer).await?;
        with_timeout("gathering candidates", handler.gathered.notified()).await?;
        let offer = connection
            .local_description()
            .await
            .ok_or(ParticipantError::AudioEnded)?;
        let answer = exchange(offer.sdp).await?;
        let description = RTCSessionDescription::answer(answer.clone())?;
        connection.set_remote_description(description).await?;
        if transport == Transport::Tcp {
            add_candidates(&*connection, &answer).await?;
        }
        with_timeout("connecting", is_connected.wait_for(|connected| *connected))
            .await?
            .map_err(|_| ParticipantError::AudioEnded)?;
        let microphone = Arc::new(Microphone {
            track,
            ssrc,
            sent: AtomicU32::new(0),
            since: Instant::now(),
        });
        Ok(Self {
            connection,
            microphone,
            received,
        })
    }

    /// Sends audio packets with this mark instead of a voice, so that a listener recognises the speaker. Sends
    /// whether or not the participant is audible.
    #[must_use]
    pub fn speak(&self, mark: u8) -> Voice {
        let packet = Bytes::from(vec![mark; MARKED_PACKET]);
        self.send(std::iter::repeat(packet))
    }

    /// Sends these Opus packets of 20 ms, one after the other.
    #[must_use]
    pub fn play(&self, packets: Arc<[Bytes]>) -> Voice {
        let count = packets.len();
        self.send((0..count).map(move |index| packets[index].clone()))
    }

    fn send(&self, packets: impl Iterator<Item = Bytes> + Send + 'static) -> Voice {
        let microphone = self.microphone.clone();
        let task = tokio::spawn(async move {
            let mut interval = tokio::time::interval(PACKET);
            let mut timestamp = microphone.timestamp();
            for payload in packets {
                interval.tick().await;
                if microphone.send(timestamp, payload).await.is_err() {
                    return;
                }
                timestamp = timestamp.wrapping_add(PACKET_SAMPLES);
            }
        });
        Voice(task.abort_handle())
    }

    /// What was received so far.
    #[must_use]
    pub fn received(&self) -> Received {
        self.received.borrow().clone()
    }

    /// Waits until `count` more packets with `mark` are received.
    ///
    /// # Errors
    /// When this takes too long.
    pub async fn wait_for_mark(&mut self, mark: u8, count: usize) -> Result<(), ParticipantError> {
        let before = self.received().get(&mark).copied().unwrap_or(0);
        let is_enough = |received: &Received| {
            received
                .get(&mark)
                .is_some_and(|now| *now >= before + count)
        };
        with_timeout("receiving", self.received.wait_for(is_enough))
            .await?
            .map_err(|_| ParticipantError::AudioEnded)?;
        Ok(())
    }

    /// Ends the connection.
    ///
    /// # Errors
    /// When it has ended already.
    pub async fn leave(self) -> Result<(), ParticipantError> {
        Ok(self.connection.close().await?)
    }
}

impl Microphone {
    /// The RTP time of this moment, in samples of 48 kHz: a whole number of packets.
    fn timestamp(&self) -> u32 {
        let packets = self.since.elapsed().as_millis() / PACKET.as_millis();
        // RTP time starts again from zero after a day.
        (packets as u32).wrapping_mul(PACKET_SAMPLES)
    }

    async fn send(&self, timestamp: u32, payload: Bytes) -> Result<(), ParticipantError> {
        let count = self.sent.fetch_add(1, Ordering::Relaxed);
        let level = HeaderExtension::AudioLevel(AudioLevelExtension {
            level: LEVEL,
            voice: true,
        });
        let header = rtc::rtp::Header {
            version: 2,
            payload_type: OPUS,
            sequence_number: (count & 0xffff) as u16,
            timestamp,
            ssrc: self.ssrc,
            ..Default::default()
        };
        let packet = rtc::rtp::Packet { header, payload };
        self.track
            .write_rtp_with_extensions(packet, &[level])
            .await?;
        Ok(())
    }
}

/// `webrtc` uses TCP candidates only when they are added one by one, not from an answer.
async fn add_candidates(
    connection: &dyn PeerConnection,
    answer: &str,
) -> Result<(), ParticipantError> {
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
        connection.add_ice_candidate(candidate).await?;
    }
    Ok(())
}

async fn with_timeout<T>(
    what: &'static str,
    future: impl Future<Output = T>,
) -> Result<T, ParticipantError> {
    let done = tokio::time::timeout(TIMEOUT, future).await;
    done.map_err(|_| ParticipantError::TimedOut(what))
}

async fn connection(
    transport: Transport,
    handler: Arc<Handler>,
) -> Result<Arc<dyn PeerConnection>, ParticipantError> {
    let mut media = MediaEngine::default();
    let opus = RTCRtpCodecParameters {
        rtp_codec: opus(),
        payload_type: OPUS,
    };
    media.register_codec(opus, RtpCodecKind::Audio)?;
    let level = RTCRtpHeaderExtensionCapability {
        uri: "urn:ietf:params:rtp-hdrext:ssrc-audio-level".into(),
    };
    media.register_header_extension(level, RtpCodecKind::Audio, None)?;
    let registry = register_default_interceptors(Registry::new(), &mut media)?;
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
        .await?;
    Ok(Arc::new(connection))
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

fn microphone_track(ssrc: u32) -> TrackLocalStaticRTP {
    let name = || "microphone".to_owned();
    let encoding = RTCRtpEncodingParameters {
        rtp_coding_parameters: RTCRtpCodingParameters {
            ssrc: Some(ssrc),
            ..Default::default()
        },
        codec: opus(),
        ..Default::default()
    };
    TrackLocalStaticRTP::new(MediaStreamTrack::new(
        name(),
        name(),
        name(),
        RtpCodecKind::Audio,
        vec![encoding],
    ))
}
