//! `porchlight check`: reports line by line whether this machine is ready to serve.

mod proxies;

use super::error::CliError;
use super::output::print_line;
use super::parts::{media_settings, store_settings};
use crate::base::{Entropy, SystemEntropy};
use crate::config::{ConfigError, Settings};
use crate::media::{Media, MediaSettings, RoomKey, stun};
use crate::store::{OpenError, Store};
use proxies::Finding;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::{TcpListener, UdpSocket};

/// Much longer than a round trip within one machine takes, even when the machine is busy.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(2);

/// Runs all checks and prints a line for each. The exit code is a failure if one of them failed.
///
/// # Errors
/// When the system does not list its network interfaces.
pub(super) async fn check(settings: Result<Settings, ConfigError>) -> Result<ExitCode, CliError> {
    let mut report = Report { failed: false };
    let settings = match settings {
        Ok(settings) => settings,
        Err(error) => {
            report.bad("configuration", &error.to_string());
            return Ok(report.exit_code());
        }
    };
    report.good("configuration", "all settings are valid");
    check_store(&mut report, &settings).await;
    check_pages_port(&mut report, settings.http.bind).await;
    check_proxies(&mut report, &settings);
    let media = media_settings(&settings, usize::MAX)?;
    if check_audio_port(&mut report, media.bind).await {
        check_addresses(&mut report, &media);
        check_round_trip(&mut report, &media).await;
    }
    Ok(report.exit_code())
}

async fn check_store(report: &mut Report, settings: &Settings) {
    match Store::open(&store_settings(settings)).await {
        Ok(store) => {
            store.close().await;
            report.good("data", "the database opens and its tables are up to date");
        }
        Err(error @ OpenError::InUse { .. }) => report.note("data", &error.to_string()),
        Err(error) => report.bad("data", &error.to_string()),
    }
}

async fn check_pages_port(report: &mut Report, bind: SocketAddr) {
    match TcpListener::bind(bind).await {
        Ok(_) => report.good("pages", &format!("{bind} is free")),
        Err(error) => report.bad(
            "pages",
            &format!("http.bind = {bind} can't be used: {error}"),
        ),
    }
}

fn check_proxies(report: &mut Report, settings: &Settings) {
    for finding in proxies::findings(&settings.http) {
        match finding {
            Finding::Good(result) => report.good("proxies", &result),
            Finding::Note(result) => report.note("proxies", result),
            Finding::Bad(result) => report.bad("proxies", result),
        }
    }
}

async fn check_audio_port(report: &mut Report, bind: SocketAddr) -> bool {
    let udp = UdpSocket::bind(bind).await.map(drop);
    let tcp = TcpListener::bind(bind).await.map(drop);
    for (protocol, result) in [("UDP", &udp), ("TCP", &tcp)] {
        match result {
            Ok(()) => report.good("audio", &format!("{protocol} {bind} is free")),
            Err(error) => {
                let text = format!("media.bind = {bind} can't be used for {protocol}: {error}");
                report.bad("audio", &text);
            }
        }
    }
    udp.is_ok() && tcp.is_ok()
}

fn check_addresses(report: &mut Report, media: &MediaSettings) {
    if media.public_addresses.is_empty() {
        report.bad(
            "addresses",
            "this machine has no address that browsers can reach; set media.public_addresses",
        );
    }
    for address in &media.public_addresses {
        let port = media.bind.port();
        match reach_of(*address) {
            Reach::Internet => report.good("addresses", &format!("{address} can be reached from the internet if its firewall lets port {port} through")),
            Reach::Network => report.note("addresses", &format!("{address} can be reached only from its own network; behind a router, set media.public_addresses to the outer address")),
            Reach::Machine => report.note("addresses", &format!("{address} can be reached only from this machine")),
        }
    }
}

