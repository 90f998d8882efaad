//! One browser's connection: the ICE-lite agent, the DTLS handshake and the microphone.
//!
//! Promises: a connectivity check is answered only when it carries this peer's password; audio is
//! decrypted only by [`Peer::open_audio`]. Pure (sans-IO): what to send is passed to a closure.
//! Deliberately absent: rooms and listeners (`room`, `fanout`), sockets.

use super::dtls::{Dtls, DtlsError, Identity};
use super::negotiation::NegotiatedPeer;
use super::paths::PeerPaths;
use super::rtcp::{self, Reports};
use super::srtp::{Opener, Sealer, split_keying_material};
use super::stun::BindingRequest;
use super::time::{MediaTime, StartTime};
use super::transport_address::TransportAddress;
use super::{PeerId, RoomKey};
use crate::base::Millis;
use microphone::Microphone;

mod microphone;
pub(super) use microphone::AudioPacket;

/// A peer is dropped after this time without a valid packet: the timeout of ICE consent (RFC 7675),
/// which browsers renew every 5 s.
const SILENCE_TIMEOUT: Millis = Millis::from_secs(30);

/// A peer is dropped when its handshake is not complete this long after its offer.
const HANDSHAKE_TIMEOUT: Millis = Millis::from_secs(15);

/// Interval of receiver reports to a speaker: short enough that its browser turns on forward error
/// correction (FEC) within a word or two of loss.
const RECEIVER_REPORT_INTERVAL: Millis = Millis::from_secs(1);

/// Interval of sender reports to a listener, as RFC 3550 recommends.
const SENDER_REPORT_INTERVAL: Millis = Millis::from_secs(5);

/// DTLS datagrams processed per peer in one [`SENDER_REPORT_INTERVAL`]. A complete handshake in which
/// every flight is retransmitted needs fewer; the rest is dropped to save CPU time.
const DTLS_BUDGET: u8 = 64;

/// The timers of a peer, as indices of its table of deadlines.
#[derive(Clone, Copy)]
enum Timer {
    Handshake,
    Silence,
    Dtls,
    ReceiverReport,
    SenderReport,
}
const TIMERS: usize = 5;

/// A report that has to be sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DueReport {
    ReceiverReport,
    SenderReport,
}

pub(super) struct Peer {
    negotiated: NegotiatedPeer,
    paths: PeerPaths,
    dtls: Dtls,
    dtls_budget: u8,
    opener: Option<Opener>,
    microphone: Microphone,
    deadlines: [Option<Millis>; TIMERS],
}

impl Peer {
    pub(super) fn new(negotiated: NegotiatedPeer, identity: &Identity, now: MediaTime) -> Self {
        let mut peer = Self {
            paths: PeerPaths::default(),
            dtls: Dtls::accept(identity, negotiated.offer.fingerprint, now.instant),
            dtls_budget: DTLS_BUDGET,
            opener: None,
            microphone: Microphone::new(&negotiated.offer.microphone),
            deadlines: [None; TIMERS],
            negotiated,
        };
        peer.set(Timer::Handshake, now, HANDSHAKE_TIMEOUT);
        peer.set(Timer::Silence, now, SILENCE_TIMEOUT);
        // Spread over the interval by peer number, so that a large room's reports are not all sent at
        // the same time.
        let offset = Millis(peer.id().0.wrapping_mul(37) % SENDER_REPORT_INTERVAL.0);
        peer.set(Timer::SenderReport, now, offset);
        peer
    }

    pub(super) fn id(&self) -> PeerId {
        self.negotiated.id
    }

    pub(super) fn room(&self) -> RoomKey {
        self.negotiated.room
    }

    pub(super) fn negotiated(&self) -> &NegotiatedPeer {
        &self.negotiated
    }

    pub(super) fn paths(&self) -> &PeerPaths {
        &self.paths
    }

    pub(super) fn is_connected(&self) -> bool {
        self.opener.is_some()
    }

    /// Whether any DTLS datagram was processed yet. Until then the peer has cost almost no CPU time.
    pub(super) fn has_started_handshake(&self) -> bool {
        self.dtls.next_timeout().is_some()
    }

    /// Writes the response to a connectivity check into `response`. `None` when the check is not for
    /// this peer or has the wrong password. `Some` holds the address that is no longer valid, if any.
    pub(super) fn handle_check(
        &mut self,
        now: MediaTime,
        from: TransportAddress,
        request: &BindingRequest<'_>,
        response: &mut Vec<u8>,
    ) -> Option<Option<TransportAddress>> {
        let is_expected = request.remote_ufrag == self.negotiated.offer.ice_ufrag;
        if !is_expected || !request.verify(&self.negotiated.password) {
            return None;
        }
        request.write_success(&self.negotiated.password, from.socket_addr(), response);
        self.record_activity(now);
        Some(self.paths.add_valid(from, request.use_candidate))
    }

