//! Data that former versions wrote: this version opens it, serves it as before and restores its rooms.
//!
//! One folder of `tests/fixtures` for each version, written by `cargo run --example fixture`.

use crate::support::browser::Browser;
use crate::support::client::{Client, ClientSocket};
use crate::support::running::Server;
use porchlight::base::Timestamp;
use porchlight::wire::{QueueEntryView, RoomView};
use serde::Deserialize;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Expected {
    /// The time at which the server was stopped.
    now: Timestamp,
    account: Account,
    /// The token of an unused invitation.
    invite: String,
    rooms: Vec<Room>,
}

#[derive(Deserialize)]
struct Account {
    number: String,
    passphrase: String,
    cookie: String,
}

#[derive(Deserialize)]
struct Room {
    slug: String,
    /// Who was inside or in the lobby; the first one chairs.
    resume: Vec<Seat>,
    /// The room as its chair saw it last.
    room: RoomView,
}

#[derive(Deserialize)]
struct Seat {
    id: porchlight::base::ParticipantId,
    token: String,
}

/// What other programs fetch, and the file with the former version's response.
const PUBLIC_FILES: [(&str, &str); 5] = [
    ("/meetings.json", "meetings.json"),
    ("/calendar.ics", "calendar.ics"),
    ("/schedule.json?q=each", "schedule.json"),
    ("/operator/export.csv", "export.csv"),
    ("/operator/export.json", "export.json"),
];

fn versions() -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let entries = std::fs::read_dir(fixtures).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let versions: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    assert!(!versions.is_empty(), "there are fixtures");
    versions
}

async fn start(version: &Path) -> (Server, Expected) {
    let text = std::fs::read_to_string(version.join("expected.json")).unwrap();
    let expected: Expected = serde_json::from_str(&text).unwrap();
    let server = Server::start_on(&version.join("data"), expected.now).await;
    (server, expected)
}

#[tokio::test]
async fn rooms_of_former_versions_are_restored_with_everyone_in_their_seat() {
    for version in versions() {
        let (server, expected) = start(&version).await;
        for room in &expected.rooms {
            let mut clients = Vec::new();
            for seat in &room.resume {
                let socket = ClientSocket::open_for(server.address, &room.slug, None).await;
                let client = Client::say_hello(socket, "Nobody", Some(&seat.token)).await;
                assert_eq!(client.you.id, seat.id, "{} in {}", seat.id, room.slug);
                clients.push(client);
            }
            assert_same_room(&clients[0].refresh().await, &room.room);
        }
    }
}

/// Compares all but the floor's clock: it is stopped after a restart until the person presses again.
fn assert_same_room(after: &RoomView, before: &RoomView) {
    assert_eq!(after.meeting, before.meeting);
    assert_eq!(after.stage, before.stage);
    assert_eq!(after.people, before.people);
    let place = |entry: &QueueEntryView| (entry.person, entry.since, entry.state);
    let places = |room: &RoomView| room.queue.entries.iter().map(place).collect::<Vec<_>>();
    assert_eq!(places(after), places(before));
    assert_eq!(
        (after.queue.mode, after.queue.open, after.queue.share_limit),
        (
            before.queue.mode,
            before.queue.open,
            before.queue.share_limit
        )
    );
    let waiting = |room: &RoomView| room.lobby.as_ref().map(|lobby| lobby.waiting.clone());
    assert_eq!(waiting(after), waiting(before));
    let floor = |room: &RoomView| {
        let floor = room.floor.as_ref()?;
        Some((floor.person, floor.turn, floor.since, floor.limit))
    };
    assert_eq!(floor(after), floor(before));
}

/// Since 0.1.0 a line of calendars has other words, so that long lines are folded elsewhere (RFC 5545, 3.1).
fn reworded(file: &str) -> String {
    file.replace("\r\n ", "").replace("Held by ", "Hosted by ")
}

#[tokio::test]
async fn feeds_calendars_and_sheets_of_former_data_are_byte_for_byte_the_same() {
    for version in versions() {
        let (server, expected) = start(&version).await;
        server.site.app.listings_changed().await;
        let mut operator = Browser::at(&server.site.app, "192.0.2.1:4000");
        let (name, value) = expected.account.cookie.split_once('=').unwrap();
        operator.set_cookie(name, value);
        for (path, file) in PUBLIC_FILES {
            let response = operator.get(path).await;
            let before = std::fs::read_to_string(version.join(file)).unwrap();
            let after = if file == "export.csv" {
                without_added_columns(&response.html, &before)
            } else {
                response.html
            };
            assert_eq!(reworded(&after), reworded(&before), "{path}");
        }
    }
}

/// The sheet without the columns that `before` does not have: a later version may add a field. Former data
/// has no value for it.
fn without_added_columns(sheet: &str, before: &str) -> String {
    let (sheet, before) = (records(sheet), records(before));
    let is_former = |column: &usize| before[0].iter().any(|name| *name == sheet[0][*column]);
    let (former, added): (Vec<usize>, Vec<usize>) = (0..sheet[0].len()).partition(is_former);
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for (number, record) in sheet.iter().enumerate() {
        let is_empty = added.iter().all(|column| record[*column].is_empty());
        assert!(number == 0 || is_empty, "an added column is empty");
        let cells = former.iter().map(|column| &record[*column]);
        writer.write_record(cells).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    format!("\u{feff}{text}")
}

fn records(sheet: &str) -> Vec<csv::StringRecord> {
    let sheet = sheet.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(sheet.as_bytes());
    let records = reader.records().collect::<Result<_, _>>();
    records.unwrap()
}

#[tokio::test]
async fn accounts_invitations_and_feeds_of_former_versions_are_kept() {
    for version in versions() {
        let (server, expected) = start(&version).await;
        let mut browser = Browser::at(&server.site.app, "192.0.2.1:4000");
        let signed_in = browser
            .post(
                "/sign-in",
                &[
                    ("account", &expected.account.number),
                    ("passphrase", &expected.account.passphrase),
                ],
            )
            .await;
        assert_eq!(signed_in.redirect_target(), "/account");
        let operator = browser.get("/operator").await;
        assert!(operator.html.contains("https://directory.example/down"));
        assert!(operator.html.contains("https://group.example"));
        let mut newcomer = Browser::at(&server.site.app, "192.0.2.2:4000");
        let invitation = newcomer.get(&format!("/invite/{}", expected.invite)).await;
        assert_eq!(invitation.status, 200);
        server.site.app.listings_changed().await;
        let schedule = newcomer.get("/?q=night").await;
        assert!(schedule.html.contains("Night Shift"), "the feed's meeting");
        let former = newcomer.get("/groups/riverside").await;
        assert_eq!(former.header("location"), "/groups/riverside-group");
    }
}
