//! `porchlight serve`: puts the parts together and runs them until told to stop.

use super::{CliError, monitor};
use crate::accounts::{HashCost, PassphraseHasher};
use crate::base::{Clock, Entropy, Millis, SystemClock, SystemEntropy};
use crate::catalogue::Catalogue;
use crate::config::{Settings, local_addresses};
use crate::feeds::{self, HttpFetcher, Subscriber};
use crate::http::{self, App, AssetPaths, DirectoryCache, FRESH, Limits, PageCache, Parts};
use crate::live::{Hub, HubParts};
use crate::media::{Media, MediaSettings};
use crate::schedule::zone;
use crate::store::{Database, Store, StoreSettings};
use jiff::tz::TimeZone;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

/// Passphrases hashed at once: 19 MiB each, and the rest of a small machine stays free for audio.
const HASHES_AT_ONCE: NonZeroUsize = NonZeroUsize::new(2).expect("not zero");

/// What was different on a date is of interest for a month after it; guests' names no longer.
const CHANGES_LAST: Millis = Millis::from_mins(31 * 24 * 60);

const HOUR: Duration = Duration::from_secs(3_600);

/// Serves until the process is told to stop.
pub async fn serve(settings: Settings) -> Result<(), CliError> {
    let running = Running::start(settings).await?;
    running.say_ready();
    running.until_stopped().await
}

/// A started server.
pub struct Running {
    settings: Settings,
    pub store: Store,
    media: Media,
    hub: Hub,
    app: App,
    listener: TcpListener,
    /// For the operator's monitoring, where a place for it was given.
    monitor: Option<TcpListener>,
}

impl Running {
    /// Takes the ports and opens the store; nothing is answered yet.
    pub async fn start(settings: Settings) -> Result<Self, CliError> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let store = Store::open(&store_settings(&settings)).await?;
        let listener = TcpListener::bind(settings.http.bind)
            .await
            .map_err(|why| busy("http.bind", settings.http.bind, &why))?;
        let monitor = match settings.metrics.bind {
            None => None,
            Some(bind) => Some(
                TcpListener::bind(bind)
                    .await
                    .map_err(|why| busy("metrics.bind", bind, &why))?,
            ),
        };
        let (heard, media_events) = mpsc::unbounded_channel();
        let media = Media::start(media_settings(&settings)?, move |event| {
            // Fails only while the program stops.
            let _ = heard.send(event);
        })
        .map_err(|why| busy("media.bind", settings.media.bind, &why))?;
        let hub = Hub::start(HubParts {
            store: store.clone(),
            media: media.clone(),
            media_events,
            clock: Arc::clone(&clock),
            entropy: Arc::clone(&entropy),
        })
        .await?;
        let public_url = settings.http.public_url();
        let feeds = Subscriber::open(feeds::Parts {
            store: store.clone(),
            clock: Arc::clone(&clock),
            entropy: Arc::clone(&entropy),
            fetch: Arc::new(HttpFetcher::new(public_url.as_str(), feeds::is_public)),
        })
        .await?;
        let app = App::new(Parts {
            store: store.clone(),
            hub: hub.clone(),
            hasher: PassphraseHasher::new(HashCost::RECOMMENDED, HASHES_AT_ONCE, &*entropy)
                .map_err(|problem| problem.to_string())?,
            assets: AssetPaths::from_manifest()
                .map_err(|missing| format!("this program was built without {missing}"))?,
            crisis: settings.crisis.clone(),
            limits: Limits::new(Arc::clone(&entropy)),
            board: DirectoryCache::new(&*entropy),
            cache: PageCache::default(),
            feeds,
            public_url,
            zone: settings.http.time_zone.clone(),
            catalogue: Arc::new(Catalogue::of_site(settings.site.name.as_deref())),
            site: settings.site.clone(),
            clock,
            entropy,
        });
        Ok(Self {
            settings,
            store,
            media,
            hub,
            app,
            listener,
            monitor,
        })
    }

    /// The site's address, for links.
    pub fn url(&self) -> String {
        self.settings
            .http
            .public_url()
            .as_str()
            .trim_end_matches('/')
            .to_owned()
    }

    pub fn say_ready(&self) {
        println!("Ready. Pages: {}/", self.url());
        println!(
            "       Audio: port {}, UDP and TCP",
            self.media.local_address().port()
        );
    }

    /// Answers until SIGINT or SIGTERM, then writes every room down.
    pub async fn until_stopped(self) -> Result<(), CliError> {
        let Self {
            store,
            hub,
            app,
            listener,
            media,
            monitor,
            ..
        } = self;
        let monitoring = monitor
            .map(|monitor| tokio::spawn(monitor::serve(monitor, hub.clone(), media.clone())));
        app.listings_changed().await;
        let freshening = tokio::spawn(keep_fresh(app.clone()));
        let asking = tokio::spawn(app.feeds.clone().run());
        let hearing = tokio::spawn(hear_from_elsewhere(app.clone()));
        let housekeeping = tokio::spawn(keep_house(store.clone()));
        let mut terminate = signal(SignalKind::terminate())?;
        let stopping = hub.clone();
        http::serve(listener, app, async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            // Sockets close with a word that brings every browser back after a restart.
            stopping.shut_down().await;
        })
        .await?;
        housekeeping.abort();
        freshening.abort();
        asking.abort();
        hearing.abort();
        if let Some(monitoring) = monitoring {
            monitoring.abort();
        }
        drop((hub, media));
        store.close().await;
        Ok(())
    }
}

/// Makes the directory anew before its dates run out.
async fn keep_fresh(app: App) {
    let mut turns = tokio::time::interval(FRESH);
    loop {
        turns.tick().await;
        app.fresh_listings().await;
    }
}

/// Lists what the feeds of feeds hold, as they change.
async fn hear_from_elsewhere(app: App) {
    loop {
        app.feeds.changed().await;
        app.listings_changed().await;
    }
}

/// Forgets sessions and invitations that ran out, so that nothing is kept longer than it serves.
async fn keep_house(store: Store) {
    let mut hours = tokio::time::interval(HOUR);
    loop {
        hours.tick().await;
        let now = SystemClock.now();
        let purged = async {
            store.purge_sessions(now).await?;
            store.purge_invites(now).await?;
            let before = zone::clock(&TimeZone::UTC, now - CHANGES_LAST).date();
            store.forget_changes(before).await
        };
        if let Err(problem) = purged.await {
            tracing::error!(%problem, "what ran out could not be erased; it is tried again in an hour");
        }
    }
}

pub fn store_settings(settings: &Settings) -> StoreSettings {
    let url = match &settings.data.database {
        Some(url) => Database::Postgres { url: url.clone() },
        None => Database::Sqlite {
            folder: settings.data.folder.clone(),
        },
    };
    StoreSettings { url }
}

pub fn media_settings(settings: &Settings) -> Result<MediaSettings, CliError> {
    let local = local_addresses()?;
    Ok(MediaSettings {
        bind: settings.media.bind,
        public_addresses: settings.media.addresses(settings.http.bind, &local),
        udp_candidates: settings.media.udp,
        max_peers: settings.media.max_peers,
    })
}

fn busy(setting: &str, value: std::net::SocketAddr, why: &std::io::Error) -> CliError {
    format!("{setting} = {value}: this address can't be had ({why}); choose another, or end what uses it").into()
}
