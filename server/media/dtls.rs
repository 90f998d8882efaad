//! DTLS for one peer: the passive side of a handshake whose only fruit is the keys of SRTP.
//!
//! Promises: no key leaves before the peer has shown the very certificate whose fingerprint stood
//! in its offer. Pure (sans-IO): datagrams and time come in, datagrams and keys go out.
//! Deliberately absent: data channels (application data is thrown away), any other verification of
//! certificates (they are self-signed by design). Wraps `dimpl`, which nothing else may name.

use super::send_queue::MAX_DATAGRAM;
use super::srtp::Profile;
use aws_lc_rs::digest;
use dimpl::{Config, DtlsCertificate, Output, SrtpProfile};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Bytes of a DTLS datagram, at most. Below the smallest path that is common (1,280 of IPv6, less
/// the headers of a tunnel).
const MTU: usize = 1_150;

/// Until an unanswered flight is repeated the first time; it doubles from there. RFC 9147 advises
/// this for latency-sensitive uses such as WebRTC.
const FIRST_REPEAT: Duration = Duration::from_millis(250);

/// Repetitions of a flight, at most. `dimpl` counts those that a peer's own repetitions cause too, so
/// that its default of 4 gives up on a poor network long before a handshake's time is over.
const MAX_REPEATS: usize = 24;

/// Datagrams kept while a handshake is put together; a browser's largest flight is four.
const MAX_QUEUED: usize = 16;

/// The largest certificate looked at, bytes. Browsers' own have about 300.
const MAX_CERTIFICATE: usize = 8 << 10;

/// A self-signed certificate could not be made.
#[derive(Debug, thiserror::Error)]
#[error("no certificate could be made for the media plane: {0}")]
pub struct IdentityError(String);

/// Who we are to every peer: one certificate for the life of the process.
pub struct Identity {
    certificate: DtlsCertificate,
    fingerprint: [u8; 32],
    config: Arc<Config>,
}

impl Identity {
    /// Makes a fresh certificate.
    ///
    /// # Errors
    /// When the machine can't make one.
    pub fn generate() -> Result<Self, IdentityError> {
        let problem = |error: &dyn std::fmt::Display| IdentityError(error.to_string());
        let certificate =
            dimpl::certificate::generate_self_signed_certificate().map_err(|e| problem(&e))?;
        let config = Config::builder()
            // Named, because features of other crates can compile a second provider in.
            .with_crypto_provider(dimpl::crypto::aws_lc_rs::default_provider())
            .mtu(MTU)
            .flight_start_rto(FIRST_REPEAT)
            .flight_retries(MAX_REPEATS)
            .max_queue_rx(MAX_QUEUED)
            // The peer's address was proven by ICE before its first DTLS byte is looked at.
            .use_server_cookie(false)
            .build()
            .map_err(|e| problem(&e))?;
        let fingerprint = sha256(&certificate.certificate);
        Ok(Self {
            certificate,
            fingerprint,
            config: Arc::new(config),
        })
    }

    /// SHA-256 of the certificate, for our answers.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint
    }
}

/// What SRTP is keyed with, once per connection.
pub struct SrtpKeys {
    pub profile: Profile,
    pub material: Vec<u8>,
}

/// Why there is no connection (any more).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DtlsError {
    #[error("the peer closed the connection")]
    Closed,
    #[error("the handshake failed")]
    Failed,
    #[error("the peer showed another certificate than it announced")]
    WrongCertificate,
}

/// One connection.
pub struct Dtls {
    inner: dimpl::Dtls,
    expected: [u8; 32],
    trusted: bool,
    ended: Option<DtlsError>,
    wake_at: Option<Instant>,
}

impl Dtls {
    /// Waits for the handshake of a peer whose certificate has the fingerprint `expected`.
    ///
    /// Speaks DTLS 1.2, which every browser does: there `dimpl` chooses SRTP's profile, authenticated
    /// encryption first. Its DTLS 1.3 takes the client's first choice, and Chromium's is SHA1_80.
    #[must_use]
    pub fn accept(identity: &Identity, expected: [u8; 32], now: Instant) -> Self {
        Self::over(
            dimpl::Dtls::new_12(identity.config.clone(), identity.certificate.clone(), now),
            expected,
        )
    }

