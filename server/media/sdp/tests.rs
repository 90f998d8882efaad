#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use super::*;
use crate::media::OfferViolation;
use proptest::prelude::*;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use webrtc::peer_connection::{
    MediaEngine, PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler,
    RTCSessionDescription,
};
use webrtc::rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit};

/// What browsers offered: a microphone and three slots.
const CHROMIUM: &str = include_str!("fixtures/chromium.sdp");
const FIREFOX: &str = include_str!("fixtures/firefox.sdp");
const BROWSERS: [&str; 2] = [CHROMIUM, FIREFOX];

const ADDRESSES: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)),
];

fn params(udp: bool) -> AnswerParams<'static> {
    AnswerParams {
        session: 42,
        ice_ufrag: "ours",
        ice_password: "0123456789abcdefghijkl",
        fingerprint: std::array::from_fn(|n| n as u8 * 7),
        addresses: &ADDRESSES,
        port: 3478,
        udp,
        slot_ssrcs: &[11, 22, 33],
        cname: "porchlight",
    }
}

fn mids(offer: &Offer) -> Vec<&str> {
    std::iter::once(&offer.microphone)
        .chain(&offer.slots)
        .map(|s| s.mid.as_str())
        .collect()
}

fn missing(sdp: &str) -> &'static str {
    match Offer::parse(sdp) {
        Err(OfferViolation::Missing(what)) => what,
        other => panic!("{other:?}"),
    }
}

fn is_malformed(sdp: &str) -> bool {
    matches!(Offer::parse(sdp), Err(OfferViolation::Malformed(_)))
}

#[test]
fn an_offer_of_chromium_is_parsed() {
    let offer = Offer::parse(CHROMIUM).unwrap();
    assert_eq!(mids(&offer), ["0", "1", "2", "3"]);
    assert_eq!(offer.ice_ufrag, "9X7E");
    assert_eq!(offer.ice_password, "ZmU+dS8nvN57ar196jzO39xT");
    assert_eq!(offer.fingerprint[..3], [0x0c, 0xd1, 0xb8]);
    let AudioSection {
        opus,
        red,
        audio_level,
        mid_extension,
        ssrc,
        ..
    } = offer.microphone;
    assert_eq!((opus, red), (111, Some(63)));
    assert_eq!((audio_level, mid_extension), (Some(1), Some(4)));
    assert_eq!(ssrc, Some(1_382_986_446));
    assert_eq!(offer.slots[2].ssrc, None);
}

#[test]
fn an_offer_of_firefox_is_parsed_although_its_slots_have_port_0() {
    let offer = Offer::parse(FIREFOX).unwrap();
    assert_eq!(mids(&offer), ["0", "1", "2", "3"]);
    assert_eq!(offer.ice_ufrag, "ff13c6cd");
    assert_eq!(offer.fingerprint[..3], [0xf5, 0x4e, 0xcd]);
    let AudioSection {
        opus,
        red,
        audio_level,
        mid_extension,
        ssrc,
        ..
    } = offer.microphone;
    assert_eq!((opus, red), (109, None));
    assert_eq!((audio_level, mid_extension), (Some(1), Some(3)));
    assert_eq!(ssrc, Some(3_071_088_381));
    assert_eq!(offer.slots[2].ssrc, Some(3_405_620_177));
}

/// The browsers accepted exactly these answers to these offers.
#[test]
fn answers_to_browsers_have_not_changed() {
    let answer = |offer| Offer::parse(offer).unwrap().answer(&params(true));
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        lines(&answer(CHROMIUM)),
        lines(include_str!("fixtures/chromium.answer.sdp"))
    );
    assert_eq!(
        lines(&answer(FIREFOX)),
        lines(include_str!("fixtures/firefox.answer.sdp"))
    );
}

#[test]
fn an_answer_receives_from_the_microphone_and_sends_to_every_slot() {
    for browser in BROWSERS {
        let answer = Offer::parse(browser).unwrap().answer(&params(true));
        assert!(answer.ends_with("\r\n") && answer.contains("a=group:BUNDLE 0 1 2 3\r\n"));
        let sections: Vec<_> = answer.split("m=audio ").skip(1).collect();
        assert_eq!(sections.len(), 4);
        assert!(sections[0].contains("a=recvonly\r\n") && !sections[0].contains("a=ssrc"));
        for (section, ssrc) in sections[1..].iter().zip([11, 22, 33]) {
            assert!(section.contains("a=sendonly\r\n"));
            assert!(section.contains(&format!("a=ssrc:{ssrc} cname:porchlight\r\n")));
        }
        assert!(!answer.contains("red/") && !answer.contains("stereo=1"));
    }
}

