//! The built program, asked over sockets as fast as it answers.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// Connections that ask one page after another.
const CONNECTIONS: usize = 16;

/// Long enough to cross a minute's end now and then, when every page is made anew.
const ASK_FOR: Duration = Duration::from_secs(8);

/// Pages that are asked for in turn.
const PAGES: [&str; 4] = [
    "/",
    "/?tz=Asia/Tokyo",
    "/?q=newcomers",
    "/?language=es&day=friday",
];

/// How many pages a second, in words.
pub async fn run(program: &Path, folder: &Path) -> String {
    let free = || {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        listener
            .and_then(|listener| listener.local_addr())
            .expect("a port of loopback")
    };
    let (pages, audio) = (free(), free());
    let mut child = start(program, folder, pages, audio).expect("the program starts");
    while once(pages).await.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let began = Instant::now();
    let asking: Vec<_> = (0..CONNECTIONS)
        .map(|number| tokio::spawn(async move { ask(pages, number, began + ASK_FOR).await }))
        .collect();
    let mut answered = 0;
    for one in asking {
        answered += one.await.expect("no panic").expect("answers");
    }
    let rate = answered as f64 / began.elapsed().as_secs_f64();
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

async fn once(to: SocketAddr) -> io::Result<()> {
    let mut line = TcpStream::connect(to).await?;
    page(&mut line, to, "/", &mut Vec::new()).await
}

async fn ask(to: SocketAddr, number: usize, until: Instant) -> io::Result<usize> {
    let mut line = TcpStream::connect(to).await?;
    let (mut answered, mut buffer) = (0, Vec::new());
    while Instant::now() < until {
        let path = PAGES[(number + answered) % PAGES.len()];
        page(&mut line, to, path, &mut buffer).await?;
        answered += 1;
    }
    Ok(answered)
}

/// Asks for a page on a connection that stays open, and reads all of it.
async fn page(
    line: &mut TcpStream,
    to: SocketAddr,
    path: &str,
    buffer: &mut Vec<u8>,
) -> io::Result<()> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {to}\r\nAccept-Encoding: br\r\n\r\n");
    line.write_all(request.as_bytes()).await?;
    buffer.clear();
    loop {
        if line.read_buf(buffer).await? == 0 {
            return Err(io::Error::other("the line was closed"));
        }
        if let Some(whole) = length(buffer)?
            && buffer.len() >= whole
        {
            return Ok(());
        }
    }
}

/// How long the answer is, head and body, once its head is there.
fn length(answer: &[u8]) -> io::Result<Option<usize>> {
    let Some(head) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = String::from_utf8_lossy(&answer[..head]).to_ascii_lowercase();
    if !text.starts_with("http/1.1 200") {
        return Err(io::Error::other(text));
    }
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    let body: usize = length
        .and_then(|length| length.trim().parse().ok())
        .ok_or_else(|| io::Error::other("no length"))?;
    Ok(Some(head + 4 + body))
}