    /// Begins a handshake: the client's side, for native participants. Offers 1.2 and 1.3 as browsers
    /// do. Call [`Self::wake`] to start.
    #[must_use]
    pub fn connect(identity: &Identity, expected: [u8; 32], now: Instant) -> Self {
        let (config, certificate) = (identity.config.clone(), identity.certificate.clone());
        let mut inner = dimpl::Dtls::new_auto(config, certificate, now);
        inner.set_active(true);
        Self::over(inner, expected)
    }

    fn over(inner: dimpl::Dtls, expected: [u8; 32]) -> Self {
        Self {
            inner,
            expected,
            trusted: false,
            ended: None,
            wake_at: None,
        }
    }

    /// Takes a datagram in. `send` is called with each datagram that answers it.
    ///
    /// # Errors
    /// When the connection is over, now or since long.
    pub fn receive(
        &mut self,
        now: Instant,
        datagram: &[u8],
        send: impl FnMut(&[u8]),
    ) -> Result<Option<SrtpKeys>, DtlsError> {
        self.step(send, |inner| {
            inner.handle_timeout(now)?;
            inner.handle_packet(datagram)
        })
    }

    /// Lets time pass: repeats what went unanswered.
    ///
    /// # Errors
    /// When the connection is over, now or since long.
    pub fn wake(
        &mut self,
        now: Instant,
        send: impl FnMut(&[u8]),
    ) -> Result<Option<SrtpKeys>, DtlsError> {
        self.step(send, |inner| inner.handle_timeout(now))
    }

    /// When to call [`Self::wake`] next.
    #[must_use]
    pub fn wake_at(&self) -> Option<Instant> {
        self.wake_at
    }

    fn step(
        &mut self,
        send: impl FnMut(&[u8]),
        advance: impl FnOnce(&mut dimpl::Dtls) -> Result<(), dimpl::Error>,
    ) -> Result<Option<SrtpKeys>, DtlsError> {
        if let Some(end) = self.ended {
            return Err(end);
        }
        // Every error of `dimpl` is fatal; strange datagrams are none, it discards them.
        let result = advance(&mut self.inner)
            .map_err(|_| DtlsError::Failed)
            .and_then(|()| self.drain(send));
        self.ended = result.as_ref().err().copied();
        result
    }

    fn drain(&mut self, mut send: impl FnMut(&[u8])) -> Result<Option<SrtpKeys>, DtlsError> {
        let mut small = [0; MAX_DATAGRAM];
        let mut large = Vec::new();
        let mut keys = None;
        loop {
            let buffer = if large.is_empty() {
                &mut small[..]
            } else {
                &mut large[..]
            };
            match self.inner.poll_output(buffer) {
                Output::Packet(datagram) => send(datagram),
                Output::PeerCert(certificate) if sha256(certificate) == self.expected => {
                    self.trusted = true
                }
                Output::PeerCert(_) => return Err(DtlsError::WrongCertificate),
                Output::KeyingMaterial(..) if !self.trusted => {
                    return Err(DtlsError::WrongCertificate);
                }
                Output::KeyingMaterial(material, profile) => {
                    keys = Some(usable(&material, profile)?)
                }
                Output::BufferTooSmall { needed } if needed <= MAX_CERTIFICATE => {
                    large.resize(needed, 0)
                }
                Output::BufferTooSmall { .. } => return Err(DtlsError::Failed),
                Output::CloseNotify => return Err(DtlsError::Closed),
                Output::Timeout(at) => {
                    self.wake_at = Some(at);
                    return Ok(keys);
                }
                _ => {}
            }
        }
    }
}

