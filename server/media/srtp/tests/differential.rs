//! Exchanges packets with `rtc-srtp`, in both directions.

use super::*;
use proptest::prelude::*;
use rtc_srtp::context::Context;
use rtc_srtp::option::{srtcp_replay_protection, srtp_replay_protection};
use rtc_srtp::protection_profile::ProtectionProfile;

fn other_context(profile: Profile, key: &MasterKey) -> Context {
    let crypto = rtc_srtp::crypto::providers::AwsLcRsProvider::new();
    let other_profile = match profile {
        Profile::AeadAes128Gcm => ProtectionProfile::AeadAes128Gcm,
        Profile::AeadAes256Gcm => ProtectionProfile::AeadAes256Gcm,
        Profile::Aes128CmSha1_80 => ProtectionProfile::Aes128CmHmacSha1_80,
    };
    Context::new(
        &key.key[..key.key_len],
        &key.salt[..profile.salt_len()],
        other_profile,
        Some(srtp_replay_protection(64)),
        Some(srtcp_replay_protection(64)),
        rtc_srtp::crypto::RTCCryptoProvider::crypto(&crypto),
    )
    .unwrap()
}

proptest! {
    #[test]
    fn rtp_opens_in_both_directions(
        first in 0u16..32_768, count in 1u16..100, with_extension: bool,
        payload in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        for profile in PROFILES {
            let (client, server) = keys(profile);
            let mut other_sealer = other_context(profile, &client);
            let mut other_opener = other_context(profile, &server);
            let mut sealer = Sealer::new(profile, &server);
            let mut opener = Opener::new(profile, &client);
            opener.accept_ssrc(SSRC);
            for sequence in first..first + count {
                let mut plain = packet(sequence, SSRC, &payload);
                if with_extension {
                    plain[0] |= 0x10;
                    plain.splice(HEADER_LEN..HEADER_LEN, [0xbe, 0xde, 0, 1, 0x10, 42, 0, 0]);
                }
                let sealed = other_sealer.encrypt_rtp(&plain).unwrap();
                prop_assert_eq!(open(&mut opener, &sealed), Ok(plain.clone()));
                let opened = other_opener.decrypt_rtp(&seal(&mut sealer, &plain)).unwrap();
                prop_assert_eq!(&opened[..], &plain[..]);
            }
        }
    }

    #[test]
    fn rtcp_opens_in_both_directions(
        count in 1usize..20, words in proptest::collection::vec(any::<u32>(), 0..30),
    ) {
        for profile in PROFILES {
            let (client, server) = keys(profile);
            let mut other_sealer = other_context(profile, &client);
            let mut other_opener = other_context(profile, &server);
            let mut sealer = Sealer::new(profile, &server);
            let mut opener = Opener::new(profile, &client);
            let mut plain = report(SSRC);
            plain.extend(words.iter().flat_map(|word| word.to_be_bytes()));
            plain[3] = (words.len() + 1) as u8;
            for _ in 0..count {
                let mut sealed = other_sealer.encrypt_rtcp(&plain).unwrap().to_vec();
                prop_assert_eq!(opener.open_rtcp(&mut sealed), Ok(()));
                prop_assert_eq!(&sealed, &plain);
                let mut sealed = plain.clone();
                sealer.seal_rtcp(&mut sealed);
                prop_assert_eq!(&other_opener.decrypt_rtcp(&sealed).unwrap()[..], &plain[..]);
            }
        }
    }
}

#[test]
fn rollovers_agree_in_both_directions() {
    for profile in PROFILES {
        let (client, server) = keys(profile);
        let mut other_sealer = other_context(profile, &client);
        let mut other_opener = other_context(profile, &server);
        let mut sealer = Sealer::new(profile, &server);
        let mut opener = Opener::new(profile, &client);
        opener.accept_ssrc(SSRC);
        // Two and a half wraps of the sequence number, in steps that are unambiguous.
        for index in (0..163_840u32).step_by(97) {
            let plain = packet(index as u16, SSRC, &index.to_be_bytes());
            let sealed = other_sealer.encrypt_rtp(&plain).unwrap();
            assert_eq!(
                open(&mut opener, &sealed),
                Ok(plain.clone()),
                "{profile:?} at {index}"
            );
            let opened = other_opener
                .decrypt_rtp(&seal(&mut sealer, &plain))
                .unwrap();
            assert_eq!(&opened[..], &plain[..], "{profile:?} at {index}");
        }
    }
}
