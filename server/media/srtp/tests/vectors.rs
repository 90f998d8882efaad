//! The test vectors of RFC 3711 and RFC 7714.

use crate::media::srtp::cipher::{Cipher, PacketIndex};
use crate::media::srtp::keys::{MasterKey, Protocol, Purpose, apply_keystream, counter_mode};
use crate::media::srtp::{Opener, Profile, Sealer};
use aws_lc_rs::aead::AES_128_GCM;
use data_encoding::HEXLOWER_PERMISSIVE as HEX;

fn hex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    HEX.decode(digits.as_bytes()).unwrap()
}

fn array<const N: usize>(text: &str) -> [u8; N] {
    hex(text).try_into().unwrap()
}

fn rfc_3711_master() -> MasterKey {
    MasterKey {
        key: array("e1f97a0d3e018be0d64fa32c06de4139 00000000000000000000000000000000"),
        key_len: 16,
        salt: array("0ec675ad498afeebb6960b3aabe6"),
    }
}

#[test]
fn rfc_3711_b2_keystream() {
    let key = counter_mode(&array::<16>("2b7e151628aed2a6abf7158809cf4f3c"));
    let mut stream = [0; 48];
    apply_keystream(&key, array("f0f1f2f3f4f5f6f7f8f9fafbfcfd0000"), &mut stream);
    let expected = "e03ead0935c95e80e166b16dd92b4eb4 d23513162b02d0f72a43a2fe4a5f97ab
                    41e95b3bb0a2e8dd477901e4fca894c0";
    assert_eq!(stream.to_vec(), hex(expected));
}

#[test]
fn rfc_3711_b3_key_derivation() {
    let master = rfc_3711_master();
    let derive = |purpose| master.derive::<16>(Protocol::Rtp, purpose);
    assert_eq!(
        derive(Purpose::Encryption).to_vec(),
        hex("c61e7a93744f39ee10734afe3ff7a087")
    );
    assert_eq!(
        master.derive::<14>(Protocol::Rtp, Purpose::Salt).to_vec(),
        hex("30cbbc08863d8c85d49db34a9ae1")
    );
    assert_eq!(
        master
            .derive::<20>(Protocol::Rtp, Purpose::Authentication)
            .to_vec(),
        hex("cebe321f6ff7716b6fd4ab49af256a156d38baa4")
    );
}

/// Not from the RFC itself: a reference packet for its keys that several implementations test.
#[test]
fn aes_cm_sha1_80_reference_packet() {
    let plain = hex("800f1234decafbadcafebabe abababababababababababababababab");
    let expected = hex("800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402
                        b78d6acc99ea179b8dbb");
    let master = rfc_3711_master();
    let mut sealer = Sealer::new(Profile::Aes128CmSha1_80, &master);
    let mut buffer = plain.clone();
    buffer.resize(expected.len(), 0);
    assert_eq!(sealer.seal_rtp(&mut buffer, plain.len()), expected.len());
    assert_eq!(buffer, expected);
    let mut opener = Opener::new(Profile::Aes128CmSha1_80, &master);
    opener.accept_ssrc(0xcafe_babe);
    assert_eq!(opener.open_rtp(&mut buffer), Ok(plain.len()));
    assert_eq!(buffer[..plain.len()], plain);
}

fn rfc_7714_cipher() -> Cipher {
    let salt = array("517569642070726f2071756f 0000");
    Cipher::gcm(
        &AES_128_GCM,
        &array::<16>("000102030405060708090a0b0c0d0e0f"),
        salt,
    )
}

#[test]
fn rfc_7714_16_1_rtp() {
    let plain = hex("8040f17b8041f8d35501a0b2 47616c6c696120657374206f6d6e6973
                     20646976697361 20696e207061727465732074726573");
    let expected = hex("8040f17b8041f8d35501a0b2 f24de3a3fb34de6cacba861c9d7e4bca
                        be633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a91
                        52cf765ee4390cce");
    let packet_index = PacketIndex {
        ssrc: 0x5501_a0b2,
        index: 0xf17b,
    };
    let mut buffer = plain.clone();
    buffer.resize(expected.len(), 0);
    let cipher = rfc_7714_cipher();
    assert_eq!(
        cipher.seal_rtp(packet_index, &mut buffer, 12, plain.len()),
        Some(expected.len())
    );
    assert_eq!(buffer, expected);
    assert_eq!(
        cipher.open_rtp(packet_index, &mut buffer, 12),
        Ok(plain.len())
    );
    assert_eq!(buffer[..plain.len()], plain);
}

#[test]
fn rfc_7714_17_1_rtcp() {
    let plain = hex("81c8000d4d617273 4e5450314e545032525450200000042a0000e930
                     4c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");
    let expected = hex("81c8000d4d617273 63e94885dcdab67ca727d7662f6b7e997ff5c0f7
                        6c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa45896cf4d2f
                        c5abf87245d9eade 800005d4");
    let packet_index = PacketIndex {
        ssrc: 0x4d61_7273,
        index: 0x5d4,
    };
    let cipher = rfc_7714_cipher();
    let mut packet = plain.clone();
    cipher.seal_rtcp(packet_index, &mut packet);
    assert_eq!(packet, expected);
    assert_eq!(cipher.rtcp_index(&packet), Some(0x5d4));
    assert_eq!(cipher.open_rtcp(packet_index, &mut packet), Ok(()));
    assert_eq!(packet, plain);
}
