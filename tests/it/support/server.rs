//! The site, built as by `porchlight serve`, but with a clock that the test advances and one example
//! meeting.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use porchlight::accounts::{HashCost, PassphraseHasher};
use porchlight::base::{Clock, Entropy, MeetingId, Millis, SystemEntropy, Timestamp};
use porchlight::catalogue::Catalogue;
use porchlight::config::{self, Crisis};
use porchlight::feeds::{self, Fetch, FetchError, FetchRequest, FetchResponse, Subscriber};
use porchlight::http::{App, AssetPaths, DirectoryCache, Ingress, Limits, PageCache, Parts};
use porchlight::live::{Hub, HubParts};
use porchlight::media::{Media, MediaSettings};
use porchlight::room::{ChatPolicy, Format, Microphones, QueueMode, Step, StepKind};
use porchlight::schedule::{About, Access, Pattern, Recurrence, Timetable};
use porchlight::store::{Database, NewGroup, NewMeeting, RoomSettings, Store, StoreSettings};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tokio::sync::mpsc;

/// The slug of the example meeting that every site has.
pub const SLUG: &str = "evening-circle";

/// When it starts: a Tuesday, 19:00 UTC.
pub const STARTS: Timestamp = Timestamp(1_773_169_200_000);

/// Five minutes before it starts: its doors are open.
pub const DOORS_OPEN: Timestamp = Timestamp(STARTS.0 - 5 * 60_000);

/// A clock that moves only when a test advances it or sets it.
pub struct ManualClock {
    /// The milliseconds that have passed.
    monotonic: AtomicU64,
    /// The time of day at the beginning, as it is set now.
    beginning: AtomicI64,
}

impl ManualClock {
    pub fn at(now: Timestamp) -> Arc<Self> {
        Arc::new(Self {
            monotonic: AtomicU64::new(0),
            beginning: AtomicI64::new(now.0),
        })
    }

    /// Lets time pass.
    pub fn advance(&self, span: Millis) {
        self.monotonic.fetch_add(span.0, Ordering::SeqCst);
    }

    /// Sets the clock forward or back by these milliseconds, as an administrator or NTP does.
    pub fn set_by(&self, milliseconds: i64) {
        self.beginning.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.beginning.load(Ordering::SeqCst)) + self.monotonic()
    }

    fn monotonic(&self) -> Millis {
        Millis(self.monotonic.load(Ordering::SeqCst))
    }
}

/// What tests choose about a site.
#[derive(Default)]
pub struct SiteSettings {
    pub site: config::Site,
    pub ingress: Ingress,
}

/// The parts of a site, without an HTTP listener.
pub struct Site {
    pub app: App,
    pub meeting: MeetingId,
}

impl Site {
    /// Opens the data in `folder` and creates the example meeting if it does not exist.
    pub async fn open(folder: &Path, clock: Arc<ManualClock>, entropy: Arc<dyn Entropy>) -> Self {
        Self::open_as(SiteSettings::default(), folder, clock, entropy).await
    }

    /// The same, for a site with these settings.
    pub async fn open_as(
        settings: SiteSettings,
        folder: &Path,
        clock: Arc<ManualClock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        let clock: Arc<dyn Clock> = clock;
        let url = Database::Sqlite {
            folder: folder.to_owned(),
        };
        let store = Store::open(&StoreSettings { url })
            .await
            .expect("the store opens");
        let meeting = example_meeting(&store).await;
        let (event_sender, media_events) = mpsc::unbounded_channel();
        let media = Media::start(media_settings(), move |event| {
            drop(event_sender.send(event));
        });
        let parts = HubParts {
            store: store.clone(),
            media: media.expect("a free port of the loopback interface"),
            media_events,
            clock: Arc::clone(&clock),
            entropy: Arc::clone(&entropy),
        };
        let hub = Hub::start(parts).await.expect("the store can be read");
        let feeds = Subscriber::open(feeds::Parts {
            store: store.clone(),
            clock: Arc::clone(&clock),
            entropy: Arc::clone(&entropy),
            fetch: Arc::new(UnreachableNetwork),
        })
        .await
        .expect("the store can be read");
        let app = App::new(Parts {
            feeds,
            store,
            hub,
            hasher: PassphraseHasher::new(HashCost::MINIMUM, NonZeroUsize::MIN, &SystemEntropy)
                .expect("a valid cost of Argon2"),
            assets: AssetPaths::from_manifest().expect("the web part was built"),
            crisis: Crisis::default(),
            limits: Limits::new(Arc::clone(&entropy)),
            directory: DirectoryCache::new(&*entropy),
            pages: PageCache::default(),
            public_url: "https://meetings.example".parse().expect("a valid URL"),
            ingress: settings.ingress,
            zone: TimeZone::UTC,
            catalogue: Arc::new(Catalogue::for_site(settings.site.name.as_deref())),
            site: settings.site,
            clock,
            entropy,
        });
        Self { app, meeting }
    }
}

/// A network in which no host is reachable.
struct UnreachableNetwork;

impl Fetch for UnreachableNetwork {
    fn fetch(&self, _: &FetchRequest) -> FetchResponse {
        FetchResponse::Failed {
            error: FetchError::Unreachable,
            retry_after: None,
        }
    }
}

fn media_settings() -> MediaSettings {
    MediaSettings {
        bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        public_addresses: vec![IpAddr::V4(Ipv4Addr::LOCALHOST)],
        udp_candidates: true,
        max_peers: 10,
        max_tcp: 1_000,
    }
}

async fn example_meeting(store: &Store) -> MeetingId {
    if let Some(meeting) = store
        .meeting_by_slug(SLUG)
        .await
        .expect("the store can be read")
    {
        return meeting.id;
    }
    let contributions = Some("https://group.example/give".to_owned());
    let group = NewGroup {
        slug: "riverside".into(),
        name: "Riverside".into(),
        place: String::new(),
        website: None,
        contributions,
    };
    let group = store.create_group(&group).await.expect("a new group");
    let meeting = NewMeeting {
        group,
        slug: SLUG.to_owned(),
        about: About {
            title: "Evening Circle".to_owned(),
            notes: "Come as you are.".to_owned(),
            kinds: vec!["D".to_owned()],
            language: "en".to_owned(),
            access: Access::Open,
            ..About::default()
        },
        timetable: Timetable::new(Recurrence {
            pattern: Pattern::weekly([Weekday::Tuesday]),
            from: Date::constant(2000, 1, 1),
            until: None,
            time: Time::constant(19, 0, 0, 0),
            zone: TimeZone::get("Etc/UTC").expect("the zone exists"),
            minutes: 60,
        }),
        room: RoomSettings {
            format: Format {
                steps: vec![
                    step(StepKind::Reading, Microphones::Named, ChatPolicy::ToHosts),
                    step(
                        StepKind::Shares,
                        Microphones::FloorHolder,
                        ChatPolicy::ToHosts,
                    ),
                ],
            },
            queue_mode: QueueMode::default(),
            share_limit: Some(Millis::from_mins(3)),
            call_timeout: Millis::from_secs(30),
            open_floor_voices: 3,
            capacity: 100,
        },
    };
    store
        .create_meeting(&meeting, Timestamp(0))
        .await
        .expect("a new meeting")
}

fn step(kind: StepKind, microphones: Microphones, chat: ChatPolicy) -> Step {
    let text = String::new();
    Step {
        kind,
        title: "A step".into(),
        text,
        link: None,
        minutes: None,
        microphones,
        chat,
    }
}
