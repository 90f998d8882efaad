#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use super::*;
use bytes::Bytes;
use proptest::prelude::*;
use rtc_shared::marshal::{Marshal, Unmarshal};

const AUDIO_LEVEL: u8 = 1;

fn level(is_voice: bool, minus_dbov: u8) -> Option<AudioLevel> {
    Some(AudioLevel {
        is_voice,
        minus_dbov,
    })
}

fn packet(flags: u8, rest: &[u8]) -> Vec<u8> {
    let mut packet = vec![0; HEADER_LEN];
    write_header(
        (&mut packet[..]).try_into().unwrap(),
        111,
        true,
        0xabcd,
        7,
        9,
    );
    packet[0] |= flags;
    packet.extend_from_slice(rest);
    packet
}

#[test]
fn a_written_header_is_read_back() {
    let packet = packet(0, b"voice");
    let header = Header::parse(&packet).unwrap();
    assert_eq!((header.payload_type, header.marker), (111, true));
    assert_eq!(
        (header.sequence, header.timestamp, header.ssrc),
        (0xabcd, 7, 9)
    );
    assert_eq!(header.payload(), Some(12..17));
    assert_eq!(header.audio_level(AUDIO_LEVEL), None);
}

#[test]
fn a_level_is_found_in_the_one_byte_form_after_padding_and_other_elements() {
    let rest = [0xbe, 0xde, 0, 2, 0, 0x31, 9, 9, 0x10, 0x80 | 42, 0, 0, b'x'];
    let packet = packet(0x10, &rest);
    let header = Header::parse(&packet).unwrap();
    assert_eq!(header.audio_level(AUDIO_LEVEL), level(true, 42));
    assert_eq!(header.extension(3), Some(&[9, 9][..]));
    assert_eq!(header.extension(2), None);
    assert_eq!(header.extension(0), None);
    assert_eq!(header.payload(), Some(24..25));
}

#[test]
fn a_level_is_found_in_the_two_byte_form_after_an_empty_element() {
    let rest = [0x10, 0, 0, 2, 5, 0, 0, 1, 1, 127, 0, 0, b'x'];
    let packet = packet(0x10, &rest);
    let header = Header::parse(&packet).unwrap();
    assert_eq!(header.audio_level(AUDIO_LEVEL), level(false, 127));
    assert_eq!(header.extension(5), Some(&[][..]));
}

#[test]
fn the_reserved_id_ends_a_one_byte_block() {
    let packet = packet(0x10, &[0xbe, 0xde, 0, 1, 0xf0, 0, 0x10, 5]);
    assert_eq!(Header::parse(&packet).unwrap().extension(1), None);
}

#[test]
fn an_element_longer_than_its_block_is_ignored() {
    let packet = packet(0x10, &[0xbe, 0xde, 0, 1, 0x13, 1, 2, 3, 4, 5]);
    assert_eq!(Header::parse(&packet).unwrap().extension(1), None);
}

#[test]
fn padding_is_removed_and_invalid_padding_is_detected() {
    let valid = packet(0x20, &[1, 2, 3, 0, 2]);
    assert_eq!(Header::parse(&valid).unwrap().payload(), Some(12..15));
    for invalid in [&[][..], &[1, 0], &[1, 3]] {
        let invalid = packet(0x20, invalid);
        assert_eq!(Header::parse(&invalid).unwrap().payload(), None);
    }
}

#[test]
fn a_truncated_packet_or_another_version_is_refused() {
    let complete = packet(0x11, &[0, 0, 0, 0, 0xbe, 0xde, 0, 1, 0, 0, 0, 0]);
    assert!(Header::parse(&complete).is_ok());
    for len in 0..complete.len() {
        assert_eq!(
            Header::parse(&complete[..len]).unwrap_err(),
            RtpViolation::TooShort
        );
    }
    let other = [0x40; 12];
    assert_eq!(Header::parse(&other).unwrap_err(), RtpViolation::Version);
}

#[test]
fn datagrams_are_assigned_to_their_protocol() {
    assert_eq!(demux(&[0, 1]), DatagramKind::Stun);
    assert_eq!(demux(&[3]), DatagramKind::Stun);
    assert_eq!(demux(&[4, 0]), DatagramKind::Other);
    assert_eq!(demux(&[20]), DatagramKind::Dtls);
    assert_eq!(demux(&[63]), DatagramKind::Dtls);
    assert_eq!(demux(&[64, 0]), DatagramKind::Other);
    assert_eq!(demux(&[128, 111]), DatagramKind::Rtp);
    assert_eq!(demux(&[0x90, 0x80 | 111]), DatagramKind::Rtp);
    assert_eq!(demux(&[128, 192]), DatagramKind::Rtcp);
    assert_eq!(demux(&[191, 223]), DatagramKind::Rtcp);
    assert_eq!(demux(&[191, 224]), DatagramKind::Rtp);
    assert_eq!(demux(&[128]), DatagramKind::Other);
    assert_eq!(demux(&[]), DatagramKind::Other);
}

proptest! {
    #[test]
    fn no_input_panics(mut bytes in proptest::collection::vec(any::<u8>(), 0..120), id: u8) {
        // Makes half of the inputs valid up to the extensions.
        if let Some(first) = bytes.first_mut() && *first & 1 == 0 {
            *first = 0x90 | (*first & 0x20);
        }
        let _ = demux(&bytes);
        if let Ok(header) = Header::parse(&bytes) {
            let _ = header.audio_level(id);
            if let Some(payload) = header.payload() {
                let _ = &bytes[payload];
            }
        }
    }

    #[test]
    fn another_implementation_agrees(
        marker: bool, payload_type in 0u8..128, sequence: u16, timestamp: u32, ssrc: u32,
        csrc in proptest::collection::vec(any::<u32>(), 0..16),
        byte in proptest::option::of(any::<u8>()), mid in "[a-z0-9]{1,16}",
        payload in proptest::collection::vec(any::<u8>(), 1..50),
    ) {
        let mut header = rtc_rtp::Header {
            version: 2, marker, payload_type, sequence_number: sequence, timestamp, ssrc, csrc,
            ..Default::default()
        };
        if let Some(byte) = byte {
        header.set_extension(1, Bytes::copy_from_slice(&[byte])).unwrap();
        header.set_extension(4, Bytes::from(mid.clone().into_bytes())).unwrap();
        }
        let packet = rtc_rtp::Packet { header, payload: payload.clone().into() };
        let bytes = packet.marshal().unwrap();
        let parsed = Header::parse(&bytes).unwrap();
        prop_assert_eq!(parsed.marker, marker);
        prop_assert_eq!(parsed.payload_type, payload_type);
        prop_assert_eq!((parsed.sequence, parsed.timestamp, parsed.ssrc), (sequence, timestamp, ssrc));
        prop_assert_eq!(&bytes[parsed.payload().unwrap()], &payload[..]);
        prop_assert_eq!(parsed.audio_level(1), byte.and_then(|byte| level(byte & 0x80 != 0, byte & 0x7f)));
        prop_assert_eq!(parsed.extension(4), byte.map(|_| mid.as_bytes()));

        let mut written = [0; HEADER_LEN];
        write_header(&mut written, payload_type, marker, sequence, timestamp, ssrc);
        let read = rtc_rtp::Header::unmarshal(&mut &written[..]).unwrap();
        prop_assert_eq!((read.sequence_number, read.timestamp), (sequence, timestamp));
        prop_assert_eq!(read.ssrc, ssrc);
        prop_assert_eq!((read.marker, read.payload_type), (marker, payload_type));
    }
}
