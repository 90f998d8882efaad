#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod differential;
mod rollover;
mod vectors;

use super::*;
use crate::media::rtp::{HEADER_LEN, write_header};

const PROFILES: [Profile; 3] = [
    Profile::AeadAes128Gcm,
    Profile::AeadAes256Gcm,
    Profile::Aes128CmSha1_80,
];
const SSRC: u32 = 0xcafe_babe;

/// Keying material without two equal bytes.
fn material(profile: Profile) -> Vec<u8> {
    (0..profile.key_material_len() as u8)
        .map(|n| n.wrapping_mul(37) ^ 0x5a)
        .collect()
}

fn keys(profile: Profile) -> (MasterKey, MasterKey) {
    split_keying_material(profile, &material(profile)).unwrap()
}

fn packet(sequence: u16, ssrc: u32, payload: &[u8]) -> Vec<u8> {
    let mut packet = vec![0; HEADER_LEN];
    let header = packet.first_chunk_mut().unwrap();
    write_header(
        header,
        111,
        false,
        sequence,
        u32::from(sequence) * 960,
        ssrc,
    );
    packet.extend_from_slice(payload);
    packet
}

/// The sealed packet; empty when it was refused.
fn seal(sealer: &mut Sealer, plain: &[u8]) -> Vec<u8> {
    let mut buffer = plain.to_vec();
    buffer.resize(plain.len() + 16, 0);
    let len = sealer.seal_rtp(&mut buffer, plain.len());
    buffer.truncate(len);
    buffer
}

fn open(opener: &mut Opener, sealed: &[u8]) -> Result<Vec<u8>, SrtpViolation> {
    let mut packet = sealed.to_vec();
    let len = opener.open_rtp(&mut packet)?;
    packet.truncate(len);
    Ok(packet)
}

/// A receiver report of `ssrc` without report blocks.
fn report(ssrc: u32) -> Vec<u8> {
    let mut report = vec![0x80, 201, 0, 1];
    report.extend_from_slice(&ssrc.to_be_bytes());
    report
}

fn pair(profile: Profile) -> (Sealer, Opener) {
    let (client, _) = keys(profile);
    let mut opener = Opener::new(profile, &client);
    opener.accept_ssrc(SSRC);
    (Sealer::new(profile, &client), opener)
}

#[test]
fn keying_material_of_another_length_is_refused() {
    for profile in PROFILES {
        let mut long = material(profile);
        long.push(0);
        let violation = |bytes: &[u8]| split_keying_material(profile, bytes).err();
        assert_eq!(violation(&long), Some(SrtpViolation::KeyLength));
        assert_eq!(violation(&long[2..]), Some(SrtpViolation::KeyLength));
    }
}

#[test]
fn a_sealed_packet_opens_once_and_only_with_the_same_key() {
    for profile in PROFILES {
        let (mut sealer, mut opener) = pair(profile);
        let plain = packet(7, SSRC, b"hello");
        let sealed = seal(&mut sealer, &plain);
        assert_eq!(sealed.len(), plain.len() + profile.rtp_overhead());
        let mut other = Opener::new(profile, &keys(profile).1);
        other.accept_ssrc(SSRC);
        assert_eq!(open(&mut other, &sealed), Err(SrtpViolation::Forged));
        assert_eq!(open(&mut opener, &sealed), Ok(plain));
        assert_eq!(open(&mut opener, &sealed), Err(SrtpViolation::Replayed));
    }
}

#[test]
fn every_changed_bit_is_detected_and_changes_no_state() {
    for profile in PROFILES {
        let (mut sealer, mut opener) = pair(profile);
        let sealed = seal(&mut sealer, &packet(7, SSRC, b"hello"));
        for bit in 0..sealed.len() * 8 {
            let mut forged = sealed.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            assert!(open(&mut opener, &forged).is_err(), "{profile:?} bit {bit}");
        }
        assert!(open(&mut opener, &sealed).is_ok());
    }
}