#[test]
fn udp_candidates_are_optional_and_better_addresses_have_higher_priorities() {
    let offer = Offer::parse(CHROMIUM).unwrap();
    let candidates = |udp| -> Vec<(String, u32)> {
        let answer = offer.answer(&params(udp));
        let lines = answer
            .lines()
            .filter_map(|line| line.strip_prefix("a=candidate:"));
        let words = lines.map(|line| line.split(' ').collect::<Vec<_>>());
        words
            .map(|words| {
                (
                    format!("{} {}", words[2], words[4]),
                    words[3].parse().unwrap(),
                )
            })
            .collect()
    };
    let mut both = candidates(true);
    both.sort_by_key(|(_, priority)| std::cmp::Reverse(*priority));
    let order: Vec<_> = both
        .iter()
        .map(|(candidate, _)| candidate.as_str())
        .collect();
    assert_eq!(
        order,
        [
            "udp 192.0.2.1",
            "udp 2001:db8::1",
            "tcp 192.0.2.1",
            "tcp 2001:db8::1"
        ]
    );
    assert!(both.windows(2).all(|pair| pair[0].1 > pair[1].1));
    let tcp: Vec<_> = candidates(false)
        .into_iter()
        .map(|(candidate, _)| candidate)
        .collect();
    assert_eq!(tcp, ["tcp 192.0.2.1", "tcp 2001:db8::1"]);
}

#[test]
fn an_unsupported_section_is_rejected_at_its_position() {
    let video = "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\nc=IN IP4 0.0.0.0\r\na=mid:v\r\na=sendrecv\r\n\
                 a=rtpmap:96 VP8/90000\r\n";
    let (before, after) = CHROMIUM.split_once("m=audio").unwrap();
    let offer = Offer::parse(&format!("{before}{video}m=audio{after}")).unwrap();
    assert_eq!(mids(&offer), ["0", "1", "2", "3"]);
    let answer = offer.answer(&params(true));
    let rejected =
        "m=video 0 UDP/TLS/RTP/SAVPF 96 97\r\nc=IN IP4 0.0.0.0\r\na=mid:v\r\na=inactive\r\n";
    let (head, tail) = answer.split_once(rejected).unwrap();
    assert!(!head.contains("m=") && head.contains("a=group:BUNDLE 0 1 2 3\r\n"));
    assert!(tail.contains("a=candidate:"));
}

#[test]
fn a_second_microphone_and_a_fourth_slot_are_rejected() {
    let section = |mid: &str, direction: &str| {
        let slot = format!("m=audio{}", CHROMIUM.rsplit_once("m=audio").unwrap().1);
        slot.replace("a=mid:3", &format!("a=mid:{mid}"))
            .replace("a=recvonly", direction)
    };
    let bundled = CHROMIUM.replace("BUNDLE 0 1 2 3", "BUNDLE 0 1 2 3 4 5");
    let more = section("4", "a=sendonly") + &section("5", "a=recvonly");
    let offer = Offer::parse(&(bundled + &more)).unwrap();
    assert_eq!(mids(&offer), ["0", "1", "2", "3"]);
    let answer = offer.answer(&params(true));
    assert_eq!(
        answer.matches("m=audio 0 UDP/TLS/RTP/SAVPF 111 ").count(),
        2
    );
    assert!(answer.contains("BUNDLE 0 1 2 3\r\n"));
}

