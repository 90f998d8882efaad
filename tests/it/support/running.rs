//! A server that answers on a port of its own, on threads of its own, so that a test can stop it
//! as hard as a cut of the power does.

use super::server::{Site, TurnedClock};
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

/// The system's generator, which fails once when a test says so.
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
            "a fault that the test asked for"
        );
        SystemEntropy.fill(bytes);
    }
}

pub struct Server {
    pub clock: Arc<TurnedClock>,
    pub entropy: Arc<FailingEntropy>,
    pub address: SocketAddr,
    pub site: Site,
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
    folder: Arc<TempDir>,
}

impl Server {
    /// Starts on a fresh folder, at this time.
    pub async fn start(now: Timestamp) -> Self {
        let folder = tempfile::tempdir().expect("a folder of our own");
        Self::run(Arc::new(folder), TurnedClock::at(now)).await
    }

    /// Starts on a copy of the data in `data`.
    pub async fn start_on(data: &Path, now: Timestamp) -> Self {
        let folder = tempfile::tempdir().expect("a folder of our own");
        for file in std::fs::read_dir(data).expect("a data folder") {
            let file = file.expect("it can be listed");
            std::fs::copy(file.path(), folder.path().join(file.file_name())).expect("it is copied");
        }
        Self::run(Arc::new(folder), TurnedClock::at(now)).await
    }

    async fn run(folder: Arc<TempDir>, clock: Arc<TurnedClock>) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build();
        let runtime = runtime.expect("threads");
        let entropy = Arc::new(FailingEntropy::default());
        let (path, time, luck) = (
            folder.path().to_owned(),
            Arc::clone(&clock),
            Arc::clone(&entropy),
        );
        let started = runtime.spawn(async move {
            let site = Site::open(&path, time, luck).await;
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                .await
                .expect("a port");
            let address = listener.local_addr().expect("it is bound");
            tokio::spawn(http::serve(listener, site.app.clone(), pending()));
            (site, address)
        });
        let (site, address) = started.await.expect("it starts");
        Self {
            clock,
            entropy,
            address,
            site,
            runtime: Some(runtime),
            folder,
        }
    }

    /// Stops everything where it stands and starts again on the same data, `pause` later.
    pub async fn killed_and_restarted(self, pause: Millis) -> Self {
        let (folder, clock) = (Arc::clone(&self.folder), Arc::clone(&self.clock));
        drop(self);
        clock.turn(pause);
        Self::run(folder, clock).await
    }

    /// Where everything is kept.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The cookie of a fresh account that serves so.
    pub async fn servant(&self, name: &str, service: Service) -> String {
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
            .expect("a service of ours");
        store
            .use_invite(invite.hash(), account, now)
            .await
            .expect("it was not used");
        store
            .create_session(session.hash(), account, now, later)
            .await
            .expect("an account of ours");
        format!("__Host-session={}", session.text())
    }

    /// The chair's cookie.
    pub async fn chair(&self) -> String {
        self.servant("Dana", Service::ChairOf(self.site.meeting))
            .await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let runtime = self.runtime.take();
        // A runtime may not be dropped where others of its kind run.
        let stopped = std::thread::spawn(move || drop(runtime)).join();
        assert!(
            stopped.is_ok() || std::thread::panicking(),
            "the server's threads stop"
        );
    }
}
