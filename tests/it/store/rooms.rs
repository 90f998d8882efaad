//! Rooms in progress, concurrent writers, and the texts of errors.

use super::databases::open;
use super::examples::{LATER, NOW, account, an_account, meeting};
use porchlight::base::{MeetingId, OccurrenceId, Timestamp};
use porchlight::store::{Service, StoreSettings};
use tokio::task::JoinSet;

pub async fn a_saved_room_can_be_replaced_and_deleted(settings: StoreSettings) {
    let store = open(&settings).await;
    let meeting = meeting(&store).await;
    let early = OccurrenceId {
        meeting,
        starts: NOW,
    };
    let late = OccurrenceId {
        meeting,
        starts: LATER,
    };
    store.save_room(late, "late", "[]", NOW).await.unwrap();
    store.save_room(early, "one", "[1]", NOW).await.unwrap();
    store.save_room(early, "two", "[2]", LATER).await.unwrap();
    let rooms = store.rooms().await.unwrap();
    assert_eq!(rooms.len(), 2);
    assert_eq!((rooms[0].occurrence, rooms[1].occurrence), (early, late));
    assert_eq!(rooms[0].snapshot.0, "two");
    assert_eq!(rooms[0].resume_hashes.0, "[2]");
    assert_eq!(rooms[0].saved, LATER);
    store.delete_room(early).await.unwrap();
    let left: Vec<_> = store
        .rooms()
        .await
        .unwrap()
        .iter()
        .map(|room| room.occurrence)
        .collect();
    assert_eq!(left, [late]);
}

pub async fn many_can_write_while_others_read(settings: StoreSettings) {
    const WRITERS: i64 = 40;
    const WRITES: i64 = 10;
    let store = open(&settings).await;
    let meeting = meeting(&store).await;
    let mut tasks = JoinSet::new();
    for writer in 0..WRITERS {
        let store = store.clone();
        let occurrence = OccurrenceId {
            meeting,
            starts: Timestamp(writer),
        };
        tasks.spawn(async move {
            for write in 0..WRITES {
                let text = write.to_string();
                store
                    .save_room(occurrence, &text, "", Timestamp(write))
                    .await
                    .unwrap();
                store.rooms().await.unwrap();
                let number = format!("{writer}-{write}");
                store.create_account(&an_account(&number)).await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    let rooms = store.rooms().await.unwrap();
    assert_eq!(rooms.len(), usize::try_from(WRITERS).unwrap());
    assert!(rooms.iter().all(|room| room.saved == Timestamp(WRITES - 1)));
}

pub async fn errors_contain_no_stored_values(settings: StoreSettings) {
    let store = open(&settings).await;
    let account = account(&store, "1").await;
    let refused = store
        .grant(account, Service::ChairOf(MeetingId(424_242)))
        .await;
    let error = refused.expect_err("there is no such meeting");
    let texts = format!("{error} {error:?}");
    assert!(
        texts.contains("refused a statement") && texts.contains("code"),
        "{texts}"
    );
    assert!(!texts.contains("424242"), "{texts}");
}
