//! Every kind of change that the store makes, each of which changes something once.

use super::databases::direct_connection;
use super::examples::{LATER, NOW, a_group, a_meeting, account, an_account, meeting};
use super::tables::TABLES;
use futures_util::future::BoxFuture;
use jiff::civil::date;
use porchlight::base::{
    AccountId, FeedId, GroupId, MeetingId, Millis, OccurrenceId, Redacted, Timestamp,
};
use porchlight::schedule::Timetable;
use porchlight::store::{Database, Service, Store, StoreSettings};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use std::fmt::Display;

/// Long ago: what ends then has expired.
const EXPIRED: Timestamp = Timestamp(1);

/// What is stored before the changes.
#[derive(Clone, Copy)]
pub struct Stored {
    group: GroupId,
    meeting: MeetingId,
    account: AccountId,
    other_account: AccountId,
    feed: FeedId,
    room: OccurrenceId,
}

/// Makes a change; the error as text, whatever its type.
type MakeChange = for<'a> fn(&'a Store, Stored) -> BoxFuture<'a, Result<(), String>>;

/// Stores what the changes need.
pub async fn prepare(store: &Store) -> Stored {
    let meeting = meeting(store).await;
    let group = store.groups().await.unwrap()[0].id;
    let account = account(store, "1").await;
    let other_account = store.create_account(&an_account("2")).await.unwrap();
    for (hash, expires) in [([1; 32], LATER), ([2; 32], LATER), ([3; 32], EXPIRED)] {
        let session = store.create_session(hash, other_account, Timestamp(0), expires);
        session.await.unwrap();
    }
    let service = Service::ChairOf(meeting);
    for (hash, expires) in [([1; 32], LATER), ([2; 32], LATER), ([3; 32], EXPIRED)] {
        store.create_invite(hash, service, expires).await.unwrap();
    }
    let feed = store
        .add_feed("Nord", "https://directory.example/feed", "")
        .await
        .unwrap();
    let room = OccurrenceId {
        meeting,
        starts: NOW,
    };
    store.save_room(room, "one", "", NOW).await.unwrap();
    Stored {
        group,
        meeting,
        account,
        other_account,
        feed,
        room,
    }
}

fn text<T>(result: Result<T, impl Display>) -> Result<(), String> {
    result.map(drop).map_err(|error| error.to_string())
}

/// A change that is one call of the store.
macro_rules! change {
    ($name:literal, |$store:ident, $stored:pat_param| $call:expr) => {
        ($name, |$store, $stored| {
            Box::pin(async move { text($call.await) })
        })
    };
}

