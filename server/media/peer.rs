//! One browser's connection: the ICE-lite agent, the handshake, and the microphone behind it.
//!
//! Promises: nothing is answered that does not carry this peer's password; no audio is opened unless
//! the caller says that the peer may be heard. Pure (sans-IO): what to send goes to a closure.
//! Deliberately absent: rooms and listeners (`room`, `fanout`), sockets.

use super::dtls::{Dtls, DtlsError, Identity};
use super::negotiation::NegotiatedPeer;
use super::paths::PeerPaths;
use super::rtcp::{self, Reports};
use super::srtp::{Opener, Sealer, split};
use super::stun::BindingRequest;
use super::time::{MediaTime, StartTime};
use super::transport_address::TransportAddress;
use super::{PeerId, RoomKey};
use crate::base::Millis;
use microphone::Microphone;

mod microphone;
pub(super) use microphone::AudioPacket;

/// A peer is given up after this long without a valid packet. Browsers check consent every 5 s
/// (RFC 7675), which itself gives up after 30 s.
const SILENCE: Millis = Millis::from_secs(30);

/// A peer is given up when its handshake is not done this long after its offer.
const HALF_OPEN: Millis = Millis::from_secs(15);

/// How often a speaker is told how well it arrives: soon enough that its repair data (FEC) starts
/// within a word or two of loss.
const RECEIVER_REPORT: Millis = Millis::from_secs(1);

/// How often a listener is told about each slot; RFC 3550's customary interval.
const SENDER_REPORT: Millis = Millis::from_secs(5);

/// DTLS datagrams looked at in one [`SENDER_REPORT`] interval. A whole handshake with every flight
/// repeated takes fewer; what is beyond costs us time and gives nothing.
const DTLS_BUDGET: u8 = 64;

/// Everything a peer waits for, each with a place in its table of deadlines.
#[derive(Clone, Copy)]
enum Timer {
    HalfOpen,
    Silence,
    Dtls,
    ReceiverReport,
    SenderReport,
}
const TIMERS: usize = 5;

/// What became due.
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
        peer.set(Timer::HalfOpen, now, HALF_OPEN);
        peer.set(Timer::Silence, now, SILENCE);
        // Spread over the interval by number, so that a full room's reports don't fall together.
        let offset = Millis(peer.id().0.wrapping_mul(37) % SENDER_REPORT.0);
        peer.set(Timer::SenderReport, now, offset);
        peer
    }

    pub(super) fn id(&self) -> PeerId {
        self.negotiated.peer
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

    /// Whether any DTLS byte was looked at yet: what comes before costs us next to nothing.
    pub(super) fn has_begun(&self) -> bool {
        self.dtls.wake_at().is_some()
    }

    /// Answers a connectivity check into `reply`. `None`: it is not for us, or not from whom it says.
    /// Otherwise the path that no longer counts, to be forgotten.
    pub(super) fn check(
        &mut self,
        now: MediaTime,
        from: TransportAddress,
        request: &BindingRequest<'_>,
        reply: &mut Vec<u8>,
    ) -> Option<Option<TransportAddress>> {
        let known = request.remote_ufrag == self.negotiated.offer.ice_ufrag;
        if !known || !request.verify(&self.negotiated.password) {
            return None;
        }
        request.success(&self.negotiated.password, from.address(), reply);
        self.heard_from(now);
        Some(self.paths.validated(from, request.use_candidate))
    }

    /// Takes a DTLS datagram in. Gives the key to seal with, once.
    pub(super) fn handshake(
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
        self.deadlines[Timer::Dtls as usize] = self.dtls.wake_at().map(|at| start.since_start(at));
        let Some(keys) = keys else { return Ok(None) };
        let (client, server) =
            split(keys.profile, &keys.material).map_err(|_| DtlsError::Failed)?;
        let mut opener = Opener::new(keys.profile, &client);
        if let Some(ssrc) = self.negotiated.offer.microphone.ssrc {
            opener.accept(ssrc);
        }
        self.opener = Some(opener);
        self.deadlines[Timer::HalfOpen as usize] = None;
        self.heard_from(now);
        Ok(Some(Sealer::new(keys.profile, &server)))
    }

    /// Opens a packet of the microphone. To be called only while this peer may be heard.
    pub(super) fn open_sound<'p>(
        &mut self,
        now: MediaTime,
        packet: &'p mut [u8],
    ) -> Option<AudioPacket<'p>> {
        let sound = self.microphone.open(self.opener.as_mut()?, now, packet)?;
        self.heard_from(now);
        if self.deadlines[Timer::ReceiverReport as usize].is_none() {
            self.set(Timer::ReceiverReport, now, RECEIVER_REPORT);
        }
        Some(sound)
    }

    /// Opens a control packet in place and reads it.
    pub(super) fn open_reports(&mut self, now: MediaTime, packet: &mut Vec<u8>) -> Option<Reports> {
        self.opener.as_mut()?.open_rtcp(packet).ok()?;
        self.heard_from(now);
        let reports = rtcp::parse(packet).ok()?;
        self.microphone.hear(&reports, now);
        Some(reports)
    }

    /// How the microphone arrives; `None` when nothing came of it yet.
    pub(super) fn reception(&mut self, now: MediaTime) -> Option<rtcp::ReportBlock> {
        self.microphone.report(now)
    }

    /// Lets time pass. `due` is called for each report that should be sent.
    pub(super) fn wake(
        &mut self,
        now: MediaTime,
        start: &StartTime,
        send: impl FnMut(&[u8]),
        mut due: impl FnMut(DueReport),
    ) -> Result<(), DtlsError> {
        if self.passed(Timer::HalfOpen, now) || self.passed(Timer::Silence, now) {
            return Err(DtlsError::Failed);
        }
        if self.passed(Timer::Dtls, now) {
            self.dtls.wake(now.instant, send)?;
            self.deadlines[Timer::Dtls as usize] =
                self.dtls.wake_at().map(|at| start.since_start(at));
        }
        if self.passed(Timer::ReceiverReport, now) {
            // Set again by the next packet that is heard: whoever is silent gets no reports.
            self.deadlines[Timer::ReceiverReport as usize] = None;
            due(DueReport::ReceiverReport);
        }
        if self.passed(Timer::SenderReport, now) {
            self.set(Timer::SenderReport, now, SENDER_REPORT);
            self.dtls_budget = DTLS_BUDGET;
            due(DueReport::SenderReport);
        }
        Ok(())
    }

    fn heard_from(&mut self, now: MediaTime) {
        self.set(Timer::Silence, now, SILENCE);
    }

    fn set(&mut self, timer: Timer, now: MediaTime, after: Millis) {
        self.deadlines[timer as usize] = Some(Millis(now.since_start.0 + after.0));
    }

    fn passed(&self, timer: Timer, now: MediaTime) -> bool {
        self.deadlines[timer as usize].is_some_and(|at| at <= now.since_start)
    }
}
