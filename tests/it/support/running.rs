//! A server on its own port and its own threads, so that a test can stop it as abruptly as a power cut.

use super::server::{ManualClock, Site};
use porchlight::accounts::{AccountNumber, InviteToken, SessionToken};
use porchlight::base::{Entropy, FirstName, Millis, Redacted, SystemEntropy, Timestamp};
use porchlight::http;
use porchlight::store::{NewAccount, Service};
use std::future::pending;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

/// The system's random generator; a test can make it panic once.
#[derive(Default)]
pub struct FailingEntropy(AtomicBool);

impl FailingEntropy {
    pub fn fail_once(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Entropy for FailingEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        assert!(
            !self.0.swap(false, Ordering::SeqCst),
            "a panic that the test requested"
        );
        SystemEntropy.fill(bytes);
    }
}

/// More connections than any test opens.
const MAX_CONNECTIONS: usize = 1_000;

/// A running server with the data of the test site.
pub struct Server {
    pub clock: Arc<ManualClock>,
    pub entropy: Arc<FailingEntropy>,
    pub address: SocketAddr,
    pub site: Site,
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
    folder: Arc<TempDir>,
}

impl Server {
    /// Starts on an empty data folder, at this time.
    pub async fn start(now: Timestamp) -> Self {
        Self::start_with_connections(now, MAX_CONNECTIONS).await
    }

    /// The same, for at most this many connections at once.
    pub async fn start_with_connections(now: Timestamp, max_connections: usize) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self::run(Arc::new(folder), ManualClock::at(now), max_connections).await
    }

    /// Starts on a copy of the data in `data`.
    pub async fn start_on(data: &Path, now: Timestamp) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in std::fs::read_dir(data).expect("a data folder") {
            let file = file.expect("the folder can be listed");
            std::fs::copy(file.path(), folder.path().join(file.file_name()))
                .expect("the file is copied");
        }
        Self::run(Arc::new(folder), ManualClock::at(now), MAX_CONNECTIONS).await
    }

    async fn run(folder: Arc<TempDir>, clock: Arc<ManualClock>, max_connections: usize) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build();
        let runtime = runtime.expect("threads");
        let entropy = Arc::new(FailingEntropy::default());
        let (path, site_clock, site_entropy) = (
            folder.path().to_owned(),
            Arc::clone(&clock),
            Arc::clone(&entropy),
        );
        let started = runtime.spawn(async move {
            let site = Site::open(&path, site_clock, site_entropy).await;
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                .await
                .expect("a free port");
            let address = listener.local_addr().expect("the listener is bound");
            tokio::spawn(http::serve(
                listener,
                max_connections,
                site.app.clone(),
                pending(),
            ));
            (site, address)
        });
        let (site, address) = started.await.expect("the server starts");
        Self {
            clock,
            entropy,
            address,
            site,
            runtime: Some(runtime),
            folder,
        }
    }

    /// Stops every thread at once and starts again on the same data, `pause` later.
    pub async fn kill_and_restart(self, pause: Millis) -> Self {
        let (folder, clock) = (Arc::clone(&self.folder), Arc::clone(&self.clock));
        drop(self);
        clock.advance(pause);
        Self::run(folder, clock, MAX_CONNECTIONS).await
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The cookie of a new account with this service.
    pub async fn account_with_service(&self, name: &str, service: Service) -> String {
        let (store, now) = (&self.site.app.store, self.site.app.clock.now());
        let number = AccountNumber::random(&SystemEntropy);
        let account = NewAccount {
            number: Redacted(number.digits()),
            name: FirstName::parse(name).expect("a first name"),
            passphrase_phc: Redacted(String::new()),
            created_day: 0,
        };
        let account = store.create_account(&account).await.expect("a new number");
        let (invite, session) = (
            InviteToken::random(&SystemEntropy),
            SessionToken::random(&SystemEntropy),
        );
        let later = now + Millis::from_mins(24 * 60);
        store
            .create_invite(invite.hash(), service, later)
            .await
            .expect("the invitation is stored");
        store
            .use_invite(invite.hash(), account, now)
            .await
            .expect("the invitation is unused");
        store
            .create_session(session.hash(), account, now, later)
            .await
            .expect("the session is stored");
        format!("__Host-session={}", session.text())
    }

    /// The cookie of a new account that chairs the meeting.
    pub async fn chair_cookie(&self) -> String {
        self.account_with_service("Dana", Service::ChairOf(self.site.meeting))
            .await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let runtime = self.runtime.take();
        // A runtime must not be dropped inside another runtime.
        let stopped = std::thread::spawn(move || drop(runtime)).join();
        assert!(
            stopped.is_ok() || std::thread::panicking(),
            "the server's threads stop"
        );
    }
}