/// Starts the media plane, sends it one connectivity check as a browser does, and stops it.
async fn check_round_trip(report: &mut Report, media: &MediaSettings) {
    let plane = match Media::start(media.clone(), |_| {}) {
        Ok(plane) => plane,
        Err(error) => {
            let text = format!("the audio port can't be opened: {error}");
            return report.bad("round trip", &text);
        }
    };
    let to = loopback(plane.local_address());
    match check_connectivity(&plane, to).await {
        Ok(()) => report.good(
            "round trip",
            &format!("a connectivity check to {to} gets a response"),
        ),
        Err(error) => {
            let text = format!("a connectivity check to {to} failed: {error}");
            report.bad("round trip", &text);
        }
    }
}

async fn check_connectivity(plane: &Media, to: SocketAddr) -> Result<(), String> {
    let (_, answer) = plane
        .connect(RoomKey(0), OFFER)
        .map_err(|error| error.to_string())?;
    let attribute = |name: &str| answer.lines().find_map(|line| line.strip_prefix(name));
    let (Some(user), Some(password)) = (attribute("a=ice-ufrag:"), attribute("a=ice-pwd:")) else {
        return Err("the SDP answer of the audio port has no ICE credentials".to_owned());
    };
    let mut request = Vec::new();
    let transaction = SystemEntropy.bytes();
    stun::write_binding_request(
        transaction,
        &format!("{user}:check"),
        password,
        &mut request,
    );

    let local = SocketAddr::new(to.ip(), 0);
    let socket = UdpSocket::bind(local)
        .await
        .map_err(|error| error.to_string())?;
    socket
        .send_to(&request, to)
        .await
        .map_err(|error| error.to_string())?;
    let mut response = [0; 512];
    let (length, _) = tokio::time::timeout(RESPONSE_TIMEOUT, socket.recv_from(&mut response))
        .await
        .map_err(|_| "no response; a firewall may block the port".to_owned())?
        .map_err(|error| error.to_string())?;
    stun::parse_success(&response[..length], transaction, password)
        .map(drop)
        .map_err(|_| "another program responds on that port".to_owned())
}

/// The address to which this machine itself can connect to reach a listener.
fn loopback(listener: SocketAddr) -> SocketAddr {
    let ip = match listener.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listener.port())
}

/// A minimal SDP offer of a browser.
const OFFER: &str = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n\
    a=group:BUNDLE 0 1\r\na=ice-ufrag:check\r\na=ice-pwd:checkcheckcheckcheckcheck\r\n\
    a=fingerprint:sha-256 00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:\
    00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00\r\na=setup:actpass\r\n\
    m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sendrecv\r\n\
    a=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n\
    m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=recvonly\r\n\
    a=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n";

/// From where an address can be reached.
enum Reach {
    Internet,
    Network,
    Machine,
}

fn reach_of(address: IpAddr) -> Reach {
    match address {
        _ if address.is_loopback() => Reach::Machine,
        IpAddr::V4(v4)
            if v4.is_private()
                || v4.is_documentation()
                || v4.is_link_local()
                || is_carrier_nat(v4) =>
        {
            Reach::Network
        }
        IpAddr::V6(v6) if v6.is_unique_local() || v6.is_unicast_link_local() => Reach::Network,
        _ => Reach::Internet,
    }
}

/// Whether an address is in 100.64.0.0/10, the range of carrier-grade NAT (RFC 6598).
const fn is_carrier_nat(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    first == 100 && second & 0b1100_0000 == 64
}

/// Prints the results of checks and records whether any failed.
struct Report {
    failed: bool,
}

impl Report {
    fn good(&self, subject: &str, result: &str) {
        Self::print("good", subject, result);
    }

    fn note(&self, subject: &str, result: &str) {
        Self::print("note", subject, result);
    }

    fn bad(&mut self, subject: &str, result: &str) {
        self.failed = true;
        Self::print("BAD ", subject, result);
    }

    fn print(mark: &str, subject: &str, result: &str) {
        // The exit code tells the result too.
        let _ = print_line(&format!("{mark}  {subject:<13} {result}"));
    }

    fn exit_code(&self) -> ExitCode {
        if self.failed {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }
}
