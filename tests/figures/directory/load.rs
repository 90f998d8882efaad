//! Requests pages of the built program over sockets, as fast as it responds.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// Connections that request one page after another.
const CONNECTIONS: usize = 16;

/// Sometimes includes the end of a minute, after which every page is rendered again.
const DURATION: Duration = Duration::from_secs(8);

/// Pages that are requested in turn.
const PAGES: [&str; 4] = [
    "/",
    "/?tz=Asia/Tokyo",
    "/?q=newcomers",
    "/?language=es&day=friday",
];

/// Returns the number of pages per second as a text.
pub async fn run(program: &Path, folder: &Path) -> String {
    let free_address = || {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        listener
            .and_then(|listener| listener.local_addr())
            .expect("a free loopback port")
    };
    let (pages, audio) = (free_address(), free_address());
    let mut child = start(program, folder, pages, audio).expect("the program starts");
    while request_once(pages).await.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let start_time = Instant::now();
    let tasks: Vec<_> = (0..CONNECTIONS)
        .map(|number| {
            tokio::spawn(async move { request_pages(pages, number, start_time + DURATION).await })
        })
        .collect();
    let mut pages_read = 0;
    for task in tasks {
        pages_read += task.await.expect("no panic").expect("the program responds");
    }
    let rate = pages_read as f64 / start_time.elapsed().as_secs_f64();
    let _ = child.kill().await;
    format!("{rate:.0} a second, {CONNECTIONS} connections on the same machine")
}

fn start(program: &Path, folder: &Path, pages: SocketAddr, audio: SocketAddr) -> io::Result<Child> {
    let mut command = Command::new("taskset");
    command.args(["-c", "0"]).arg(program);
    command
        .arg("serve")
        .arg("--data-folder")
        .arg(folder)
        .args([
            "--http-bind",
            &pages.to_string(),
            "--media-bind",
            &audio.to_string(),
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
}

async fn request_once(to: SocketAddr) -> io::Result<()> {
    let mut stream = TcpStream::connect(to).await?;
    read_page(&mut stream, to, "/", &mut Vec::new()).await
}

async fn request_pages(to: SocketAddr, number: usize, until: Instant) -> io::Result<usize> {
    let mut stream = TcpStream::connect(to).await?;
    let (mut count, mut buffer) = (0, Vec::new());
    while Instant::now() < until {
        let path = PAGES[(number + count) % PAGES.len()];
        read_page(&mut stream, to, path, &mut buffer).await?;
        count += 1;
    }
    Ok(count)
}

/// Requests a page on a connection that stays open, and reads the whole response.
async fn read_page(
    stream: &mut TcpStream,
    to: SocketAddr,
    path: &str,
    buffer: &mut Vec<u8>,
) -> io::Result<()> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {to}\r\nAccept-Encoding: br\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    buffer.clear();
    loop {
        if stream.read_buf(buffer).await? == 0 {
            return Err(io::Error::other("the connection was closed"));
        }
        if let Some(length) = response_length(buffer)?
            && buffer.len() >= length
        {
            return Ok(());
        }
    }
}

/// The length of head and body together; `None` before the head is complete.
fn response_length(response: &[u8]) -> io::Result<Option<usize>> {
    let Some(head) = response.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = String::from_utf8_lossy(&response[..head]).to_ascii_lowercase();
    if !text.starts_with("http/1.1 200") {
        return Err(io::Error::other(text));
    }
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    let body: usize = length
        .and_then(|length| length.trim().parse().ok())
        .ok_or_else(|| io::Error::other("no content-length"))?;
    Ok(Some(head + 4 + body))
}
