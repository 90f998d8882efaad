//! What is kept of a feed, for how long, and what a broken one does to it: nothing.

use super::FEED;
use crate::support::server::TurnedClock;
use porchlight::base::{Clock, FeedId, Millis, SystemEntropy, Timestamp};
use porchlight::feeds::{
    Fetch, FetchError, FetchRequest, FetchResponse, MAX_LISTINGS, Parts, Subscriber,
};
use porchlight::schedule::{Listing, Origin};
use porchlight::store::{Database, Store, StoreSettings};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex};

const DAY: Millis = Millis::from_mins(24 * 60);

/// Answers in turn, and notes what was asked.
#[derive(Default)]
struct Told {
    answers: Mutex<VecDeque<FetchResponse>>,
    asked: Mutex<Vec<FetchRequest>>,
    /// Somebody presses "Ask now" while it is being asked.
    impatient: Mutex<Option<(Subscriber, FeedId)>>,
}

impl Fetch for Told {
    fn fetch(&self, ask: &FetchRequest) -> FetchResponse {
        self.asked.lock().expect("no panic").push(ask.clone());
        if let Some((feeds, id)) = self.impatient.lock().expect("no panic").take() {
            feeds.ask_now(id);
        }
        let next = self.answers.lock().expect("no panic").pop_front();
        next.expect("an answer was told")
    }
}

impl Told {
    fn next(&self, answer: FetchResponse) {
        self.answers.lock().expect("no panic").push_back(answer);
    }
}

fn new(text: &str) -> FetchResponse {
    FetchResponse::New {
        bytes: text.as_bytes().to_vec(),
        etag: Some("\"v1\"".to_owned()),
        last_modified: None,
    }
}

fn failed() -> FetchResponse {
    FetchResponse::Failed {
        trouble: FetchError::Status(500),
        patience: None,
    }
}

struct Here {
    clock: Arc<TurnedClock>,
    told: Arc<Told>,
    feeds: Subscriber,
    store: Store,
}

async fn open(folder: &Path) -> Here {
    let url = Database::Sqlite {
        folder: folder.to_owned(),
    };
    let store = Store::open(&StoreSettings { url }).await.expect("it opens");
    let clock = TurnedClock::at(Timestamp(1_795_000_000_000));
    let told = Arc::new(Told::default());
    let feeds = Subscriber::open(Parts {
        store: store.clone(),
        clock: clock.clone() as Arc<dyn Clock>,
        entropy: Arc::new(SystemEntropy),
        fetch: told.clone(),
    });
    Here {
        feeds: feeds.await.expect("it reads"),
        clock,
        told,
        store,
    }
}

impl Here {
    async fn subscribed(&self) {
        self.told.next(new(FEED));
        self.feeds
            .add("Nord", "https://directory.example/feed", "Europe/London")
            .await
            .expect("new");
        assert!(self.feeds.ask_next().await, "a new feed is asked at once");
        assert!(!self.feeds.ask_next().await, "and then left alone");
    }

    fn titles(&self) -> Vec<(String, bool)> {
        let listed = self.feeds.listings().into_iter().map(|listing| {
            let Origin::Feed(elsewhere) = listing.origin else {
                panic!("from elsewhere");
            };
            assert_eq!(elsewhere.source, "Nord");
            (listing.about.title, elsewhere.stale)
        });
        listed.collect()
    }

    fn both(stale: bool) -> Vec<(String, bool)> {
        ["Night Shift", "Early Bus"]
            .map(|title| (title.to_owned(), stale))
            .to_vec()
    }
}

#[tokio::test]
async fn online_meetings_are_listed_and_the_rest_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = open(folder.path()).await;
    here.subscribed().await;
    assert_eq!(here.titles(), Here::both(false));
    let feed = here.feeds.all().remove(0);
    assert_eq!(feed.left_out, 1, "the church hall");
    assert_eq!(feed.problems.len(), 1);
    assert_eq!(
        (feed.problems[0].row, feed.problems[0].name.as_str()),
        (5, "Some Day")
    );
    let bus = &feed.listings[1].timetable.recurrence;
    assert_eq!(
        bus.zone.iana_name(),
        Some("Europe/London"),
        "the feed's own clock"
    );
}

#[tokio::test]
async fn a_feed_that_breaks_keeps_its_meetings_until_they_cannot_be_believed() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = open(folder.path()).await;
    here.subscribed().await;
    let broken = [
        failed(),
        new("[]"),
        new("<html>"),
        new("[{\"name\": 5}"),
        new("{}"),
    ];
    for answer in broken {
        here.clock.turn(Millis(DAY.0 / 2));
        here.told.next(answer);
        assert!(here.feeds.ask_next().await);
        assert_eq!(here.titles(), Here::both(false));
        assert!(here.feeds.all()[0].state.trouble.is_some());
    }
    for (days, expected) in [(2, Here::both(true)), (11, Vec::new())] {
        here.clock.turn(Millis(DAY.0 * days));
        assert_eq!(here.titles(), expected, "after {days} days more");
    }
    here.told.next(new(FEED));
    assert!(here.feeds.ask_next().await);
    assert_eq!(
        here.titles(),
        Here::both(false),
        "once it answers, all is well"
    );
    assert_eq!(here.feeds.all()[0].state.trouble, None);
}

