//! The server: all parts of the program together.

use super::error::CliError;
use super::open_files::OpenFiles;
use super::parts::{media_settings, store_settings};
use super::{housekeeping, logging, monitor};
use crate::accounts::{HashCost, PassphraseHasher};
use crate::base::{Clock, Entropy, SystemClock, SystemEntropy};
use crate::catalogue::Catalogue;
use crate::config::{Settings, local_addresses};
use crate::feeds::{self, HttpFetcher, Subscriber};
use crate::http::{self, App, AssetPaths, DirectoryCache, Ingress, Limits, PageCache, Parts};
use crate::live::{Hub, HubParts};
use crate::media::Media;
use crate::store::Store;
use std::fmt::Display;
use std::io::Write;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::time::timeout;

/// Passphrases that are hashed at the same time: each takes 19 MiB, and a small machine needs the rest for
/// audio.
const CONCURRENT_HASHES: NonZeroUsize = NonZeroUsize::new(2).expect("not zero");

/// How long the rooms may take to be saved when the server stops. A supervisor that waits kills the program
/// in the end, and then nothing is closed in order: all times together stay below 3 s.
const SAVE_TIME: Duration = Duration::from_secs(1);

/// How long the database may take to close when the server stops.
const CLOSE_TIME: Duration = Duration::from_millis(500);

/// A server that has its ports and its data.
pub(super) struct Server {
    settings: Settings,
    pub(super) store: Store,
    media: Media,
    hub: Hub,
    app: App,
    listener: TcpListener,
    /// The most connections to pages and rooms at once.
    max_connections: usize,
    /// The listener for metrics, if `metrics.bind` is set.
    monitor: Option<TcpListener>,
    signals: StopSignals,
}

/// The signals that stop the server.
struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
}

impl StopSignals {
    /// Waits for a signal and returns its name.
    async fn received(mut self) -> &'static str {
        tokio::select! {
            _ = self.interrupt.recv() => "SIGINT",
            _ = self.terminate.recv() => "SIGTERM",
        }
    }
}

