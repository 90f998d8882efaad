use super::on_text;
use porchlight::media::framing::FrameReader;
use porchlight::media::rtcp;
use porchlight::media::rtp::{Header, demux};
use porchlight::media::sdp::{AnswerParams, Offer};
use porchlight::media::slots::SLOTS;
use porchlight::media::srtp::{Opener, Profile, Sealer, split_keying_material};
use porchlight::media::stun;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The seeds use the same password, so that some inputs are authentic.
const PASSWORD: &str = "the door of a porch";

/// The response to a valid check contains the address from which the check came.
pub fn stun(bytes: &[u8]) {
    let peer = SocketAddr::from(([203, 0, 113, 7], 5004));
    if let Ok(check) = stun::parse(bytes) {
        let _ = check.verify(PASSWORD);
        let mut answer = Vec::new();
        check.write_success(PASSWORD, peer, &mut answer);
        assert_eq!(
            stun::parse_success(&answer, check.transaction, PASSWORD),
            Ok(peer)
        );
    }
    let transaction = bytes
        .get(8..20)
        .and_then(|bytes| bytes.try_into().ok())
        .unwrap_or_default();
    let _ = stun::parse_success(bytes, transaction, PASSWORD);
}

/// A stream has the same frames in pieces of any size. The first byte is the size of the pieces.
pub fn framing(bytes: &[u8]) {
    let Some((&size, stream)) = bytes.split_first() else {
        return;
    };
    let pieces = stream.chunks(usize::from(size).max(1));
    assert_eq!(frames(pieces), frames(std::iter::once(stream)));
}

fn frames<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Vec<Vec<u8>> {
    let mut reader = FrameReader::default();
    let mut frames = Vec::new();
    for piece in pieces {
        reader.push(piece);
        loop {
            match reader.next_frame() {
                Ok(Some(frame)) => frames.push(frame.to_vec()),
                Ok(None) => break,
                Err(_) => return frames,
            }
        }
    }
    frames
}

/// The answer to any valid offer consists of lines of SDP.
pub fn sdp(bytes: &[u8]) {
    on_text(bytes, |text| {
        if let Ok(offer) = Offer::parse(text) {
            assert!((1..=SLOTS).contains(&offer.slots.len()));
            let slot_ssrcs = std::array::from_fn(|slot| 1 + slot as u32);
            let answer = offer.answer(&AnswerParams {
                session: 1,
                ice_ufrag: "local",
                ice_password: "a local password",
                fingerprint: [7; 32],
                addresses: &[IpAddr::V4(Ipv4Addr::LOCALHOST)],
                port: 3478,
                udp: true,
                slot_ssrcs: &slot_ssrcs,
                cname: "porch",
            });
            let is_line =
                |line: &str| line.get(1..2) == Some("=") && !line.contains(char::is_control);
            let lines = answer
                .strip_suffix("\r\n")
                .expect("the last line of an answer is complete");
            for line in lines.split("\r\n") {
                assert!(is_line(line), "{line:?} is not a line of SDP");
            }
        }
    });
}

pub fn rtp(bytes: &[u8]) {
    let _ = demux(bytes);
    if let Ok(header) = Header::parse(bytes) {
        assert!(header.header_len <= bytes.len());
        if let Some(payload) = header.payload() {
            assert!(bytes.get(payload).is_some());
        }
        for id in 0..=u8::MAX {
            let _ = header.extension(id);
            assert!(
                header
                    .audio_level(id)
                    .is_none_or(|level| level.minus_dbov <= 127)
            );
        }
    }
}

/// A parsed report that is written and parsed again is the same.
pub fn rtcp(bytes: &[u8]) {
    let Ok(reports) = rtcp::parse(bytes) else {
        return;
    };
    let mut written = Vec::new();
    for block in &reports.blocks {
        rtcp::write_receiver_report(1, Some(block), "porch", &mut written);
        assert_eq!(
            rtcp::parse(&written).map(|reports| reports.blocks),
            Ok(vec![*block])
        );
    }
    if let Some(sender) = reports.sender {
        rtcp::write_sender_report(&sender, "porch", &mut written);
        assert_eq!(
            rtcp::parse(&written).map(|reports| reports.sender),
            Ok(Some(sender))
        );
    }
}

/// A sealed packet opens to the original, and only unchanged.
pub fn srtp(bytes: &[u8]) {
    for profile in [
        Profile::AeadAes128Gcm,
        Profile::AeadAes256Gcm,
        Profile::Aes128CmSha1_80,
    ] {
        let material: Vec<u8> = (0..profile.key_material_len())
            .map(|place| place as u8)
            .collect();
        let (key, _) = split_keying_material(profile, &material).expect("the required length");
        let (mut sealer, mut opener) = (Sealer::new(profile, &key), Opener::new(profile, &key));
        if let Ok(header) = Header::parse(bytes) {
            opener.accept_ssrc(header.ssrc);
        }
        let _ = opener.open_rtp(&mut bytes.to_vec());
        let _ = opener.open_rtcp(&mut bytes.to_vec());
        rtp_round_trip(bytes, profile, &mut sealer, &mut opener);
        rtcp_round_trip(bytes, &mut sealer, &mut opener);
    }
}

fn rtp_round_trip(bytes: &[u8], profile: Profile, sealer: &mut Sealer, opener: &mut Opener) {
    let mut packet = bytes.to_vec();
    packet.resize(bytes.len() + profile.rtp_overhead(), 0);
    let sealed = sealer.seal_rtp(&mut packet, bytes.len());
    if sealed == 0 {
        return;
    }
    packet.truncate(sealed);
    let mut changed = packet.clone();
    changed[sealed - 1] ^= 1;
    assert!(opener.open_rtp(&mut changed).is_err());
    // The input itself may be a packet sealed with this key, and then this one is a replay.
    if let Ok(len) = opener.open_rtp(&mut packet) {
        assert_eq!(&packet[..len], bytes);
        assert!(opener.open_rtp(&mut packet).is_err());
    }
}

fn rtcp_round_trip(bytes: &[u8], sealer: &mut Sealer, opener: &mut Opener) {
    let mut packet = bytes.to_vec();
    sealer.seal_rtcp(&mut packet);
    if !packet.is_empty() && opener.open_rtcp(&mut packet).is_ok() {
        assert_eq!(packet, bytes);
    }
}