#[tokio::test]
async fn a_restart_loses_nothing_and_asks_for_the_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    {
        let here = open(folder.path()).await;
        here.subscribed().await;
        here.clock.turn(DAY);
        here.told.next(FetchResponse::Same);
        assert!(here.feeds.ask_next().await);
        let asked = here.told.asked.lock().expect("no panic").clone();
        assert_eq!(
            asked[1].etag.as_deref(),
            Some("\"v1\""),
            "only whether it changed"
        );
        here.store.close().await;
    }
    let here = open(folder.path()).await;
    here.clock.turn(DAY);
    assert_eq!(here.titles(), Here::both(false));
    here.clock.turn(DAY);
    here.told.next(new(FEED));
    assert!(here.feeds.ask_next().await);
    assert_eq!(here.told.asked.lock().expect("no panic")[0].etag, None);
    assert_eq!(
        here.feeds.all()[0].problems.len(),
        1,
        "what is wrong is known again"
    );
}

#[tokio::test]
async fn a_number_to_call_is_in_memory_alone() {
    const CALLED: &str = r#"[{"name": "By Phone", "slug": "phone", "day": 2, "time": "21:00",
        "conference_phone": "+17195550100,,812#"}]"#;
    let folder = tempfile::tempdir().expect("a folder");
    let here = open(folder.path()).await;
    here.subscribed().await;
    let id = here.feeds.all()[0].id;
    here.told.next(new(CALLED));
    here.feeds.ask_now(id);
    assert!(here.feeds.ask_next().await);
    let listed = here.feeds.listings().remove(0);
    let Origin::Feed(elsewhere) = listed.origin else {
        panic!("from elsewhere");
    };
    assert_eq!(elsewhere.dial_in.as_deref(), Some("+17195550100,,812#"));
    assert_eq!((elsewhere.join, elsewhere.page), (None, None));
    let stored = here.store.feeds().await.expect("they read").remove(0);
    assert_eq!(stored.listings, "[]", "no number is in any table");
    drop(here);
    let here = open(folder.path()).await;
    here.told.next(new(CALLED));
    assert!(here.feeds.ask_next().await, "asked for anew at once");
    assert_eq!(here.feeds.listings().len(), 1);
}

#[tokio::test]
async fn a_feed_that_is_renamed_keeps_its_meetings_under_the_new_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = open(folder.path()).await;
    here.subscribed().await;
    let id = here.feeds.all()[0].id;
    assert!(
        here.feeds
            .edit(id, "Norden", "Europe/London")
            .await
            .expect("it is kept")
    );
    assert_eq!(sources(&here.feeds), ["Norden", "Norden"]);
    assert!(!here.feeds.ask_next().await, "its clock is the same");
    assert!(
        here.feeds
            .edit(id, "Norden", "Europe/Lisbon")
            .await
            .expect("it is kept")
    );
    here.told.next(new(FEED));
    assert!(here.feeds.ask_next().await, "read by another clock");
    let asked = here.told.asked.lock().expect("no panic").pop();
    assert_eq!(asked.and_then(|ask| ask.etag), None, "the whole of it");
    let bus = here.feeds.all()[0].listings[1].timetable.recurrence.clone();
    assert_eq!(bus.zone.iana_name(), Some("Europe/Lisbon"));
    drop(here);
    let here = open(folder.path()).await;
    assert_eq!(sources(&here.feeds), ["Norden", "Norden"]);
    assert!(
        !here
            .feeds
            .edit(FeedId(99), "None", "UTC")
            .await
            .expect("nothing to do")
    );
}

fn sources(feeds: &Subscriber) -> Vec<String> {
    let source = |listing: Listing| match listing.origin {
        Origin::Feed(elsewhere) => elsewhere.source,
        Origin::Hosted { .. } => panic!("from elsewhere"),
    };
    feeds.listings().into_iter().map(source).collect()
}

#[tokio::test]
async fn a_feed_that_is_given_up_goes_with_its_meetings_even_while_it_is_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = open(folder.path()).await;
    here.subscribed().await;
    let id = here.feeds.all()[0].id;
    assert!(
        here.feeds
            .add("Again", "https://directory.example/feed", "UTC")
            .await
            .is_err()
    );
    here.feeds.remove(id).await.expect("gone");
    assert!(here.feeds.listings().is_empty() && here.feeds.all().is_empty());
    here.feeds.ask_now(id);
    assert!(!here.feeds.ask_next().await);
    assert!(here.store.feeds().await.expect("they read").is_empty());
}

