//! DTLS for one peer: a handshake, whose only purpose is to agree on the SRTP keys.
//!
//! Promises: no key is returned before the peer has shown the certificate whose fingerprint its offer
//! announced. Pure (sans-IO): datagrams and the time go in, datagrams and keys come out.
//! Deliberately absent: data channels (application data is discarded), and any other verification of
//! certificates (they are self-signed by design). Wraps `dimpl`, which nothing else may name.

use super::send_queue::MAX_DATAGRAM;
use super::srtp::Profile;
use aws_lc_rs::digest;
use dimpl::{Config, DtlsCertificate, Output, SrtpProfile};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Maximum bytes of a DTLS datagram: below the smallest common path MTU (the 1,280 of IPv6, less the
/// headers of a tunnel).
const MTU: usize = 1_150;

/// Time before an unanswered flight is retransmitted for the first time; it doubles each time. RFC
/// 9147 recommends it for latency-sensitive uses such as WebRTC.
const FIRST_RETRANSMISSION: Duration = Duration::from_millis(250);

/// Maximum number of retransmissions of a flight. `dimpl` also counts those that the peer's own
/// retransmissions cause, so on a poor network its default of 4 gives up far too early.
const MAX_RETRANSMISSIONS: usize = 24;

/// Datagrams stored while a flight is incomplete; a browser's largest flight has four.
const MAX_QUEUED: usize = 16;

/// Maximum bytes of a peer's certificate. Browsers' certificates have about 300.
const MAX_CERTIFICATE: usize = 8 << 10;

/// The self-signed certificate could not be generated.
#[derive(Debug, thiserror::Error)]
#[error("no certificate could be made for the media plane: {0}")]
pub struct IdentityError(String);

/// The certificate that is shown to every peer; one for the life of the process.
pub struct Identity {
    certificate: DtlsCertificate,
    fingerprint: [u8; 32],
    config: Arc<Config>,
}

impl Identity {
    /// Generates a new certificate.
    ///
    /// # Errors
    /// When the cryptographic library cannot generate one.
    pub fn generate() -> Result<Self, IdentityError> {
        let identity_error = |error: &dyn std::fmt::Display| IdentityError(error.to_string());
        let certificate = dimpl::certificate::generate_self_signed_certificate()
            .map_err(|error| identity_error(&error))?;
        let config = Config::builder()
            // Passed explicitly, because features of other crates may compile in a second provider.
            .with_crypto_provider(dimpl::crypto::aws_lc_rs::default_provider())
            .mtu(MTU)
            .flight_start_rto(FIRST_RETRANSMISSION)
            .flight_retries(MAX_RETRANSMISSIONS)
            .max_queue_rx(MAX_QUEUED)
            // Not needed: ICE has verified the peer's address before its first DTLS datagram.
            .use_server_cookie(false)
            .build()
            .map_err(|error| identity_error(&error))?;
        let fingerprint = sha256(&certificate.certificate);
        Ok(Self {
            certificate,
            fingerprint,
            config: Arc::new(config),
        })
    }

    /// SHA-256 of the certificate, as the SDP announces it.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint
    }
}

/// The result of a handshake: what SRTP needs.
pub struct SrtpKeys {
    /// The negotiated protection profile.
    pub profile: Profile,
    /// The exported keying material; [`super::srtp::split_keying_material`] reads it.
    pub material: Vec<u8>,
}

/// Why a connection is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DtlsError {
    /// The peer sent a close alert.
    #[error("the peer closed the connection")]
    Closed,
    /// The handshake failed or timed out.
    #[error("the handshake failed")]
    HandshakeFailed,
    /// The certificate's fingerprint is not the expected one.
    #[error("the peer showed another certificate than it announced")]
    WrongCertificate,
}

/// One DTLS connection.
pub struct Dtls {
    inner: dimpl::Dtls,
    /// SHA-256 of the certificate that the peer has to show.
    expected: [u8; 32],
    is_peer_verified: bool,
    ended: Option<DtlsError>,
    next_timeout: Option<Instant>,
}