impl Server {
    /// Opens the store and the ports. Requests are served by [`Self::run_until_stopped`].
    ///
    /// From here on SIGINT and SIGTERM stop the server in order, so that a supervisor may send one as
    /// soon as the server says that it is ready.
    ///
    /// # Errors
    /// What can't be opened, in the operator's words; also when signals can't be received.
    pub(super) async fn start(settings: Settings) -> Result<Self, CliError> {
        logging::log_settings(&settings);
        let signals = StopSignals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        };
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let store = Store::open(&store_settings(&settings)).await?;
        let listener = bind("http.bind", settings.http.bind).await?;
        let monitor = match settings.metrics.bind {
            None => None,
            Some(address) => Some(bind("metrics.bind", address).await?),
        };
        let files = OpenFiles::raise();
        let (event_sender, media_events) = mpsc::unbounded_channel();
        let media = Media::start(media_settings(&settings, files.audio)?, move |event| {
            // Fails only while the program stops.
            let _ = event_sender.send(event);
        })
        .map_err(|error| bind_error("media.bind", settings.media.bind, &error))?;
        let hub = Hub::start(HubParts {
            store: store.clone(),
            media: media.clone(),
            media_events,
            clock: Arc::clone(&clock),
            entropy: Arc::clone(&entropy),
        })
        .await?;
        let app = build_app(&settings, &store, &hub, clock, entropy).await?;
        Ok(Self {
            settings,
            store,
            media,
            hub,
            app,
            listener,
            max_connections: files.pages,
            monitor,
            signals,
        })
    }

    /// The site's address without a slash at the end, for links.
    pub(super) fn url(&self) -> String {
        let url = self.settings.http.public_url();
        url.as_str().trim_end_matches('/').to_owned()
    }

    /// Where other devices in the network reach the pages without a proxy; empty when only this machine does.
    pub(super) fn addresses_for_other_devices(&self) -> Vec<SocketAddr> {
        // Without the list of interfaces, the addresses are unknown.
        let local = local_addresses().unwrap_or_default();
        self.settings.http.addresses_for_other_devices(&local)
    }

    /// Where the listener for pages is; unknown only when the system can't say.
    pub(super) fn page_address(&self) -> Option<SocketAddr> {
        self.listener.local_addr().ok()
    }

    /// Where audio is.
    pub(super) fn audio_address(&self) -> SocketAddr {
        self.media.local_address()
    }

    /// Prints and logs where pages and audio are.
    pub(super) fn announce_ready(&self) {
        let url = self.url();
        let audio_port = self.media.local_address().port();
        // The server goes on when nobody reads its output any more.
        let _ = writeln!(
            std::io::stdout(),
            "Ready. Pages: {url}/\n       Audio: port {audio_port}, UDP and TCP"
        );
        tracing::info!(pages = %url, audio_port, "ready");
    }

    /// Serves requests until SIGINT or SIGTERM, then saves every room and closes the store.
    ///
    /// # Errors
    /// When the listener for pages fails.
    pub(super) async fn run_until_stopped(self) -> Result<(), CliError> {
        let (hub, media, app) = (self.hub, self.media, self.app);
        let signals = self.signals;
        app.listings_changed().await;
        let mut tasks = housekeeping::start(&app);
        if let Some(listener) = self.monitor {
            tasks.spawn(monitor::serve(listener, hub.clone(), media.clone()));
        }
        let hub_to_stop = hub.clone();
        let stop = async move {
            let reason = signals.received().await;
            tracing::info!(reason, "stopping");
            // Sockets close with a code that makes every browser return after a restart.
            let saved = timeout(SAVE_TIME, hub_to_stop.shut_down()).await;
            if saved.is_err() {
                tracing::error!(
                    "the rooms could not be saved in time; they restart from their last snapshots"
                );
            }
        };
        let result = http::serve(self.listener, self.max_connections, app, stop).await;
        if let Err(error) = &result {
            tracing::error!(%error, "stopping: the listener for pages failed");
            let _ = timeout(SAVE_TIME, hub.shut_down()).await;
        }
        tasks.shutdown().await;
        drop((hub, media));
        if timeout(CLOSE_TIME, self.store.close()).await.is_err() {
            tracing::warn!("the database was still busy; what it had confirmed is stored");
        }
        tracing::info!("stopped");
        Ok(result?)
    }
}

async fn build_app(
    settings: &Settings,
    store: &Store,
    hub: &Hub,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Result<App, CliError> {
    let public_url = settings.http.public_url();
    let feeds = Subscriber::open(feeds::Parts {
        store: store.clone(),
        clock: Arc::clone(&clock),
        entropy: Arc::clone(&entropy),
        fetch: Arc::new(HttpFetcher::new(public_url.as_str(), feeds::is_public)),
    })
    .await?;
    Ok(App::new(Parts {
        store: store.clone(),
        hub: hub.clone(),
        hasher: PassphraseHasher::new(HashCost::RECOMMENDED, CONCURRENT_HASHES, &*entropy)
            .map_err(|error| error.to_string())?,
        assets: AssetPaths::from_manifest()
            .map_err(|missing| format!("this program was built without {missing}"))?,
        crisis: settings.crisis.clone(),
        limits: Limits::new(Arc::clone(&entropy)),
        directory: DirectoryCache::new(&*entropy),
        pages: PageCache::default(),
        feeds,
        public_url,
        ingress: Ingress {
            public_url: settings.http.given_public_url.clone(),
            trusted_proxies: settings.http.trusted_proxies.clone(),
        },
        zone: settings.http.time_zone.clone(),
        catalogue: Arc::new(Catalogue::for_site(settings.site.name.as_deref())),
        site: settings.site.clone(),
        clock,
        entropy,
    }))
}

async fn bind(setting: &str, address: SocketAddr) -> Result<TcpListener, CliError> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| bind_error(setting, address, &error))
}

fn bind_error(setting: &str, address: SocketAddr, error: &dyn Display) -> CliError {
    format!(
        "{setting} = {address}: this address can't be used ({error}); \
         choose another, or stop the program that uses it"
    )
    .into()
}
