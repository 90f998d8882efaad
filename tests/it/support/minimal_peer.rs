//! A minimal media client: the client's side of ICE, DTLS and SRTP and nothing else, sans-IO.
//!
//! For tests over a simulated network and for thousands of listeners at once. It uses the server's own
//! protocol modules, so it does not verify the wire format: `porchlight::participant` does that.

use porchlight::media::dtls::{Dtls, DtlsError, Identity};
use porchlight::media::rtp::{DatagramKind, HEADER_LEN, Header, demux, write_header};
use porchlight::media::srtp::{MasterKey, Opener, Profile, Sealer, split_keying_material};
use porchlight::media::{rtcp, stun};
use std::sync::Arc;
use std::time::Instant;

/// The payload type of Opus in the offer, that of Chromium.
const OPUS: u8 = 111;

/// The id of the audio-level extension in the offer.
const AUDIO_LEVEL: u8 = 1;

/// A received audio packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedAudio {
    pub ssrc: u32,
    pub payload_type: u8,
    pub marker: bool,
    pub sequence: u16,
    pub timestamp: u32,
    pub payload: Vec<u8>,
}

/// The content of a received datagram.
#[derive(Debug)]
pub enum Received {
    /// Nothing of interest to the caller.
    Nothing,
    Audio(ReceivedAudio),
    Reports(rtcp::Reports),
}

/// What the server's answer says.
struct Answer {
    ufrag: String,
    password: String,
    fingerprint: [u8; 32],
    ssrcs: Vec<u32>,
}

struct Session {
    sealer: Sealer,
    /// One for each slot, because an opener accepts one SSRC.
    openers: Vec<Opener>,
}

pub struct MinimalPeer {
    identity: Arc<Identity>,
    ufrag: String,
    password: String,
    microphone: u32,
    answer: Option<Answer>,
    dtls: Option<Dtls>,
    session: Option<Session>,
    /// All checks have the same transaction id, as if they were retransmissions.
    transaction: [u8; 12],
    has_passed_check: bool,
    ended: Option<DtlsError>,
}

impl MinimalPeer {
    /// `number` is different for each peer of a run.
    pub fn new(number: u32, identity: Arc<Identity>) -> Self {
        Self {
            identity,
            ufrag: format!("u{number:07}"),
            password: format!("passwordOfParticipant{number:07}"),
            microphone: 0x5000_0000 + number,
            answer: None,
            dtls: None,
            session: None,
            transaction: std::array::from_fn(|i| (number >> (8 * (i % 4))) as u8),
            has_passed_check: false,
            ended: None,
        }
    }

    pub fn offer(&self) -> String {
        let fingerprint: Vec<_> = self
            .identity
            .fingerprint()
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        let mut offer = format!(
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1 2 3\r\n\
             a=fingerprint:sha-256 {}\r\na=setup:actpass\r\na=ice-ufrag:{}\r\na=ice-pwd:{}\r\n",
            fingerprint.join(":"),
            self.ufrag,
            self.password,
        );
        for mid in 0..4 {
            let direction = if mid == 0 { "sendrecv" } else { "recvonly" };
            offer += &format!(
                "m=audio 9 UDP/TLS/RTP/SAVPF {OPUS}\r\nc=IN IP4 0.0.0.0\r\na=mid:{mid}\r\n\
                 a=ice-ufrag:{}\r\na=ice-pwd:{}\r\na=fingerprint:sha-256 {}\r\na=setup:actpass\r\n\
                 a=rtcp-mux\r\na=rtpmap:{OPUS} opus/48000/2\r\n\
                 a=extmap:{AUDIO_LEVEL} urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\na={direction}\r\n",
                self.ufrag,
                self.password,
                fingerprint.join(":"),
            );
            if mid == 0 {
                offer += &format!("a=ssrc:{} cname:minimal\r\n", self.microphone);
            }
        }
        offer
    }

    /// Accepts the server's answer. `shown` is the certificate that the peer shows in the handshake.
    pub fn accept_answer(&mut self, answer: &str, shown: &Identity, now: Instant) {
        let answer = Answer::parse(answer);
        self.dtls = Some(Dtls::connect(shown, answer.fingerprint, now));
        self.answer = Some(answer);
    }

    /// The server's username fragment for this peer.
    pub fn server_ufrag(&self) -> &str {
        &self.answer.as_ref().expect("there is an answer").ufrag
    }

    pub fn is_connected(&self) -> bool {
        self.session.is_some()
    }

    /// Sends a connectivity check. Repeat it as a browser does: quickly until connected, then every few
    /// seconds.
    pub fn send_check(&self, mut send: impl FnMut(&[u8])) {
        let answer = self.answer.as_ref().expect("there is an answer");
        let mut request = Vec::new();
        let username = format!("{}:{}", answer.ufrag, self.ufrag);
        stun::write_binding_request(self.transaction, &username, &answer.password, &mut request);
        send(&request);
    }

    /// Retransmits the handshake's flights when they are due.
    pub fn handle_timeout(&mut self, now: Instant, send: impl FnMut(&[u8])) {
        if self.has_passed_check && self.ended.is_none() {
            let dtls = self.dtls.as_mut().expect("there is an answer");
            let result = dtls.handle_timeout(now, send);
            self.record_handshake(result);
        }
    }

