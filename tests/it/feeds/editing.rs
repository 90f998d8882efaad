//! A feed is edited while it is fetched.

use super::FEED;
use crate::support::server::ManualClock;
use porchlight::base::{Clock, FeedId, SystemEntropy, Timestamp};
use porchlight::feeds::{Fetch, FetchRequest, FetchResponse, Parts, Subscriber};
use porchlight::schedule::{Listing, Origin};
use porchlight::store::{Database, Store, StoreSettings};
use std::sync::{Arc, Mutex};

/// Responds with the feed. During the first request, the operator changes its name and zone.
#[derive(Default)]
struct EditingFetch {
    feed_to_edit: Mutex<Option<(Subscriber, FeedId)>>,
    requests: Mutex<Vec<FetchRequest>>,
}

impl Fetch for EditingFetch {
    fn fetch(&self, request: &FetchRequest) -> FetchResponse {
        self.requests
            .lock()
            .expect("no panic")
            .push(request.clone());
        if let Some((feeds, id)) = self.feed_to_edit.lock().expect("no panic").take() {
            let edit = feeds.edit(id, "Norden", "Europe/Lisbon");
            let edited = tokio::runtime::Handle::current().block_on(edit);
            assert!(edited.expect("the store works"));
        }
        FetchResponse::Body {
            bytes: FEED.as_bytes().to_vec(),
            etag: Some("\"v1\"".to_owned()),
            last_modified: None,
        }
    }
}

#[tokio::test]
async fn a_response_does_not_undo_an_edit_made_during_the_request() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = Database::Sqlite {
        folder: folder.path().to_owned(),
    };
    let store = Store::open(&StoreSettings { url })
        .await
        .expect("the store opens");
    let fetch = Arc::new(EditingFetch::default());
    let feeds = Subscriber::open(Parts {
        store,
        clock: ManualClock::at(Timestamp(1_795_000_000_000)) as Arc<dyn Clock>,
        entropy: Arc::new(SystemEntropy),
        fetch: fetch.clone(),
    });
    let feeds = feeds.await.expect("the store works");
    let added = feeds.add("Nord", "https://directory.example/feed", "Europe/London");
    let id = added.await.expect("a new address");
    *fetch.feed_to_edit.lock().expect("no panic") = Some((feeds.clone(), id));
    assert!(feeds.fetch_next().await);
    let feed = feeds.all().remove(0);
    assert_eq!(
        (feed.name.as_str(), feed.zone.as_str()),
        ("Norden", "Europe/Lisbon")
    );
    let source = |listing: &Listing| match &listing.origin {
        Origin::Feed(origin) => origin.source.clone(),
        Origin::Hosted { .. } => panic!("a hosted meeting"),
    };
    let sources: Vec<String> = feed.listings.iter().map(source).collect();
    assert_eq!(sources, ["Norden", "Norden"]);
    assert!(
        feeds.fetch_next().await,
        "it is read again with the new zone"
    );
    let request = fetch.requests.lock().expect("no panic").pop();
    assert_eq!(
        request.and_then(|request| request.etag),
        None,
        "not conditional"
    );
    let zone = &feeds.all()[0].listings[1].timetable.recurrence.zone;
    assert_eq!(zone.iana_name(), Some("Europe/Lisbon"));
    assert!(!feeds.fetch_next().await);
}