impl Dtls {
    /// The server's side: waits for the handshake of a peer whose certificate has the fingerprint
    /// `expected`.
    ///
    /// Uses DTLS 1.2, which every browser supports: with it `dimpl` chooses the SRTP profile and
    /// prefers authenticated encryption. With DTLS 1.3 it takes the client's first choice, which for
    /// Chromium is SHA1_80.
    #[must_use]
    pub fn accept(identity: &Identity, expected: [u8; 32], now: Instant) -> Self {
        Self::new(
            dimpl::Dtls::new_12(identity.config.clone(), identity.certificate.clone(), now),
            expected,
        )
    }

    /// The client's side, for tests and the load generator. Offers DTLS 1.2 and 1.3 as browsers do.
    /// Call [`Self::handle_timeout`] to start.
    #[must_use]
    pub fn connect(identity: &Identity, expected: [u8; 32], now: Instant) -> Self {
        let (config, certificate) = (identity.config.clone(), identity.certificate.clone());
        let mut inner = dimpl::Dtls::new_auto(config, certificate, now);
        inner.set_active(true);
        Self::new(inner, expected)
    }

    fn new(inner: dimpl::Dtls, expected: [u8; 32]) -> Self {
        Self {
            inner,
            expected,
            is_peer_verified: false,
            ended: None,
            next_timeout: None,
        }
    }

    /// Handles a datagram. `send` is called with each datagram of the response. Returns the keys once,
    /// when the handshake is complete.
    ///
    /// # Errors
    /// When the connection is over.
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

    /// Retransmits what was not answered in time.
    ///
    /// # Errors
    /// When the connection is over.
    pub fn handle_timeout(
        &mut self,
        now: Instant,
        send: impl FnMut(&[u8]),
    ) -> Result<Option<SrtpKeys>, DtlsError> {
        self.step(send, |inner| inner.handle_timeout(now))
    }

    /// When to call [`Self::handle_timeout`] next. `None` before the first datagram.
    #[must_use]
    pub fn next_timeout(&self) -> Option<Instant> {
        self.next_timeout
    }

    fn step(
        &mut self,
        send: impl FnMut(&[u8]),
        advance: impl FnOnce(&mut dimpl::Dtls) -> Result<(), dimpl::Error>,
    ) -> Result<Option<SrtpKeys>, DtlsError> {
        if let Some(error) = self.ended {
            return Err(error);
        }
        // Every error of `dimpl` is fatal. It silently discards datagrams that are not DTLS.
        let result = advance(&mut self.inner)
            .map_err(|_| DtlsError::HandshakeFailed)
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
                    self.is_peer_verified = true;
                }
                Output::PeerCert(_) => return Err(DtlsError::WrongCertificate),
                Output::KeyingMaterial(..) if !self.is_peer_verified => {
                    return Err(DtlsError::WrongCertificate);
                }
                Output::KeyingMaterial(material, profile) => {
                    keys = Some(srtp_keys(&material, profile)?);
                }
                Output::BufferTooSmall { needed } if needed <= MAX_CERTIFICATE => {
                    large.resize(needed, 0);
                }
                Output::BufferTooSmall { .. } => return Err(DtlsError::HandshakeFailed),
                Output::CloseNotify => return Err(DtlsError::Closed),
                Output::Timeout(at) => {
                    self.next_timeout = Some(at);
                    return Ok(keys);
                }
                _ => {}
            }
        }
    }
}

