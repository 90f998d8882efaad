//! Writes an answer.

use super::offer::{AudioSection, Offer, SectionRole};
use crate::media::slots::SLOTS;
use rtc_sdp::extmap::{AUDIO_LEVEL_URI, SDES_MID_URI};
use std::net::IpAddr;

/// Maximum bits per second of a speaker. Speech is good from 12,000 to 24,000, and every listener
/// receives it all.
const MAX_AVERAGE_BITRATE: u32 = 24_000;
/// The component id of RTP in a candidate; RTCP shares it.
const COMPONENT: u32 = 1;
/// Type preference of a host candidate over UDP (RFC 8445 section 5.1.2.2), and one less over TCP.
const UDP_HOST: u32 = 126;
const TCP_HOST: u32 = 125;
/// The direction preference of a passive TCP candidate (RFC 6544 section 4.2), above 13 bits of free
/// choice.
const PASSIVE: u32 = 4 << 13;

/// The server's part of the answer.
#[derive(Clone, Debug)]
pub struct AnswerParams<'a> {
    /// The session id of the origin line: any number below 2^63.
    pub session: u64,
    /// The server's username fragment for this peer.
    pub ice_ufrag: &'a str,
    /// The server's ICE password for this peer.
    pub ice_password: &'a str,
    /// SHA-256 of the server's certificate.
    pub fingerprint: [u8; 32],
    /// Best first.
    pub addresses: &'a [IpAddr],
    /// The same for UDP and TCP.
    pub port: u16,
    /// Whether the answer has UDP candidates beside the TCP ones.
    pub udp: bool,
    /// The SSRC of each slot; those of slots that were not offered are not used.
    pub slot_ssrcs: &'a [u32; SLOTS],
    /// The canonical name in RTCP, the same for all slots.
    pub cname: &'a str,
}

impl Offer {
    /// The answer to this offer, as SDP.
    #[must_use]
    pub fn answer(&self, params: &AnswerParams<'_>) -> String {
        let mut lines = vec![
            "v=0".to_owned(),
            format!("o=- {} 1 IN IP4 0.0.0.0", params.session),
            "s=-".to_owned(),
            "t=0 0".to_owned(),
            "a=ice-lite".to_owned(),
            format!("a=group:BUNDLE {}", bundle(self)),
            "a=msid-semantic: WMS *".to_owned(),
        ];
        let mut candidates = candidates(params);
        for role in &self.roles {
            match role {
                SectionRole::Microphone => {
                    write_section(&self.microphone, params, &mut lines);
                    lines.push("a=recvonly".to_owned());
                }
                SectionRole::Slot(index) => {
                    write_section(&self.slots[*index], params, &mut lines);
                    lines.push("a=sendonly".to_owned());
                    // One stream per slot: browsers synchronise tracks of one stream, and different speakers
                    // must not wait for each other.
                    lines.push(format!("a=msid:slot{index} slot{index}"));
                    let ssrc = params.slot_ssrcs[*index];
                    lines.push(format!("a=ssrc:{ssrc} cname:{}", params.cname));
                }
                SectionRole::Rejected { media, mid } => {
                    write_rejected(media, mid.as_deref(), &mut lines);
                    continue;
                }
            }
            // The candidates of the first section apply to all sections that are bundled with it.
            lines.append(&mut candidates);
        }
        lines.push(String::new());
        lines.join("\r\n")
    }
}

fn bundle(offer: &Offer) -> String {
    let mids = offer.roles.iter().filter_map(|role| match role {
        SectionRole::Microphone => Some(offer.microphone.mid.as_str()),
        SectionRole::Slot(index) => Some(offer.slots[*index].mid.as_str()),
        SectionRole::Rejected { .. } => None,
    });
    mids.collect::<Vec<_>>().join(" ")
}

/// What the sections of the microphone and of the slots have in common.
fn write_section(section: &AudioSection, params: &AnswerParams<'_>, lines: &mut Vec<String>) {
    let AudioSection {
        mid,
        opus,
        audio_level,
        mid_extension,
        ..
    } = section;
    let address = params
        .addresses
        .first()
        .map_or("IN IP4 0.0.0.0".to_owned(), connection);
    let fingerprint = params
        .fingerprint
        .map(|byte| format!("{byte:02X}"))
        .join(":");
    lines.extend([
        format!("m=audio {} UDP/TLS/RTP/SAVPF {opus}", params.port),
        format!("c={address}"),
        format!("a=mid:{mid}"),
        format!("a=ice-ufrag:{}", params.ice_ufrag),
        format!("a=ice-pwd:{}", params.ice_password),
        format!("a=fingerprint:sha-256 {fingerprint}"),
        "a=setup:passive".to_owned(),
        "a=rtcp-mux".to_owned(),
        format!("a=rtpmap:{opus} opus/48000/2"),
        // Never the browser's own parameters: Firefox requests stereo, and no browser requests
        // DTX (no packets in silence).
        format!(
            "a=fmtp:{opus} minptime=10;useinbandfec=1;usedtx=1;stereo=0;\
             maxaveragebitrate={MAX_AVERAGE_BITRATE}"
        ),
    ]);
    for (id, uri) in [
        (audio_level, AUDIO_LEVEL_URI),
        (mid_extension, SDES_MID_URI),
    ] {
        lines.extend(id.map(|id| format!("a=extmap:{id} {uri}")));
    }
}

fn write_rejected(media: &str, mid: Option<&str>, lines: &mut Vec<String>) {
    lines.extend([media.to_owned(), "c=IN IP4 0.0.0.0".to_owned()]);
    lines.extend(mid.map(|mid| format!("a=mid:{mid}")));
    lines.push("a=inactive".to_owned());
}

fn connection(address: &IpAddr) -> String {
    let family = if address.is_ipv4() { 4 } else { 6 };
    format!("IN IP{family} {address}")
}

/// A candidate for every address over UDP and passive TCP (RFC 6544); earlier addresses have higher
/// priorities.
fn candidates(params: &AnswerParams<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for (rank, address) in (0..).zip(params.addresses) {
        let mut candidate = |transport, type_preference: u32, local_preference: u32, suffix| {
            let foundation = lines.len() + 1;
            let priority = (type_preference << 24)
                | (local_preference.saturating_sub(rank) << 8)
                | (256 - COMPONENT);
            let port = params.port;
            lines.push(format!(
                "a=candidate:{foundation} {COMPONENT} {transport} {priority} {address} {port} \
                 typ host{suffix}"
            ));
        };
        if params.udp {
            candidate("udp", UDP_HOST, 0xffff, "");
        }
        candidate("tcp", TCP_HOST, PASSIVE | 0x1fff, " tcptype passive");
    }
    lines.push("a=end-of-candidates".to_owned());
    lines
}