/// All kinds of change, in an order in which each has something to change.
pub const CHANGES: &[(&str, MakeChange)] = &[
    change!("create an account", |store, _| store
        .create_account(&an_account("3"))),
    change!("set a passphrase", |store, Stored { account, .. }| store
        .set_passphrase(account, &Redacted("$argon2id$two".to_owned()))),
    change!("grant a service", |store, Stored { account, group, .. }| {
        store.grant(account, Service::SecretaryOf(group))
    }),
    change!("create a session", |store, Stored { account, .. }| store
        .create_session([9; 32], account, NOW, LATER)),
    change!("delete a session", |store, _| store.delete_session([1; 32])),
    change!("purge sessions", |store, _| store.purge_sessions(NOW)),
    change!(
        "delete the sessions of an account",
        |store, Stored { other_account, .. }| store.delete_sessions_of(other_account)
    ),
    change!("create an invitation", |store, _| store.create_invite(
        [9; 32],
        Service::Operator,
        LATER
    )),
    change!("use an invitation", |store, Stored { account, .. }| store
        .use_invite([1; 32], account, NOW)),
    change!("sign up", |store, _| store.use_invite_with_new_account(
        [2; 32],
        &an_account("4"),
        NOW
    )),
    change!("purge invitations", |store, _| store.purge_invites(NOW)),
    change!("set embed origins", |store, _| store
        .set_embed_origins(&["https://group.example".to_owned()])),
    change!("add a feed", |store, _| store.add_feed(
        "Süd",
        "https://other.example/feed",
        "Europe/Berlin"
    )),
    change!("edit a feed", |store, Stored { feed, .. }| store.edit_feed(
        feed,
        "Norden",
        "Europe/Berlin"
    )),
    change!("save a feed", |store, Stored { feed, .. }| store.save_feed(
        feed,
        r#"{"failures":1}"#,
        "[]"
    )),
    change!("remove a feed", |store, Stored { feed, .. }| store
        .remove_feed(feed)),
    change!("create a group", |store, _| store
        .create_group(&a_group("anchor"))),
    change!("change a group", |store, Stored { group, .. }| store
        .update_group(group, &a_group("harbour-street"))),
    change!("create a meeting", |store, Stored { group, .. }| store
        .create_meeting(&a_meeting(group, "wednesday"), NOW)),
    ("change a meeting", |store, stored| {
        Box::pin(change_meeting(store, stored))
    }),
    change!("purge changes of dates", |store, _| store
        .purge_changes(date(2027, 1, 1))),
    change!("save a room", |store, Stored { room, .. }| store
        .save_room(room, "two", "", LATER)),
    change!("delete a room", |store, Stored { room, .. }| store
        .delete_room(room)),
    change!("delete a meeting", |store, Stored { meeting, .. }| store
        .delete_meeting(meeting)),
    change!("delete an account", |store, Stored { account, .. }| store
        .delete_account(account)),
];

async fn change_meeting(store: &Store, stored: Stored) -> Result<(), String> {
    let meeting = store.meeting(stored.meeting).await.unwrap().expect("it");
    let timetable = Timetable {
        doors_before: Millis::from_mins(1),
        ..meeting.timetable
    };
    let slug = "a-new-slug";
    let updated = store.update_meeting(meeting.id, slug, &meeting.about, &timetable, 0, LATER);
    text(updated.await)
}

/// Checks that each change fails with this error and leaves the database as it was.
pub async fn assert_each_fails(
    settings: &StoreSettings,
    store: &Store,
    stored: Stored,
    error: impl Display,
) {
    let before = content(settings).await;
    for (name, change) in CHANGES {
        assert_eq!(
            change(store, stored).await,
            Err(error.to_string()),
            "{name}"
        );
        assert_eq!(content(settings).await, before, "{name} changed something");
    }
}

/// Checks that each change succeeds and is in the database then.
pub async fn assert_each_is_stored(settings: &StoreSettings, store: &Store, stored: Stored) {
    let mut before = content(settings).await;
    for (name, change) in CHANGES {
        assert_eq!(change(store, stored).await, Ok(()), "{name}");
        let after = content(settings).await;
        assert_ne!(after, before, "{name} is not stored");
        before = after;
    }
}

/// All rows of all tables, as another connection sees them.
async fn content(settings: &StoreSettings) -> Vec<String> {
    let mut connection = direct_connection(settings).await;
    let mut rows = Vec::new();
    for (table, columns) in TABLES {
        let row = match settings.url {
            Database::Sqlite { .. } => {
                let columns: Vec<_> = columns.split(' ').map(quoted).collect();
                columns.join(" || ' ' || ")
            }
            Database::Postgres { .. } => format!("CAST({table} AS text)"),
        };
        rows.extend(rows_of(&mut connection, table, &row).await);
    }
    connection.close().await.expect("a connection closes");
    rows
}

fn quoted(column: &str) -> String {
    format!("quote({column})")
}

async fn rows_of(connection: &mut AnyConnection, table: &str, row: &str) -> Vec<String> {
    let query = format!("SELECT '{table} ' || {row} FROM {table} ORDER BY 1");
    sqlx::query_scalar(AssertSqlSafe(query))
        .fetch_all(connection)
        .await
        .expect("the rows of a table")
}
