#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use super::*;
use proptest::prelude::*;
use rtc_srtp::crypto::{RTCCryptoProvider, providers::AwsLcRsProvider};
use rtc_stun::attributes::{ATTR_PRIORITY, ATTR_USE_CANDIDATE, ATTR_USERNAME};
use rtc_stun::fingerprint::FINGERPRINT;
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::{BINDING_REQUEST, Getter, Message, Setter, TransactionId};
use rtc_stun::xoraddr::XorMappedAddress;
use std::sync::LazyLock;

/// RFC 5769 sections 2.1 to 2.3.
const TRANSACTION: [u8; 12] = [
    0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae,
];
const PASSWORD: &str = "VOkJxbRl1RmTxUk/WvJxBt";
const REQUEST: &str = "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e2074657374\
    20636c69656e74002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020\
    000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf";
const RESPONSE_IPV4: &str = "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b74657374207665\
    63746f7220002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280\
    004c07d4c96";
const RESPONSE_IPV6: &str = "010100482112a442b7e7a701bc34d686fa87dfae8022000b74657374207665\
    63746f7220002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf11784c9\
    7c8292c275bfe3ed4180280004c8fb0b4c";

fn hex(text: &str) -> Vec<u8> {
    data_encoding::HEXLOWER.decode(text.as_bytes()).unwrap()
}

fn crypto() -> &'static dyn rtc_srtp::crypto::RTCCrypto {
    static PROVIDER: LazyLock<AwsLcRsProvider> = LazyLock::new(AwsLcRsProvider::new);
    PROVIDER.crypto()
}

fn integrity(password: &str) -> MessageIntegrity<'static> {
    MessageIntegrity::new_short_term_integrity_with_provider(password.to_owned(), crypto())
}

/// A check written by another implementation.
fn request(attributes: &[(rtc_stun::attributes::AttrType, &[u8])]) -> Message {
    let mut message = Message::new();
    let header: [Box<dyn Setter>; 2] = [
        Box::new(BINDING_REQUEST),
        Box::new(TransactionId(TRANSACTION)),
    ];
    message.build(&header).unwrap();
    attributes
        .iter()
        .for_each(|(kind, value)| message.add(*kind, value));
    message
}

fn signed(mut message: Message) -> Vec<u8> {
    integrity(PASSWORD).add_to(&mut message).unwrap();
    FINGERPRINT.add_to(&mut message).unwrap();
    message.raw
}

#[test]
fn rfc_5769_request() {
    let bytes = hex(REQUEST);
    let request = parse(&bytes).unwrap();
    assert_eq!(request.transaction, TRANSACTION);
    assert_eq!(
        (request.local_ufrag, request.remote_ufrag),
        ("evtj", "h6vY")
    );
    assert!(!request.use_candidate);
    assert!(request.verify(PASSWORD));
    assert!(!request.verify("VOkJxbRl1RmTxUk/WvJxBT"));
}

#[test]
fn rfc_5769_responses() {
    for (response, address) in [
        (RESPONSE_IPV4, "192.0.2.1:32853"),
        (
            RESPONSE_IPV6,
            "[2001:db8:1234:5678:11:2233:4455:6677]:32853",
        ),
    ] {
        let bytes = hex(response);
        assert_eq!(
            parse_success(&bytes, TRANSACTION, PASSWORD),
            Ok(address.parse().unwrap())
        );
        assert_eq!(
            parse_success(&bytes, TRANSACTION, "other"),
            Err(StunViolation::Integrity)
        );
        assert_eq!(
            parse_success(&bytes, [0; 12], PASSWORD),
            Err(StunViolation::OtherMessage)
        );
        assert_eq!(parse(&bytes).err(), Some(StunViolation::OtherMessage));
    }
}

#[test]
fn a_check_and_its_response_are_parsed() {
    for address in ["198.51.100.7:40000", "[2001:db8::7]:1"] {
        let (mut check, mut response) = (vec![9], vec![9]);
        write_binding_request(TRANSACTION, "server:client", "secret", &mut check);
        let request = parse(&check).unwrap();
        assert!(request.verify("secret"));
        request.write_success("secret", address.parse().unwrap(), &mut response);
        assert_eq!(
            parse_success(&response, TRANSACTION, "secret"),
            Ok(address.parse().unwrap())
        );
    }
}

#[test]
fn a_mapped_ipv4_address_is_sent_in_its_usual_form() {
    let bytes = hex(REQUEST);
    let mut response = Vec::new();
    let from = "[::ffff:192.0.2.1]:32853".parse().unwrap();
    parse(&bytes)
        .unwrap()
        .write_success(PASSWORD, from, &mut response);
    let mapped = parse_success(&response, TRANSACTION, PASSWORD);
    assert_eq!(mapped, Ok("192.0.2.1:32853".parse().unwrap()));
}

