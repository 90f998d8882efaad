//! `porchlight check`: a plain verdict per line on whether this machine is ready to serve.

use super::CliError;
use super::serve::{media_settings, store_settings};
use crate::base::{Entropy, SystemEntropy};
use crate::config::{Flags, Settings};
use crate::media::{Media, MediaSettings, RoomKey, stun};
use crate::store::{OpenError, Store};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::{TcpListener, UdpSocket};

/// A round trip on this machine takes far less; on a busy one still less than this.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// Prints the verdicts; the exit code is a failure when one of them is.
pub async fn check(flags: &Flags) -> Result<ExitCode, CliError> {
    let mut report = Report { failed: false };
    let settings = match Settings::read(flags) {
        Ok(settings) => settings,
        Err(problem) => {
            report.bad("configuration", &problem.to_string());
            return Ok(report.code());
        }
    };
    report.good("configuration", "every setting can be used");
    store(&mut report, &settings).await;
    pages_port(&mut report, settings.http.bind).await;
    let media = media_settings(&settings)?;
    if audio_port(&mut report, media.bind).await {
        addresses(&mut report, &media);
        round_trip(&mut report, &media).await;
    }
    Ok(report.code())
}

async fn store(report: &mut Report, settings: &Settings) {
    match Store::open(&store_settings(settings)).await {
        Ok(store) => {
            store.close().await;
            report.good("data", "the database opens and its tables are up to date");
        }
        Err(problem @ OpenError::InUse { .. }) => report.note("data", &problem.to_string()),
        Err(problem) => report.bad("data", &problem.to_string()),
    }
}

async fn pages_port(report: &mut Report, bind: SocketAddr) {
    match TcpListener::bind(bind).await {
        Ok(_) => report.good("pages", &format!("{bind} is free")),
        Err(why) => report.bad("pages", &format!("http.bind = {bind} can't be had: {why}")),
    }
}

async fn audio_port(report: &mut Report, bind: SocketAddr) -> bool {
    let udp = UdpSocket::bind(bind).await.map(drop);
    let tcp = TcpListener::bind(bind).await.map(drop);
    for (kind, taken) in [("UDP", &udp), ("TCP", &tcp)] {
        match taken {
            Ok(()) => report.good("audio", &format!("{kind} {bind} is free")),
            Err(why) => {
                report.bad(
                    "audio",
                    &format!("media.bind = {bind} can't be had for {kind}: {why}"),
                );
            }
        }
    }
    udp.is_ok() && tcp.is_ok()
}

fn addresses(report: &mut Report, media: &MediaSettings) {
    if media.public_addresses.is_empty() {
        report.bad(
            "addresses",
            "this machine has no address that browsers could reach; set media.public_addresses",
        );
    }
    for address in &media.public_addresses {
        match reach(*address) {
            Reach::Internet => report.good("addresses", &format!("{address} can be reached from the internet if its firewall lets port {} through", media.bind.port())),
            Reach::Network => report.note("addresses", &format!("{address} can be reached from its own network alone; behind a router, set media.public_addresses to the outer address")),
            Reach::Machine => report.note("addresses", &format!("{address} can be reached from this machine alone")),
        }
    }
}

/// Starts the media plane for a moment and lets a connectivity check go round.
async fn round_trip(report: &mut Report, media: &MediaSettings) {
    let plane = match Media::start(media.clone(), |_| {}) {
        Ok(plane) => plane,
        Err(why) => {
            return report.bad(
                "round trip",
                &format!("the audio port can't be opened: {why}"),
            );
        }
    };
    let to = loopback(plane.local_address());
    match check_connectivity(&plane, to).await {
        Ok(()) => report.good(
            "round trip",
            &format!("a connectivity check to {to} is answered"),
        ),
        Err(why) => {
            report.bad(
                "round trip",
                &format!("a connectivity check to {to} failed: {why}"),
            );
        }
    }
}

async fn check_connectivity(plane: &Media, to: SocketAddr) -> Result<(), String> {
    let (_, answer) = plane
        .connect(RoomKey(0), OFFER)
        .map_err(|why| why.to_string())?;
    let line = |key: &str| answer.lines().find_map(|line| line.strip_prefix(key));
    let (Some(user), Some(password)) = (line("a=ice-ufrag:"), line("a=ice-pwd:")) else {
        return Err("the audio port's own answer can't be read".to_owned());
    };
    let mut request = Vec::new();
    let transaction = SystemEntropy.bytes();
    stun::binding_request(
        transaction,
        &format!("{user}:check"),
        password,
        &mut request,
    );

    let local = SocketAddr::new(to.ip(), 0);
    let socket = UdpSocket::bind(local)
        .await
        .map_err(|why| why.to_string())?;
    socket
        .send_to(&request, to)
        .await
        .map_err(|why| why.to_string())?;
    let mut answer = [0; 512];
    let (length, _) = tokio::time::timeout(ANSWER_WITHIN, socket.recv_from(&mut answer))
        .await
        .map_err(|_| "no answer; a firewall may stand in between".to_owned())?
        .map_err(|why| why.to_string())?;
    stun::parse_success(&answer[..length], transaction, password)
        .map(drop)
        .map_err(|_| "something else answers on that port".to_owned())
}

/// Where this machine itself reaches a listener.
fn loopback(listener: SocketAddr) -> SocketAddr {
    let ip = match listener.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listener.port())
}

/// What a browser would offer, as short as it may be.
const OFFER: &str = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n\
    a=group:BUNDLE 0 1\r\na=ice-ufrag:check\r\na=ice-pwd:checkcheckcheckcheckcheck\r\n\
    a=fingerprint:sha-256 00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:\
    00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00\r\na=setup:actpass\r\n\
    m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sendrecv\r\n\
    a=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n\
    m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=recvonly\r\n\
    a=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n";

enum Reach {
    Internet,
    Network,
    Machine,
}

fn reach(address: IpAddr) -> Reach {
    match address {
        _ if address.is_loopback() => Reach::Machine,
        IpAddr::V4(v4)
            if v4.is_private() || v4.is_documentation() || v4.is_link_local() || is_shared(v4) =>
        {
            Reach::Network
        }
        IpAddr::V6(v6) if v6.is_unique_local() || v6.is_unicast_link_local() => Reach::Network,
        _ => Reach::Internet,
    }
}

/// 100.64.0.0/10, between a provider and its customers (RFC 6598).
const fn is_shared(address: std::net::Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    first == 100 && second & 0b1100_0000 == 64
}

struct Report {
    failed: bool,
}

impl Report {
    fn good(&self, what: &str, verdict: &str) {
        Self::line("good", what, verdict);
    }

    fn note(&self, what: &str, verdict: &str) {
        Self::line("note", what, verdict);
    }

    fn bad(&mut self, what: &str, verdict: &str) {
        self.failed = true;
        Self::line("BAD ", what, verdict);
    }

    fn line(mark: &str, what: &str, verdict: &str) {
        println!("{mark}  {what:<13} {verdict}");
    }

    fn code(&self) -> ExitCode {
        if self.failed {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }
}