#[test]
fn an_ssrc_that_was_not_accepted_is_refused() {
    for profile in PROFILES {
        let (mut sealer, mut opener) = pair(profile);
        let stranger = seal(&mut sealer, &packet(7, 1, b"hello"));
        assert_eq!(
            open(&mut opener, &stranger),
            Err(SrtpViolation::OtherSource)
        );
        opener.accept_ssrc(1);
        assert_eq!(opener.accepted_ssrc(), Some(1));
        assert!(open(&mut opener, &stranger).is_ok());
        opener.accept_ssrc(1);
        assert_eq!(open(&mut opener, &stranger), Err(SrtpViolation::Replayed));
    }
}

#[test]
fn a_packet_index_is_never_used_twice() {
    for profile in PROFILES {
        let (mut sealer, _) = pair(profile);
        assert!(!seal(&mut sealer, &packet(100, SSRC, b"one")).is_empty());
        assert!(seal(&mut sealer, &packet(100, SSRC, b"two")).is_empty());
        assert!(!seal(&mut sealer, &packet(99, SSRC, b"late")).is_empty());
        assert!(seal(&mut sealer, &packet(36, SSRC, b"too late")).is_empty());
        assert!(seal(&mut sealer, &packet(65_535, SSRC, b"before the first")).is_empty());
    }
}

#[test]
fn a_sealer_accepts_as_many_sources_as_there_are_slots() {
    let (mut sealer, _) = pair(Profile::AeadAes128Gcm);
    for ssrc in 1..=3 {
        assert!(!seal(&mut sealer, &packet(5, ssrc, b"")).is_empty());
    }
    assert!(seal(&mut sealer, &packet(5, 4, b"")).is_empty());
    assert!(!seal(&mut sealer, &packet(6, 1, b"")).is_empty());
}

#[test]
fn nothing_is_sealed_without_space_for_the_tag_or_a_valid_header() {
    for profile in PROFILES {
        let (mut sealer, _) = pair(profile);
        let mut short = packet(1, SSRC, b"x");
        let len = short.len();
        assert_eq!(sealer.seal_rtp(&mut short, len), 0);
        assert_eq!(sealer.seal_rtp(&mut short, len + 1), 0);
        assert_eq!(sealer.seal_rtp(&mut [0; 64], 40), 0);
        let mut short = vec![0x80; 7];
        sealer.seal_rtcp(&mut short);
        assert!(short.is_empty());
    }
}

#[test]
fn reports_of_up_to_eight_sources_open_once() {
    for profile in PROFILES {
        let (mut sealer, mut opener) = pair(profile);
        for ssrc in 0..8 {
            let mut sealed = report(ssrc);
            sealer.seal_rtcp(&mut sealed);
            let mut again = sealed.clone();
            assert_eq!(opener.open_rtcp(&mut sealed), Ok(()));
            assert_eq!(sealed, report(ssrc));
            assert_eq!(opener.open_rtcp(&mut again), Err(SrtpViolation::Replayed));
        }
        let mut one_more = report(8);
        sealer.seal_rtcp(&mut one_more);
        assert_eq!(
            opener.open_rtcp(&mut one_more),
            Err(SrtpViolation::OtherSource)
        );
    }
}

#[test]
fn forged_reports_do_not_count_as_sources() {
    for profile in PROFILES {
        let (mut sealer, mut opener) = pair(profile);
        let mut authentic = report(1);
        sealer.seal_rtcp(&mut authentic);
        // The first 32 bits changed are the SSRC: 32 other sources, four times the maximum.
        for bit in (32..authentic.len() * 8).chain(0..32) {
            let mut forged = authentic.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            assert!(
                opener.open_rtcp(&mut forged).is_err(),
                "{profile:?} bit {bit}"
            );
        }
        assert_eq!(opener.open_rtcp(&mut authentic), Ok(()));
    }
}

proptest::proptest! {
    #[test]
    fn no_datagram_panics(
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..80),
    ) {
        for profile in PROFILES {
            let (mut sealer, mut opener) = pair(profile);
            let mut bytes = bytes.clone();
            if bytes.len() > 12 {
                bytes[8..12].copy_from_slice(&SSRC.to_be_bytes());
            }
            proptest::prop_assert!(open(&mut opener, &bytes).is_err());
            proptest::prop_assert!(opener.open_rtcp(&mut bytes.clone()).is_err());
            let len = bytes.len() / 2;
            let _ = sealer.seal_rtp(&mut bytes, len);
        }
    }
}