fn usable(material: &[u8], profile: SrtpProfile) -> Result<SrtpKeys, DtlsError> {
    let profile = match profile {
        SrtpProfile::AEAD_AES_128_GCM => Profile::AeadAes128Gcm,
        SrtpProfile::AEAD_AES_256_GCM => Profile::AeadAes256Gcm,
        SrtpProfile::AES128_CM_SHA1_80 => Profile::Aes128CmSha1_80,
        _ => return Err(DtlsError::Failed),
    };
    Ok(SrtpKeys {
        profile,
        material: material.to_vec(),
    })
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Pair {
        ours: Dtls,
        theirs: Dtls,
        now: Instant,
    }

    fn pair(expected_by_us: impl FnOnce(&Identity) -> [u8; 32]) -> Pair {
        let (ours, theirs) = (
            Identity::generate().expect("made"),
            Identity::generate().expect("made"),
        );
        let now = Instant::now();
        Pair {
            ours: Dtls::accept(&ours, expected_by_us(&theirs), now),
            theirs: Dtls::connect(&theirs, ours.fingerprint(), now),
            now,
        }
    }

    /// Carries datagrams to and fro until none is left; loses those that `lost` says.
    fn shake(
        pair: &mut Pair,
        mut lost: impl FnMut() -> bool,
    ) -> (Option<SrtpKeys>, Option<SrtpKeys>, Option<DtlsError>) {
        let (mut our_keys, mut their_keys) = (None, None);
        for _ in 0..40 {
            pair.now += Duration::from_millis(500);
            let (mut to_us, mut to_them) = (Vec::new(), Vec::new());
            their_keys = their_keys.or(pair
                .theirs
                .wake(pair.now, |d| to_us.push(d.to_vec()))
                .ok()
                .flatten());
            if let Err(end) = pair.ours.wake(pair.now, |d| to_them.push(d.to_vec())) {
                return (our_keys, their_keys, Some(end));
            }
            while !to_us.is_empty() || !to_them.is_empty() {
                for datagram in std::mem::take(&mut to_us) {
                    assert!(datagram.len() <= MTU);
                    if lost() {
                        continue;
                    }
                    match pair
                        .ours
                        .receive(pair.now, &datagram, |d| to_them.push(d.to_vec()))
                    {
                        Ok(keys) => our_keys = our_keys.or(keys),
                        Err(end) => return (our_keys, their_keys, Some(end)),
                    }
                }
                for datagram in std::mem::take(&mut to_them) {
                    if !lost() {
                        let keys = pair
                            .theirs
                            .receive(pair.now, &datagram, |d| to_us.push(d.to_vec()));
                        their_keys = their_keys.or(keys.ok().flatten());
                    }
                }
            }
            if our_keys.is_some() && their_keys.is_some() {
                break;
            }
        }
        (our_keys, their_keys, None)
    }

    #[test]
    fn both_sides_come_to_the_same_keys() {
        let (ours, theirs, end) = shake(&mut pair(Identity::fingerprint), || false);
        let (ours, theirs) = (ours.expect("keys"), theirs.expect("keys"));
        assert_eq!(end, None);
        assert_eq!(ours.profile, Profile::AeadAes256Gcm);
        assert_eq!(theirs.profile, Profile::AeadAes256Gcm);
        assert_eq!(ours.material, theirs.material);
        assert_eq!(ours.material.len(), ours.profile.key_material_len());
    }

    #[test]
    fn another_certificate_than_announced_gives_no_keys() {
        let (ours, _, end) = shake(&mut pair(|_| [7; 32]), || false);
        assert!(ours.is_none());
        assert_eq!(end, Some(DtlsError::WrongCertificate));
    }

    #[test]
    fn lost_flights_are_repeated() {
        let mut count = 0;
        let every_third = || {
            count += 1;
            count % 3 == 1
        };
        let (ours, theirs, end) = shake(&mut pair(Identity::fingerprint), every_third);
        assert_eq!(end, None);
        assert!(ours.is_some() && theirs.is_some());
    }

    #[test]
    fn a_little_rubbish_does_not_prevent_a_handshake() {
        let mut pair = pair(Identity::fingerprint);
        for rubbish in [&[22; 60][..], &[23, 0xfe, 0xfd], &[]] {
            assert!(matches!(
                pair.ours.receive(pair.now, rubbish, |_| {}),
                Ok(None)
            ));
        }
        assert!(shake(&mut pair, || false).0.is_some());
    }
}
