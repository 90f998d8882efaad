//! Runs the built program as a child process, with a minimal HTTP client.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::process::{Child, Command};

pub struct Program {
    path: PathBuf,
    folder: tempfile::TempDir,
    pub pages: SocketAddr,
    audio: SocketAddr,
    child: Option<Child>,
}

impl Program {
    pub fn new(path: PathBuf) -> io::Result<Self> {
        let free_address = || -> io::Result<SocketAddr> {
            std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
        };
        let folder = tempfile::tempdir()?;
        Ok(Self {
            path,
            folder,
            pages: free_address()?,
            audio: free_address()?,
            child: None,
        })
    }

    /// Starts the program and waits until it responds. Returns how long that took.
    pub async fn start(&mut self) -> io::Result<Duration> {
        let start = Instant::now();
        let child = Command::new(&self.path)
            .arg("demo")
            .arg("--quiet")
            .arg("--data-folder")
            .arg(self.folder.path())
            .args(["--http-bind", &self.pages.to_string()])
            .args(["--media-bind", &self.audio.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        self.child = Some(child);
        while self.get("/readyz").await.is_err() {
            if start.elapsed() > Duration::from_secs(20) {
                return Err(io::Error::other("the program does not respond"));
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok(start.elapsed())
    }

    pub async fn kill(&mut self) -> io::Result<()> {
        match self.child.take() {
            Some(mut child) => child.kill().await,
            None => Ok(()),
        }
    }

    /// The resident memory of the program in bytes.
    pub fn memory(&self) -> io::Result<usize> {
        let id = self.child.as_ref().and_then(Child::id).unwrap_or_default();
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
        Ok(kib.unwrap_or_default() * 1024)
    }

    /// Requests a page over a new connection. Returns the size of its body in bytes.
    pub async fn get(&self, path: &str) -> io::Result<usize> {
        let mut stream = TcpStream::connect(self.pages).await?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n",
            self.pages
        );
        stream.write_all(request.as_bytes()).await?;
        let mut response = Vec::new();
        stream.read_to_end(&mut response).await?;
        let body = response
            .windows(4)
            .position(|bytes| bytes == b"\r\n\r\n")
            .map(|index| index + 4);
        match body {
            Some(body) if response.starts_with(b"HTTP/1.1 200") => Ok(response.len() - body),
            _ => Err(io::Error::other("the response is not a 200")),
        }
    }
}

/// Connects from one of many loopback addresses, because the server limits connections per address.
pub async fn connect_from(number: usize, to: SocketAddr) -> io::Result<TcpStream> {
    let last = u8::try_from(number / 200 + 2).unwrap_or(u8::MAX);
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::new(127, 0, 0, last), 0).into())?;
    socket.connect(to).await
}