#[tokio::test]
async fn whoever_lists_them_hears_of_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = open(folder.path()).await;
    here.subscribed().await;
    here.feeds.changed().await;
    here.clock.turn(DAY);
    here.told.next(new(FEED));
    assert!(here.feeds.ask_next().await);
    let quiet = futures_util::FutureExt::now_or_never(here.feeds.changed());
    assert_eq!(quiet, None, "the same meetings are no news");
    here.feeds
        .remove(here.feeds.all()[0].id)
        .await
        .expect("gone");
    here.feeds.changed().await;
}

#[tokio::test]
async fn meetings_that_can_be_believed_again_lose_their_mark_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = open(folder.path()).await;
    here.subscribed().await;
    here.feeds.changed().await;
    for answer in [new(FEED), FetchResponse::Same] {
        here.clock.turn(Millis(DAY.0 * 5));
        assert_eq!(here.titles(), Here::both(true));
        here.told.next(answer);
        assert!(here.feeds.ask_next().await);
        let heard = futures_util::FutureExt::now_or_never(here.feeds.changed());
        assert_eq!(heard, Some(()), "the same meetings, without the mark");
        assert_eq!(here.titles(), Here::both(false));
    }
}

#[tokio::test]
async fn after_a_restart_a_good_feed_is_asked_at_once_and_a_broken_one_in_its_time() {
    let folder = tempfile::tempdir().expect("a folder");
    {
        let here = open(folder.path()).await;
        here.subscribed().await;
        here.store.close().await;
    }
    {
        let here = open(folder.path()).await;
        here.told.next(new(FEED));
        assert!(here.feeds.ask_next().await, "not only when its time comes");
        assert_eq!(here.feeds.all()[0].problems.len(), 1);
        here.clock.turn(DAY);
        here.told.next(failed());
        assert!(here.feeds.ask_next().await);
        here.store.close().await;
    }
    let here = open(folder.path()).await;
    here.clock.turn(DAY);
    assert!(!here.feeds.ask_next().await, "it was given time");
}

#[tokio::test]
async fn asking_once_more_while_it_is_asked_is_not_forgotten() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = open(folder.path()).await;
    here.subscribed().await;
    let id = here.feeds.all()[0].id;
    here.clock.turn(DAY);
    *here.told.impatient.lock().expect("no panic") = Some((here.feeds.clone(), id));
    here.told.next(FetchResponse::Same);
    assert!(here.feeds.ask_next().await);
    here.told.next(FetchResponse::Same);
    assert!(here.feeds.ask_next().await, "once more, at once");
    assert!(!here.feeds.ask_next().await);
}

#[tokio::test]
async fn nothing_new_is_no_answer_to_whoever_has_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = open(folder.path()).await;
    here.told.next(FetchResponse::Same);
    let url = "https://directory.example/feed";
    here.feeds.add("Nord", url, "UTC").await.expect("new");
    assert!(here.feeds.ask_next().await);
    assert_eq!(
        here.feeds.all()[0].state.trouble,
        Some(FetchError::Status(304))
    );
    assert_eq!(here.feeds.all()[0].state.good, None);
}

#[tokio::test]
async fn no_more_meetings_are_kept_than_a_small_server_holds() {
    const EACH: usize = MAX_LISTINGS / 2;
    let feed = |count: usize| {
        let row = |number| {
            format!(
                r#"{{"name":"M{number}","slug":"m{number}","day":1,"time":"19:00","conference_url":"https://a.example/{number}"}}"#
            )
        };
        let rows: Vec<_> = (0..count).map(row).collect();
        new(&format!("[{}]", rows.join(",")))
    };
    let folder = tempfile::tempdir().expect("a folder");
    let here = open(folder.path()).await;
    for (name, count) in [("First", EACH), ("Second", EACH - 1), ("Third", 1)] {
        here.told.next(feed(count));
        let url = format!("https://{name}.example/feed");
        here.feeds.add(name, &url, "UTC").await.expect("new");
        assert!(here.feeds.ask_next().await);
    }
    assert_eq!(here.feeds.listings().len(), MAX_LISTINGS);
    let third = || here.feeds.all().pop().expect("the last one");
    assert_eq!(third().state.trouble, None, "there was room for it");
    here.feeds.ask_now(third().id);
    here.told.next(feed(2));
    assert!(here.feeds.ask_next().await);
    assert_eq!(third().state.trouble, Some(FetchError::RoomError));
    assert_eq!(third().listings.len(), 1, "what it held stays");
    let first = here.feeds.all()[0].id;
    here.feeds.remove(first).await.expect("gone");
    here.feeds.ask_now(third().id);
    here.told.next(feed(2));
    assert!(here.feeds.ask_next().await);
    assert_eq!((third().state.trouble, third().listings.len()), (None, 2));
}
