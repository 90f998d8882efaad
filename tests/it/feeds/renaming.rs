//! What is changed about a feed while it is being asked.

use super::FEED;
use crate::support::server::TurnedClock;
use porchlight::base::{Clock, FeedId, SystemEntropy, Timestamp};
use porchlight::feeds::{Fetch, FetchRequest, FetchResponse, Parts, Subscriber};
use porchlight::schedule::{Listing, Origin};
use porchlight::store::{Database, Store, StoreSettings};
use std::sync::{Arc, Mutex};

/// Answers with the feed; before the first answer the operator gives it another name and zone.
#[derive(Default)]
struct Slow {
    edits: Mutex<Option<(Subscriber, FeedId)>>,
    asked: Mutex<Vec<FetchRequest>>,
}

impl Fetch for Slow {
    fn fetch(&self, ask: &FetchRequest) -> FetchResponse {
        self.asked.lock().expect("no panic").push(ask.clone());
        if let Some((feeds, id)) = self.edits.lock().expect("no panic").take() {
            let edit = feeds.edit(id, "Norden", "Europe/Lisbon");
            let edited = tokio::runtime::Handle::current().block_on(edit);
            assert!(edited.expect("it is kept"));
        }
        FetchResponse::New {
            bytes: FEED.as_bytes().to_vec(),
            etag: Some("\"v1\"".to_owned()),
            last_modified: None,
        }
    }
}

#[tokio::test]
async fn an_answer_that_comes_after_a_change_does_not_undo_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = Database::Sqlite {
        folder: folder.path().to_owned(),
    };
    let store = Store::open(&StoreSettings { url }).await.expect("it opens");
    let slow = Arc::new(Slow::default());
    let feeds = Subscriber::open(Parts {
        store,
        clock: TurnedClock::at(Timestamp(1_795_000_000_000)) as Arc<dyn Clock>,
        entropy: Arc::new(SystemEntropy),
        fetch: slow.clone(),
    });
    let feeds = feeds.await.expect("it reads");
    let added = feeds.add("Nord", "https://directory.example/feed", "Europe/London");
    let id = added.await.expect("new");
    *slow.edits.lock().expect("no panic") = Some((feeds.clone(), id));
    assert!(feeds.ask_next().await);
    let feed = feeds.all().remove(0);
    assert_eq!(
        (feed.name.as_str(), feed.zone.as_str()),
        ("Norden", "Europe/Lisbon")
    );
    let source = |listing: &Listing| match &listing.origin {
        Origin::Feed(elsewhere) => elsewhere.source.clone(),
        Origin::Hosted { .. } => panic!("from elsewhere"),
    };
    let sources: Vec<String> = feed.listings.iter().map(source).collect();
    assert_eq!(sources, ["Norden", "Norden"]);
    assert!(
        feeds.ask_next().await,
        "what was read by the old clock is read again"
    );
    let asked = slow.asked.lock().expect("no panic").pop();
    assert_eq!(asked.and_then(|ask| ask.etag), None, "the whole of it");
    let bus = &feeds.all()[0].listings[1].timetable.recurrence.zone;
    assert_eq!(bus.iana_name(), Some("Europe/Lisbon"));
    assert!(!feeds.ask_next().await);
}