#[test]
fn a_missing_part_is_named() {
    let without = |what| CHROMIUM.replace(what, "a=x");
    assert!(missing(&CHROMIUM.replace("a=sendrecv", "a=inactive")).contains("microphone"));
    assert!(missing(&CHROMIUM.replace("a=recvonly", "a=inactive")).contains("only receives"));
    assert!(missing(&without("a=rtcp-mux")).contains("rtcp-mux"));
    assert!(missing(&without("a=ice-pwd")).contains("ICE"));
    assert!(missing(&CHROMIUM.replace("ufrag:9X7E", "ufrag:9X7")).contains("ICE"));
    assert!(missing(&without("a=fingerprint:sha-256")).contains("SHA-256"));
    assert!(missing(&CHROMIUM.replace(":30:A5", ":30")).contains("SHA-256"));
    assert!(missing(&CHROMIUM.replace(":30:A5", ":30:A5:00")).contains("SHA-256"));
    assert!(missing(&CHROMIUM.replace("actpass", "passive")).contains("server"));
    assert!(missing(&without("a=setup:actpass")).contains("server"));
    assert!(missing(&without("a=group:BUNDLE")).contains("BUNDLE"));
    assert!(missing(&CHROMIUM.replace("a=mid:3", "a=mid:2")).contains("BUNDLE"));
    assert!(missing(&CHROMIUM.replace("opus/48000/2", "opus/48000")).contains("Opus"));
}

#[test]
fn text_that_is_not_an_offer_is_malformed() {
    assert!(is_malformed(""));
    assert!(is_malformed("v=0"));
    assert!(is_malformed(&format!(
        "{CHROMIUM}a={}\r\n",
        "x".repeat(16 * 1024)
    )));
    let section = "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n";
    assert!(is_malformed(&format!("{CHROMIUM}{}", section.repeat(5))));
}

#[test]
fn an_offer_cannot_inject_lines_into_the_answer() {
    for mid in ["0\ra=evil", "0 a", "<0>", "", "\u{2028}"] {
        let offer = CHROMIUM
            .replace("a=mid:0", &format!("a=mid:{mid}"))
            .replace("BUNDLE 0", &format!("BUNDLE {mid}"));
        assert!(Offer::parse(&offer).is_err(), "{mid:?}");
    }
    let odd = CHROMIUM.to_owned() + "m=audio 0 RTP/AVP 0\u{7f}\r\n";
    assert!(is_malformed(&odd));
}

#[derive(Clone)]
struct IgnoreEvents;

impl PeerConnectionEventHandler for IgnoreEvents {}

#[tokio::test]
async fn the_webrtc_crate_accepts_the_answer() {
    let mut codecs = MediaEngine::default();
    codecs.register_default_codecs().unwrap();
    let peer = PeerConnectionBuilder::new()
        .with_media_engine(codecs)
        .with_handler(Arc::new(IgnoreEvents))
        .with_udp_addrs(vec!["127.0.0.1:0"])
        .build()
        .await
        .unwrap();
    use RTCRtpTransceiverDirection::{Recvonly, Sendrecv};
    for direction in [Sendrecv, Recvonly, Recvonly, Recvonly] {
        let sends = direction == Sendrecv;
        let send_encodings = sends.then(Default::default).into_iter().collect();
        let init = RTCRtpTransceiverInit {
            direction,
            send_encodings,
            ..Default::default()
        };
        peer.add_transceiver_from_kind("audio".into(), Some(init))
            .await
            .unwrap();
    }
    let description = peer.create_offer(None).await.unwrap();
    peer.set_local_description(description.clone())
        .await
        .unwrap();
    let offer = Offer::parse(&description.sdp).unwrap();
    assert_eq!((mids(&offer).len(), offer.microphone.opus), (4, 111));
    let answer = RTCSessionDescription::answer(offer.answer(&params(true))).unwrap();
    peer.set_remote_description(answer).await.unwrap();
    peer.close().await.unwrap();
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,300}") {
        let _ = Offer::parse(&text);
    }

    #[test]
    fn a_corrupted_offer_neither_panics_nor_breaks_the_answer(
        browser in 0usize..2, at in any::<prop::sample::Index>(), len in 0usize..40,
        graft in "[\\x00-\\x7f]{0,12}",
    ) {
        let mut text = BROWSERS[browser].to_owned();
        let start = at.index(text.len());
        let end = (start + len).min(text.len());
        text.replace_range(start..end, &graft);
        if let Ok(offer) = Offer::parse(&text) {
            let answer = offer.answer(&params(true));
            prop_assert!(answer.lines().all(|line| line.len() > 2 && line.as_bytes()[1] == b'='));
            prop_assert!(answer.split("\r\n").all(|line| !line.contains(['\r', '\n'])));
            prop_assert_eq!(answer.matches("m=").count(), offer.roles.len());
        }
    }
}
