//! Who receives a chat message, and where its text never appears.

use super::{code, start_shares, wait_until_no_room_is_stored};
use crate::support::client::{Client, ClientSocket, hello};
use crate::support::running::Server;
use crate::support::server::{DOORS_OPEN, STARTS};
use porchlight::wire::CloseCode;
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use tracing_subscriber::filter::LevelFilter;

#[tokio::test]
async fn a_message_to_the_hosts_reaches_only_hosts_and_its_writer() {
    let server = Server::start(STARTS).await;
    let mut dana = start_shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let mut ana = Client::join(server.address, "Ana").await;
    let text = "May I just listen?";
    jo.request_ok(json!({"type": "chat", "to": "hosts", "text": text}))
        .await;
    dana.read_until(|dana| dana.has_received(text)).await;
    assert!(jo.has_received(text));
    // Everything sent to her earlier arrives before the answer to this request.
    ana.request_ok(json!({"type": "thank"})).await;
    assert!(ana.room.chat.is_empty());
    assert!(ana.refresh().await.chat.is_empty());
    dana.request_ok(json!({"type": "chat", "to": {"person": jo.you.id}, "text": "Of course."}))
        .await;
    jo.read_until(|jo| jo.has_received("Of course.")).await;
    ana.request_ok(json!({"type": "raise_hand"})).await;
    assert!(ana.room.chat.is_empty());
    assert!(ana.refresh().await.chat.is_empty());
}

#[tokio::test]
async fn a_message_is_never_written_to_disk() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana =
        Client::join_with_account(server.address, "Dana", &server.chair_cookie().await).await;
    let mut jo = Client::join(server.address, "Xenokrates").await;
    jo.request_ok(json!({"type": "chat", "to": "everyone", "text": "quicksilver one"}))
        .await;
    jo.request_ok(json!({"type": "chat", "to": "hosts", "text": "quicksilver two"}))
        .await;
    // Saves the room again after the messages.
    dana.request_ok(json!({"type": "start_meeting"})).await;
    while !folder_contains(server.folder(), "in_session") {
        tokio::task::yield_now().await;
    }
    assert!(
        folder_contains(server.folder(), "Xenokrates"),
        "the search finds what is saved"
    );
    assert!(!folder_contains(server.folder(), "quicksilver"));
    dana.request_ok(json!({"type": "end_meeting"})).await;
    dana.socket
        .send_message(json!({"type": "close_room"}))
        .await;
    assert_eq!(jo.socket.close_code().await, code(CloseCode::Ended));
    wait_until_no_room_is_stored(&server).await;
    server.site.app.store.close().await;
    assert!(!folder_contains(server.folder(), "quicksilver"));
    assert!(
        !folder_contains(server.folder(), "Xenokrates"),
        "the names are deleted with the room"
    );
}

#[tokio::test]
async fn no_name_token_or_message_is_logged() {
    let log = Log::default();
    let writer = log.clone();
    // Everything that this process logs, at the most detailed level.
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .init();
    let server = Server::start(DOORS_OPEN).await;
    let mut dana =
        Client::join_with_account(server.address, "Dana", &server.chair_cookie().await).await;
    let mut jo = Client::join(server.address, "Aristophanes").await;
    let token = jo.you.resume.clone();
    jo.request_ok(json!({"type": "chat", "to": "everyone", "text": "hellebore"}))
        .await;
    dana.request_ok(json!({"type": "start_meeting"})).await;
    jo.socket.send_message(json!({"type": "nonsense"})).await;
    assert_eq!(jo.socket.close_code().await, code(CloseCode::Malformed));
    dana.read_until(|dana| dana.is_away(jo.you.id)).await;
    server.entropy.fail_once();
    let mut ana = ClientSocket::open(server.address, None).await;
    ana.send_message(hello("Alcibiades", None)).await;
    assert_eq!(ana.close_code().await, code(CloseCode::Restarting));
    assert_eq!(dana.socket.close_code().await, code(CloseCode::Restarting));
    while !log.text().contains("a room's task panicked") {
        tokio::task::yield_now().await;
    }
    let log = log.text();
    for secret in [
        "Aristophanes",
        "Alcibiades",
        "hellebore",
        "the test requested",
        &token,
    ] {
        assert!(!log.contains(secret), "the log contains «{secret}»");
    }
}

/// The log, in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes()).into_owned()
    }

    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().expect("no writer has panicked")
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

/// Whether any file in the folder contains this text.
fn folder_contains(folder: &Path, text: &str) -> bool {
    let files = std::fs::read_dir(folder).expect("the folder exists");
    files.filter_map(Result::ok).any(|file| {
        // The database may delete a file of its own meanwhile.
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    })
}
