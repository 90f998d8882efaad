//! The media plane in a process of its own, controlled by lines on standard input.
//!
//! The response to `offer BASE64` is `answer PEER BASE64`; to `floor PEER` it is `ok`; to `usage` it is
//! `usage USER_MICROS KERNEL_MICROS RSS_KIB FORWARDED LOST`.

use data_encoding::BASE64;
use porchlight::media::{ForwardPolicy, Media, MediaSettings, PeerId, RoomKey};
use std::io::{self, BufRead, BufReader, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const ROOM: RoomKey = RoomKey(1);

/// Microseconds of a tick in /proc/self/stat: Linux reports 100 ticks a second on every platform.
const TICK_MICROS: u64 = 10_000;

/// KiB of a page in /proc/self/statm, on the platforms that this runs on.
const PAGE_KIB: u64 = 4;

/// The server's resource usage and counters.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    pub user_micros: u64,
    pub kernel_micros: u64,
    pub rss_kib: u64,
    pub forwarded: u64,
    pub lost: u64,
}

/// Serves until its standard input ends.
pub fn serve() -> io::Result<()> {
    let media = Media::start(
        MediaSettings {
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            public_addresses: vec![IpAddr::V4(Ipv4Addr::LOCALHOST)],
            udp_candidates: true,
            max_peers: 100_000,
            max_tcp: 1_000,
        },
        |_| {},
    )?;
    for line in io::stdin().lines() {
        let line = line?;
        let response = match line.split_once(' ') {
            Some(("offer", offer)) => connect(&media, offer)?,
            Some(("floor", peer)) => {
                let peer = PeerId(peer.parse().map_err(io::Error::other)?);
                media.set_audible(ROOM, ForwardPolicy::One(peer));
                "ok".to_owned()
            }
            _ => usage(&media)?,
        };
        println!("{response}");
    }
    Ok(())
}

fn connect(media: &Media, offer: &str) -> io::Result<String> {
    let offer = BASE64.decode(offer.as_bytes()).map_err(io::Error::other)?;
    let offer = String::from_utf8(offer).map_err(io::Error::other)?;
    let (peer, answer) = media.connect(ROOM, &offer).map_err(io::Error::other)?;
    Ok(format!(
        "answer {} {}",
        peer.0,
        BASE64.encode(answer.as_bytes())
    ))
}

fn usage(media: &Media) -> io::Result<String> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // After the name in parentheses: the state, ten more fields, then user and system time.
    let fields: Vec<_> = stat
        .rsplit(')')
        .next()
        .unwrap_or("")
        .split_whitespace()
        .collect();
    let micros = |field: usize| {
        let ticks = fields.get(field).and_then(|ticks| ticks.parse().ok());
        ticks.unwrap_or(0_u64) * TICK_MICROS
    };
    let memory = std::fs::read_to_string("/proc/self/statm")?;
    let pages: u64 = memory
        .split_whitespace()
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .unwrap_or(0);
    let counters = media.counters();
    Ok(format!(
        "usage {} {} {} {} {}",
        micros(11),
        micros(12),
        pages * PAGE_KIB,
        counters.forwarded_packets,
        counters.lost_packets
    ))
}

/// A child process that runs [`serve`].
pub struct ServerProcess {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl ServerProcess {
    pub fn start() -> io::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let no_pipe = || io::Error::other("the server has no pipes");
        let to = child.stdin.take().ok_or_else(no_pipe)?;
        let from = BufReader::new(child.stdout.take().ok_or_else(no_pipe)?);
        Ok(Self { child, to, from })
    }

    /// Returns the peer's number and the SDP answer.
    pub fn connect(&mut self, offer: &str) -> io::Result<(u64, String)> {
        let line = self.request(&format!("offer {}", BASE64.encode(offer.as_bytes())))?;
        let mut fields = line.split_whitespace().skip(1);
        let malformed = || io::Error::other("the server's response is malformed");
        let peer = fields
            .next()
            .and_then(|peer| peer.parse().ok())
            .ok_or_else(malformed)?;
        let answer = fields
            .next()
            .and_then(|answer| BASE64.decode(answer.as_bytes()).ok());
        let answer = answer
            .and_then(|answer| String::from_utf8(answer).ok())
            .ok_or_else(malformed)?;
        Ok((peer, answer))
    }

    pub fn give_floor(&mut self, peer: u64) -> io::Result<()> {
        self.request(&format!("floor {peer}")).map(drop)
    }

    pub fn usage(&mut self) -> io::Result<Usage> {
        let line = self.request("usage")?;
        let numbers: Vec<u64> = line
            .split_whitespace()
            .filter_map(|field| field.parse().ok())
            .collect();
        match numbers[..] {
            [user_micros, kernel_micros, rss_kib, forwarded, lost] => Ok(Usage {
                user_micros,
                kernel_micros,
                rss_kib,
                forwarded,
                lost,
            }),
            _ => Err(io::Error::other("the server's usage is malformed")),
        }
    }

    /// Sends a line and reads the response.
    fn request(&mut self, line: &str) -> io::Result<String> {
        writeln!(self.to, "{line}")?;
        self.to.flush()?;
        let mut response = String::new();
        match self.from.read_line(&mut response)? {
            0 => Err(io::Error::other("the server has stopped")),
            _ => Ok(response),
        }
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        // Fails when it has already ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