    pub fn receive(
        &mut self,
        now: Instant,
        datagram: &mut [u8],
        mut send: impl FnMut(&[u8]),
    ) -> Received {
        match demux(datagram) {
            DatagramKind::Stun => {
                let password = self.answer.as_ref().map_or("", |answer| &answer.password);
                if stun::parse_success(datagram, self.transaction, password).is_ok()
                    && !self.has_passed_check
                {
                    self.has_passed_check = true;
                    self.handle_timeout(now, &mut send);
                }
                Received::Nothing
            }
            DatagramKind::Dtls => {
                let Some(dtls) = &mut self.dtls else {
                    return Received::Nothing;
                };
                let result = dtls.receive(now, datagram, send);
                self.record_handshake(result);
                Received::Nothing
            }
            DatagramKind::Rtp => self
                .open_audio(datagram)
                .map_or(Received::Nothing, Received::Audio),
            DatagramKind::Rtcp => self
                .open_reports(datagram)
                .map_or(Received::Nothing, Received::Reports),
            DatagramKind::Other => Received::Nothing,
        }
    }

    /// Sends an audio packet, `level` dB below full scale.
    pub fn send_audio(
        &mut self,
        sequence: u16,
        timestamp: u32,
        level: u8,
        payload: &[u8],
        mut send: impl FnMut(&[u8]),
    ) {
        let Some(session) = &mut self.session else {
            return;
        };
        let mut packet = [0; 1_500];
        let header = packet.first_chunk_mut::<HEADER_LEN>().expect("long enough");
        write_header(header, OPUS, false, sequence, timestamp, self.microphone);
        packet[0] |= 0x10;
        // One-byte header extension (RFC 8285): profile, length of 1 word, id and length, level, padding.
        let extension = [0xbe, 0xde, 0, 1, AUDIO_LEVEL << 4, 0x80 | level, 0, 0];
        packet[HEADER_LEN..HEADER_LEN + 8].copy_from_slice(&extension);
        packet[HEADER_LEN + 8..HEADER_LEN + 8 + payload.len()].copy_from_slice(payload);
        let len = session
            .sealer
            .seal_rtp(&mut packet, HEADER_LEN + 8 + payload.len());
        send(&packet[..len]);
    }

    /// Sends a receiver report with the loss in the first slot, in 256ths.
    pub fn report_loss(&mut self, fraction_lost: u8, mut send: impl FnMut(&[u8])) {
        let (Some(session), Some(answer)) = (&mut self.session, &self.answer) else {
            return;
        };
        let block = rtcp::ReportBlock {
            ssrc: answer.ssrcs[0],
            fraction_lost,
            ..Default::default()
        };
        let mut packet = Vec::new();
        rtcp::write_receiver_report(self.microphone, Some(&block), "minimal", &mut packet);
        session.sealer.seal_rtcp(&mut packet);
        send(&packet);
    }

    fn record_handshake(
        &mut self,
        result: Result<Option<porchlight::media::dtls::SrtpKeys>, DtlsError>,
    ) {
        match result {
            Ok(None) => {}
            Ok(Some(keys)) => {
                let (client, server) = split_keying_material(keys.profile, &keys.material)
                    .expect("keys of the right length");
                self.session = Some(self.session(keys.profile, &client, &server));
            }
            Err(end) => self.ended = Some(end),
        }
    }

    fn session(&self, profile: Profile, client: &MasterKey, server: &MasterKey) -> Session {
        let ssrcs = self.answer.as_ref().map_or(&[][..], |answer| &answer.ssrcs);
        let opener = |ssrc: &u32| {
            let mut opener = Opener::new(profile, server);
            opener.accept_ssrc(*ssrc);
            opener
        };
        Session {
            sealer: Sealer::new(profile, client),
            openers: ssrcs.iter().map(opener).collect(),
        }
    }

    fn open_audio(&mut self, datagram: &mut [u8]) -> Option<ReceivedAudio> {
        let ssrc = Header::parse(datagram).ok()?.ssrc;
        let openers = &mut self.session.as_mut()?.openers;
        let opener = openers
            .iter_mut()
            .find(|opener| opener.accepted_ssrc() == Some(ssrc))?;
        let len = opener.open_rtp(datagram).ok()?;
        let header = Header::parse(&datagram[..len]).ok()?;
        Some(ReceivedAudio {
            ssrc,
            payload_type: header.payload_type,
            marker: header.marker,
            sequence: header.sequence,
            timestamp: header.timestamp,
            payload: datagram[header.payload()?].to_vec(),
        })
    }

    fn open_reports(&mut self, datagram: &[u8]) -> Option<rtcp::Reports> {
        let mut packet = datagram.to_vec();
        self.session
            .as_mut()?
            .openers
            .first_mut()?
            .open_rtcp(&mut packet)
            .ok()?;
        rtcp::parse(&packet).ok()
    }
}

impl Answer {
    fn parse(answer: &str) -> Self {
        let value = |key: &str| {
            let line = answer.lines().find_map(|line| line.strip_prefix(key));
            line.unwrap_or_else(|| panic!("the answer has {key}"))
                .trim()
        };
        let mut fingerprint = [0; 32];
        for (byte, hex) in fingerprint
            .iter_mut()
            .zip(value("a=fingerprint:sha-256 ").split(':'))
        {
            *byte = u8::from_str_radix(hex, 16).expect("hexadecimal");
        }
        let mut ssrcs: Vec<u32> = answer
            .lines()
            .filter_map(|line| {
                line.strip_prefix("a=ssrc:")?
                    .split(' ')
                    .next()?
                    .parse()
                    .ok()
            })
            .collect();
        ssrcs.dedup();
        Self {
            ufrag: value("a=ice-ufrag:").to_owned(),
            password: value("a=ice-pwd:").to_owned(),
            fingerprint,
            ssrcs,
        }
    }
}