fn srtp_keys(material: &[u8], profile: SrtpProfile) -> Result<SrtpKeys, DtlsError> {
    let profile = match profile {
        SrtpProfile::AEAD_AES_128_GCM => Profile::AeadAes128Gcm,
        SrtpProfile::AEAD_AES_256_GCM => Profile::AeadAes256Gcm,
        SrtpProfile::AES128_CM_SHA1_80 => Profile::Aes128CmSha1_80,
        _ => return Err(DtlsError::HandshakeFailed),
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
        server: Dtls,
        client: Dtls,
        now: Instant,
    }

    fn pair(expected_by_server: impl FnOnce(&Identity) -> [u8; 32]) -> Pair {
        let (server, client) = (
            Identity::generate().expect("a certificate"),
            Identity::generate().expect("a certificate"),
        );
        let now = Instant::now();
        Pair {
            server: Dtls::accept(&server, expected_by_server(&client), now),
            client: Dtls::connect(&client, server.fingerprint(), now),
            now,
        }
    }

    /// Delivers datagrams both ways until none is left; drops one whenever `is_lost` returns true.
    fn run_handshake(
        pair: &mut Pair,
        mut is_lost: impl FnMut() -> bool,
    ) -> (Option<SrtpKeys>, Option<SrtpKeys>, Option<DtlsError>) {
        let (mut server_keys, mut client_keys) = (None, None);
        for _ in 0..40 {
            pair.now += Duration::from_millis(500);
            let (mut to_server, mut to_client) = (Vec::new(), Vec::new());
            client_keys = client_keys.or(pair
                .client
                .handle_timeout(pair.now, |d| to_server.push(d.to_vec()))
                .ok()
                .flatten());
            if let Err(error) = pair
                .server
                .handle_timeout(pair.now, |d| to_client.push(d.to_vec()))
            {
                return (server_keys, client_keys, Some(error));
            }
            while !to_server.is_empty() || !to_client.is_empty() {
                for datagram in std::mem::take(&mut to_server) {
                    assert!(datagram.len() <= MTU);
                    if is_lost() {
                        continue;
                    }
                    match pair
                        .server
                        .receive(pair.now, &datagram, |d| to_client.push(d.to_vec()))
                    {
                        Ok(keys) => server_keys = server_keys.or(keys),
                        Err(error) => return (server_keys, client_keys, Some(error)),
                    }
                }
                for datagram in std::mem::take(&mut to_client) {
                    if !is_lost() {
                        let keys = pair
                            .client
                            .receive(pair.now, &datagram, |d| to_server.push(d.to_vec()));
                        client_keys = client_keys.or(keys.ok().flatten());
                    }
                }
            }
            if server_keys.is_some() && client_keys.is_some() {
                break;
            }
        }
        (server_keys, client_keys, None)
    }

    #[test]
    fn both_sides_derive_the_same_keys() {
        let (server, client, error) = run_handshake(&mut pair(Identity::fingerprint), || false);
        let (server, client) = (server.expect("keys"), client.expect("keys"));
        assert_eq!(error, None);
        assert_eq!(server.profile, Profile::AeadAes256Gcm);
        assert_eq!(client.profile, Profile::AeadAes256Gcm);
        assert_eq!(server.material, client.material);
        assert_eq!(server.material.len(), server.profile.key_material_len());
    }

    #[test]
    fn an_unexpected_certificate_gives_no_keys() {
        let (server, _, error) = run_handshake(&mut pair(|_| [7; 32]), || false);
        assert!(server.is_none());
        assert_eq!(error, Some(DtlsError::WrongCertificate));
    }

    #[test]
    fn lost_flights_are_retransmitted() {
        let mut count = 0;
        let every_third = || {
            count += 1;
            count % 3 == 1
        };
        let (server, client, error) = run_handshake(&mut pair(Identity::fingerprint), every_third);
        assert_eq!(error, None);
        assert!(server.is_some() && client.is_some());
    }

    #[test]
    fn invalid_datagrams_do_not_prevent_a_handshake() {
        let mut pair = pair(Identity::fingerprint);
        for invalid in [&[22; 60][..], &[23, 0xfe, 0xfd], &[]] {
            assert!(matches!(
                pair.server.receive(pair.now, invalid, |_| {}),
                Ok(None)
            ));
        }
        assert!(run_handshake(&mut pair, || false).0.is_some());
    }
}
