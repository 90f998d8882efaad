//! One browser's connection: the ICE-lite agent, the handshake, and the microphone behind it.
//!
//! Promises: nothing is answered that does not carry this peer's password; no audio is opened unless
//! the caller says that the peer may be heard. Pure (sans-IO): what to send goes to a closure.
//! Deliberately absent: rooms and listeners (`room`, `fanout`), sockets.

use super::admission::Admission;
use super::dtls::{Dtls, End, Identity};
use super::moment::{Epoch, Moment};
use super::paths::Paths;
use super::route::Route;
use super::rtcp::{self, Reports};
use super::srtp::{Opener, Sealer, split};
use super::stun::BindingRequest;
use super::{PeerId, RoomKey};
use crate::base::Millis;
use microphone::Microphone;

mod microphone;
pub(super) use microphone::Sound;

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
pub(super) enum Due {
    ReceiverReport,
    SenderReport,
}

pub(super) struct Peer {
    admission: Admission,
    paths: Paths,
    dtls: Dtls,
    dtls_budget: u8,
    opener: Option<Opener>,
    microphone: Microphone,
    deadlines: [Option<Millis>; TIMERS],
}

impl Peer {
    pub(super) fn new(admission: Admission, identity: &Identity, now: Moment) -> Self {
        let mut peer = Self {
            paths: Paths::default(),
            dtls: Dtls::accept(identity, admission.offer.fingerprint, now.instant),
            dtls_budget: DTLS_BUDGET,
            opener: None,
            microphone: Microphone::new(&admission.offer.microphone),
            deadlines: [None; TIMERS],
            admission,
        };
        peer.set(Timer::HalfOpen, now, HALF_OPEN);
        peer.set(Timer::Silence, now, SILENCE);
        // Spread over the interval by number, so that a full room's reports don't fall together.
        let offset = Millis(peer.id().0.wrapping_mul(37) % SENDER_REPORT.0);
        peer.set(Timer::SenderReport, now, offset);
        peer
    }

    pub(super) fn id(&self) -> PeerId {
        self.admission.peer
    }

    pub(super) fn room(&self) -> RoomKey {
        self.admission.room
    }

    pub(super) fn admission(&self) -> &Admission {
        &self.admission
    }

    pub(super) fn paths(&self) -> &Paths {
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
        now: Moment,
        from: Route,
        request: &BindingRequest<'_>,
        reply: &mut Vec<u8>,
    ) -> Option<Option<Route>> {
        let known = request.remote_ufrag == self.admission.offer.ice_ufrag;
        if !known || !request.verify(&self.admission.password) {
            return None;
        }
        request.success(&self.admission.password, from.address(), reply);
        self.heard_from(now);
        Some(self.paths.validated(from, request.use_candidate))
    }

    /// Takes a DTLS datagram in. Gives the key to seal with, once.
    pub(super) fn handshake(
        &mut self,
        now: Moment,
        epoch: &Epoch,
        datagram: &[u8],
        send: impl FnMut(&[u8]),
    ) -> Result<Option<Sealer>, End> {
        let Some(budget) = self.dtls_budget.checked_sub(1) else {
            return Ok(None);
        };
        self.dtls_budget = budget;
        let keys = self.dtls.receive(now.instant, datagram, send)?;
        self.deadlines[Timer::Dtls as usize] = self.dtls.wake_at().map(|at| epoch.since_start(at));
        let Some(keys) = keys else { return Ok(None) };
        let (client, server) = split(keys.profile, &keys.material).map_err(|_| End::Failed)?;
        let mut opener = Opener::new(keys.profile, &client);
        if let Some(ssrc) = self.admission.offer.microphone.ssrc {
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
        now: Moment,
        packet: &'p mut [u8],
    ) -> Option<Sound<'p>> {
        let sound = self.microphone.open(self.opener.as_mut()?, now, packet)?;
        self.heard_from(now);
        if self.deadlines[Timer::ReceiverReport as usize].is_none() {
            self.set(Timer::ReceiverReport, now, RECEIVER_REPORT);
        }
        Some(sound)
    }

    /// Opens a control packet in place and reads it.
    pub(super) fn open_reports(&mut self, now: Moment, packet: &mut Vec<u8>) -> Option<Reports> {
        self.opener.as_mut()?.open_rtcp(packet).ok()?;
        self.heard_from(now);
        let reports = rtcp::parse(packet).ok()?;
        self.microphone.hear(&reports, now);
        Some(reports)
    }

    /// How the microphone arrives; `None` when nothing came of it yet.
    pub(super) fn reception(&mut self, now: Moment) -> Option<rtcp::ReportBlock> {
        self.microphone.report(now)
    }

    /// Lets time pass. `due` is called for each report that should be sent.
    pub(super) fn wake(
        &mut self,
        now: Moment,
        epoch: &Epoch,
        send: impl FnMut(&[u8]),
        mut due: impl FnMut(Due),
    ) -> Result<(), End> {
        if self.passed(Timer::HalfOpen, now) || self.passed(Timer::Silence, now) {
            return Err(End::Failed);
        }
        if self.passed(Timer::Dtls, now) {
            self.dtls.wake(now.instant, send)?;
            self.deadlines[Timer::Dtls as usize] =
                self.dtls.wake_at().map(|at| epoch.since_start(at));
        }
        if self.passed(Timer::ReceiverReport, now) {
            // Set again by the next packet that is heard: whoever is silent gets no reports.
            self.deadlines[Timer::ReceiverReport as usize] = None;
            due(Due::ReceiverReport);
        }
        if self.passed(Timer::SenderReport, now) {
            self.set(Timer::SenderReport, now, SENDER_REPORT);
            self.dtls_budget = DTLS_BUDGET;
            due(Due::SenderReport);
        }
        Ok(())
    }

    fn heard_from(&mut self, now: Moment) {
        self.set(Timer::Silence, now, SILENCE);
    }

    fn set(&mut self, timer: Timer, now: Moment, after: Millis) {
        self.deadlines[timer as usize] = Some(Millis(now.since_start.0 + after.0));
    }

    fn passed(&self, timer: Timer, now: Moment) -> bool {
        self.deadlines[timer as usize].is_some_and(|at| at <= now.since_start)
    }
}
