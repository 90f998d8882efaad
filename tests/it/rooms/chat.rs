//! Who reads a message, and where it is never found.

use super::{code, shares};
use crate::support::client::Client;
use crate::support::running::Server;
use crate::support::server::{DOORS_OPEN, STARTS};
use porchlight::wire::CloseCode;
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use tracing_subscriber::filter::LevelFilter;

#[tokio::test]
async fn a_line_to_the_hosts_reaches_hosts_and_its_writer_alone() {
    let server = Server::start(STARTS).await;
    let mut dana = shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let mut ana = Client::join(server.address, "Ana").await;
    let text = "May I just listen?";
    jo.does(json!({"type": "chat", "to": "hosts", "text": text}))
        .await;
    dana.until(|dana| dana.has_read(text)).await;
    assert!(jo.has_read(text));
    // Whatever was sent to her before comes before the answer to this.
    ana.does(json!({"type": "thank"})).await;
    assert!(ana.room.chat.is_empty());
    assert!(ana.look().await.chat.is_empty());
    dana.does(json!({"type": "chat", "to": {"person": jo.you.id}, "text": "Of course."}))
        .await;
    jo.until(|jo| jo.has_read("Of course.")).await;
    ana.does(json!({"type": "raise_hand"})).await;
    assert!(ana.room.chat.is_empty());
    assert!(ana.look().await.chat.is_empty());
}

#[tokio::test]
async fn a_message_is_on_no_disk_while_the_room_lasts_nor_after() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana = Client::serve(server.address, "Dana", &server.chair().await).await;
    let mut jo = Client::join(server.address, "Xenokrates").await;
    jo.does(json!({"type": "chat", "to": "everyone", "text": "quicksilver one"}))
        .await;
    jo.does(json!({"type": "chat", "to": "hosts", "text": "quicksilver two"}))
        .await;
    // So that the room is written down again after it held the messages.
    dana.does(json!({"type": "start_meeting"})).await;
    while !holds(server.folder(), "in_session") {
        tokio::task::yield_now().await;
    }
    assert!(
        holds(server.folder(), "Xenokrates"),
        "the search finds what is written"
    );
    assert!(!holds(server.folder(), "quicksilver"));
    dana.does(json!({"type": "end_meeting"})).await;
    dana.line.say(json!({"type": "close_room"})).await;
    assert_eq!(jo.line.ended().await, code(CloseCode::Ended));
    while !server
        .site
        .app
        .store
        .rooms()
        .await
        .expect("it reads")
        .is_empty()
    {
        tokio::task::yield_now().await;
    }
    server.site.app.store.close().await;
    assert!(!holds(server.folder(), "quicksilver"));
    assert!(
        !holds(server.folder(), "Xenokrates"),
        "the names go with the room"
    );
}

#[tokio::test]
async fn no_name_token_or_message_is_logged() {
    let log = Log::default();
    let written = log.clone();
    // Everything that this process tells, at the most talkative.
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || written.clone())
        .init();
    let server = Server::start(DOORS_OPEN).await;
    let mut dana = Client::serve(server.address, "Dana", &server.chair().await).await;
    let mut jo = Client::join(server.address, "Aristophanes").await;
    let token = jo.you.resume.clone();
    jo.does(json!({"type": "chat", "to": "everyone", "text": "hellebore"}))
        .await;
    dana.does(json!({"type": "start_meeting"})).await;
    jo.line.say(json!({"type": "nonsense"})).await;
    assert_eq!(jo.line.ended().await, code(CloseCode::Malformed));
    dana.until(|dana| dana.is_away(jo.you.id)).await;
    server.entropy.fail_once();
    let mut ana = crate::support::client::Line::open(server.address, None).await;
    ana.say(crate::support::client::hello("Alcibiades", None))
        .await;
    assert_eq!(ana.ended().await, code(CloseCode::Restarting));
    assert_eq!(dana.line.ended().await, code(CloseCode::Restarting));
    while !log.text().contains("a room's task failed") {
        tokio::task::yield_now().await;
    }
    let log = log.text();
    for secret in [
        "Aristophanes",
        "Alcibiades",
        "hellebore",
        "the test asked for",
        &token,
    ] {
        assert!(!log.contains(secret), "the log holds «{secret}»");
    }
}

/// What was logged, in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes()).into_owned()
    }

    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().expect("no writer panics")
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Whether any file in the folder holds this text.
fn holds(folder: &Path, text: &str) -> bool {
    let files = std::fs::read_dir(folder).expect("the folder is there");
    files.filter_map(Result::ok).any(|file| {
        // A file of the database may go while we look.
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    })
}
