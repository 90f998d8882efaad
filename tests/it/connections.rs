//! Slow and idle clients keep nobody out, and do not delay the end of the program.

use crate::program::{Program, program};
use crate::support::running::Server;
use crate::support::server::DOORS_OPEN;
use crate::support::test_site::test_site;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{Request, Response, StatusCode};
use futures_util::{StreamExt, stream};
use porchlight::http;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::Command;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tower::ServiceExt;

/// As many as there are places for pages.
const PLACES: usize = 256;

/// Half of the head of a request.
const HALF_HEAD: &[u8] = b"GET / HTTP/1.1\r\nhost: 127";

/// The head of a form, and half of its body.
fn half_form(address: SocketAddr) -> String {
    format!(
        "POST /sign-in HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\nnumber=12"
    )
}

fn send(mut stream: TcpStream, bytes: &[u8]) -> TcpStream {
    stream.write_all(bytes).expect("it is connected");
    stream
}

/// What arrives until the connection is closed.
fn receive(mut stream: TcpStream) -> String {
    let mut response = Vec::new();
    // A connection that is reset has sent what it had to send.
    let _ = stream.read_to_end(&mut response);
    String::from_utf8_lossy(&response).into_owned()
}

#[test]
fn slow_clients_do_not_delay_the_end_of_the_program() {
    let server = Program::start(&[]);
    let half_head = send(server.connect(), HALF_HEAD);
    let half_form = send(server.connect(), half_form(server.address).as_bytes());
    let silent = server.connect();
    // A response makes sure that the program has accepted the connections before.
    assert!(server.get("/healthz").ends_with("ok\n"));
    let log = server.stop().join("\n");
    assert!(log.contains("INFO stopped"), "{log}");
    // The half form did not end by its own time limit.
    let cut = "some requests were still in progress";
    assert!(log.contains(cut), "{log}");
    drop((half_head, half_form, silent));
}

#[test]
fn half_heads_beyond_the_limit_of_open_files_keep_nobody_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let serve = program(&folder);
    let mut shell = Command::new("sh");
    shell
        .current_dir(folder.path())
        .arg("-c")
        .arg("ulimit -n 256 && exec \"$0\" \"$@\"")
        .arg(serve.get_program());
    shell.envs(
        serve
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    let server = Program::start_with(shell, folder, &[]);
    let half_heads: Vec<TcpStream> = (0..400)
        .map(|_| send(server.connect(), HALF_HEAD))
        .collect();
    assert!(server.get("/healthz").ends_with("ok\n"));
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
    let log = server.log();
    assert!(log.contains("LimitNOFILE"), "{log}");
    drop(half_heads);
    server.stop();
}

#[tokio::test]
async fn half_forms_do_not_take_the_places_of_pages() {
    let site = test_site().await;
    let router = http::router(site.app().clone());
    let mut slow_forms = JoinSet::new();
    let (reading, mut bodies_read) = mpsc::unbounded_channel();
    for _ in 0..PLACES {
        let reading = reading.clone();
        let half = stream::once(async move {
            let _ = reading.send(());
            Ok::<_, std::io::Error>("number=12")
        });
        let request = Request::post("/sign-in")
            .header(HOST, "meet.example")
            .header(ORIGIN, "http://meet.example")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .extension(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 5))))
            .body(Body::from_stream(half.chain(stream::pending())));
        slow_forms.spawn(router.clone().oneshot(request.expect("a valid request")));
    }
    for _ in 0..PLACES {
        bodies_read.recv().await;
    }
    let page = Request::get("/").body(Body::empty());
    let response = router.oneshot(page.expect("a valid request")).await;
    assert_eq!(
        response.map(|response| response.status()),
        Ok(StatusCode::OK)
    );
    // Before, the page waited until one of the forms had failed.
    let answered: Option<_> = slow_forms.try_join_next();
    let answered = answered.map(|form| {
        form.expect("no panic")
            .map(|form: Response<_>| form.status())
    });
    assert_eq!(answered, None, "the page waited for a form");
}

#[tokio::test]
async fn when_every_connection_is_in_use_the_last_ones_are_for_rooms_and_health_checks() {
    let server = Server::start_with_connections(DOORS_OPEN, 8).await;
    let address = server.address;
    let responses = tokio::task::spawn_blocking(move || {
        // The request is in progress as soon as the server asks for the body.
        let expecting =
            half_form(address).replace("content-length", "expect: 100-continue\r\ncontent-length");
        let connect = || TcpStream::connect(address).expect("a connection");
        let forms: Vec<TcpStream> = (0..7)
            .map(|_| {
                let mut form = send(connect(), expecting.as_bytes());
                form.read_exact(&mut [0; 12])
                    .expect("a request for the body");
                form
            })
            .collect();
        // Both on one connection, the last that there is.
        let get = |path: &str, close: &str| {
            format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: {close}\r\n\r\n")
        };
        let requests = get("/healthz", "keep-alive") + &get("/", "close");
        let responses = receive(send(connect(), requests.as_bytes()));
        drop(forms);
        responses
    });
    let responses = responses.await.expect("no panic");
    let (health, page) = responses.split_once("HTTP/1.1 503").expect(&responses);
    assert!(health.ends_with("ok\n"), "{health}");
    let words = "Very many people are here right now";
    assert!(page.contains(words), "{page}");
}