    /// Handles a DTLS datagram. Returns the [`Sealer`] for this peer once, when the handshake is
    /// complete.
    pub(super) fn handle_dtls(
        &mut self,
        now: MediaTime,
        start: &StartTime,
        datagram: &[u8],
        send: impl FnMut(&[u8]),
    ) -> Result<Option<Sealer>, DtlsError> {
        let Some(budget) = self.dtls_budget.checked_sub(1) else {
            return Ok(None);
        };
        self.dtls_budget = budget;
        let keys = self.dtls.receive(now.instant, datagram, send)?;
        self.deadlines[Timer::Dtls as usize] =
            self.dtls.next_timeout().map(|at| start.since_start(at));
        let Some(keys) = keys else { return Ok(None) };
        let (client, server) = split_keying_material(keys.profile, &keys.material)
            .map_err(|_| DtlsError::HandshakeFailed)?;
        let mut opener = Opener::new(keys.profile, &client);
        if let Some(ssrc) = self.negotiated.offer.microphone.ssrc {
            opener.accept_ssrc(ssrc);
        }
        self.opener = Some(opener);
        self.deadlines[Timer::Handshake as usize] = None;
        self.record_activity(now);
        Ok(Some(Sealer::new(keys.profile, &server)))
    }

    /// Decrypts a packet of the microphone. Call it only while this peer is audible.
    pub(super) fn open_audio<'p>(
        &mut self,
        now: MediaTime,
        packet: &'p mut [u8],
    ) -> Option<AudioPacket<'p>> {
        let audio = self.microphone.open(self.opener.as_mut()?, now, packet)?;
        self.record_activity(now);
        if self.deadlines[Timer::ReceiverReport as usize].is_none() {
            self.set(Timer::ReceiverReport, now, RECEIVER_REPORT_INTERVAL);
        }
        Some(audio)
    }

    /// Decrypts an RTCP packet in place and parses it.
    pub(super) fn open_reports(&mut self, now: MediaTime, packet: &mut Vec<u8>) -> Option<Reports> {
        self.opener.as_mut()?.open_rtcp(packet).ok()?;
        self.record_activity(now);
        let reports = rtcp::parse(packet).ok()?;
        self.microphone.record_sender_report(&reports, now);
        Some(reports)
    }

    /// The reception statistics of the microphone; `None` before its first packet.
    pub(super) fn reception_report(&mut self, now: MediaTime) -> Option<rtcp::ReportBlock> {
        self.microphone.reception_report(now)
    }

    /// Handles the timers that have expired. `on_due` is called for each report that has to be sent.
    pub(super) fn handle_timeout(
        &mut self,
        now: MediaTime,
        start: &StartTime,
        send: impl FnMut(&[u8]),
        mut on_due: impl FnMut(DueReport),
    ) -> Result<(), DtlsError> {
        if self.has_expired(Timer::Handshake, now) || self.has_expired(Timer::Silence, now) {
            return Err(DtlsError::HandshakeFailed);
        }
        if self.has_expired(Timer::Dtls, now) {
            self.dtls.handle_timeout(now.instant, send)?;
            self.deadlines[Timer::Dtls as usize] =
                self.dtls.next_timeout().map(|at| start.since_start(at));
        }
        if self.has_expired(Timer::ReceiverReport, now) {
            // Started again by the next audio packet: a silent peer gets no receiver reports.
            self.deadlines[Timer::ReceiverReport as usize] = None;
            on_due(DueReport::ReceiverReport);
        }
        if self.has_expired(Timer::SenderReport, now) {
            self.set(Timer::SenderReport, now, SENDER_REPORT_INTERVAL);
            self.dtls_budget = DTLS_BUDGET;
            on_due(DueReport::SenderReport);
        }
        Ok(())
    }

    /// Restarts the silence timer after a valid packet.
    fn record_activity(&mut self, now: MediaTime) {
        self.set(Timer::Silence, now, SILENCE_TIMEOUT);
    }

    fn set(&mut self, timer: Timer, now: MediaTime, after: Millis) {
        self.deadlines[timer as usize] = Some(Millis(now.since_start.0 + after.0));
    }

    fn has_expired(&self, timer: Timer, now: MediaTime) -> bool {
        self.deadlines[timer as usize].is_some_and(|at| at <= now.since_start)
    }
}