#[test]
fn another_implementation_parses_the_response() {
    let bytes = signed(request(&[
        (ATTR_USERNAME, b"us:them"),
        (ATTR_USE_CANDIDATE, b""),
    ]));
    let request = parse(&bytes).unwrap();
    assert!(request.use_candidate && request.verify(PASSWORD));
    for address in ["192.0.2.9:5000", "[2001:db8::9]:5000"] {
        let mut raw = Vec::new();
        request.write_success(PASSWORD, address.parse().unwrap(), &mut raw);
        let mut response = Message::new();
        response.unmarshal_binary(&raw).unwrap();
        FINGERPRINT.check(&response).unwrap();
        MessageIntegrity::check(&mut response, PASSWORD.as_bytes(), crypto()).unwrap();
        let mut mapped = XorMappedAddress::default();
        mapped.get_from(&response).unwrap();
        let expected: SocketAddr = address.parse().unwrap();
        assert_eq!((mapped.ip, mapped.port), (expected.ip(), expected.port()));
    }
}

#[test]
fn attributes_after_message_integrity_are_ignored() {
    let mut message = request(&[(ATTR_USERNAME, b"us:them")]);
    integrity(PASSWORD).add_to(&mut message).unwrap();
    message.add(ATTR_USE_CANDIDATE, b"");
    message.add(ATTR_USERNAME, b"other:them");
    FINGERPRINT.add_to(&mut message).unwrap();
    let request = parse(&message.raw).unwrap();
    assert!(request.verify(PASSWORD) && !request.use_candidate);
    assert_eq!(request.local_ufrag, "us");
}

#[test]
fn a_fingerprint_may_be_absent_but_not_wrong() {
    let mut message = request(&[(ATTR_USERNAME, b"us:them"), (ATTR_PRIORITY, &[0; 4])]);
    integrity(PASSWORD).add_to(&mut message).unwrap();
    assert!(parse(&message.raw).unwrap().verify(PASSWORD));
    let mut bytes = hex(REQUEST);
    *bytes.last_mut().unwrap() ^= 1;
    assert_eq!(parse(&bytes).err(), Some(StunViolation::Fingerprint));
}

#[test]
fn incomplete_checks_are_refused() {
    let violation = |attributes: &[_]| parse(&signed(request(attributes))).err();
    assert_eq!(violation(&[]), Some(StunViolation::Attributes));
    assert_eq!(
        violation(&[(ATTR_USERNAME, b"nocolon")]),
        Some(StunViolation::Attributes)
    );
    assert_eq!(
        violation(&[(ATTR_USERNAME, &[0xff, b':'])]),
        Some(StunViolation::Attributes)
    );
    let unknown = rtc_stun::attributes::AttrType(0x7abc);
    assert_eq!(
        violation(&[(ATTR_USERNAME, b"a:b"), (unknown, b"x")]),
        Some(StunViolation::UnknownAttribute(0x7abc))
    );
    let unsigned = request(&[(ATTR_USERNAME, b"a:b")]);
    assert_eq!(parse(&unsigned.raw).err(), Some(StunViolation::Attributes));
}

#[test]
fn every_changed_bit_is_detected() {
    let bytes = hex(REQUEST);
    // The last 8 bytes are the fingerprint after the integrity: a changed type makes it an unknown
    // attribute that is ignored.
    for bit in 0..(bytes.len() - 8) * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let is_accepted = parse(&changed).is_ok_and(|request| request.verify(PASSWORD));
        assert!(!is_accepted, "bit {bit}");
    }
}

proptest! {
    #[test]
    fn no_input_panics(
        mut bytes in proptest::collection::vec(any::<u8>(), 0..120), framed: bool, kind in 0u8..2,
    ) {
        if framed && bytes.len() >= 20 {
            bytes.truncate(bytes.len() / 4 * 4);
            let len = (bytes.len() - 20) as u8;
            bytes[..8].copy_from_slice(&[kind, 1, 0, len, 0x21, 0x12, 0xa4, 0x42]);
        }
        if let Ok(request) = parse(&bytes) {
            let _ = request.verify("x");
        }
        let _ = parse_success(&bytes, [0; 12], "x");
    }

    #[test]
    fn a_corrupted_check_does_not_panic(at in 0usize..108, byte: u8, len in 0usize..=108) {
        let mut bytes = hex(REQUEST);
        bytes[at] = byte;
        let _ = parse(&bytes[..len]);
        let _ = parse(&bytes);
    }
}
