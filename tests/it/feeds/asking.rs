//! One address asked over the network, by sites that mean well and sites that do not.

use super::FEED;
use super::site::{Site, say};
use porchlight::base::Millis;
use porchlight::feeds::{Fetch, FetchError, FetchRequest, FetchResponse, HttpFetcher, is_public};
use std::io::Write;
use std::net::{IpAddr, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

fn fetch(url: &str) -> FetchResponse {
    asked_with(url, None, |_| true)
}

fn asked_with(url: &str, etag: Option<&str>, lets: fn(IpAddr) -> bool) -> FetchResponse {
    let ask = FetchRequest {
        url: url.to_owned(),
        etag: etag.map(str::to_owned),
        last_modified: None,
    };
    HttpFetcher::new("https://meetings.example", lets).fetch(&ask)
}

fn failed(trouble: FetchError) -> FetchResponse {
    FetchResponse::Failed {
        trouble,
        patience: None,
    }
}

#[test]
fn a_feed_is_read_once_and_then_asked_whether_it_changed() {
    let site = Site::start(|_, head, stream| {
        if head.contains("if-none-match: \"v1\"") {
            say(stream, "304 Not Modified", "", b"");
        } else {
            say(stream, "200 OK", "etag: \"v1\"\r\n", FEED.as_bytes());
        }
    });
    let FetchResponse::New { bytes, etag, .. } = fetch(&site.url("/feed.json")) else {
        panic!("a feed");
    };
    assert_eq!(
        (bytes.as_slice(), etag.as_deref()),
        (FEED.as_bytes(), Some("\"v1\""))
    );
    let again = asked_with(&site.url("/feed.json"), etag.as_deref(), |_| true);
    assert_eq!(again, FetchResponse::Same);
    let head = site.asked()[0].to_ascii_lowercase();
    assert!(
        head.contains("user-agent: porchlight (+https://meetings.example)"),
        "{head}"
    );
    assert!(
        !head.contains("cookie") && !head.contains("referer"),
        "{head}"
    );
}

#[test]
fn no_address_inside_a_network_is_asked() {
    let site = Site::start(|_, _, stream| say(stream, "200 OK", "", FEED.as_bytes()));
    let port = site.address.port();
    for host in [
        "127.0.0.1",
        "localhost",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "2130706433",
        "0x7f.1",
    ] {
        let answer = asked_with(&format!("http://{host}:{port}/"), None, is_public);
        assert_eq!(answer, failed(FetchError::Private), "{host}");
    }
    assert!(site.asked().is_empty(), "nobody knocked");
}

#[test]
fn a_site_cannot_send_us_to_where_we_would_not_go() {
    fn but_one(address: IpAddr) -> bool {
        address != IpAddr::from([127, 0, 0, 2])
    }
    let site = Site::start(|path, _, stream| {
        let to = match path {
            "/inside" => "location: http://127.0.0.2:1/\r\n",
            "/file" => "location: file:///etc/passwd\r\n",
            "/names" => "location: http://user:word@127.0.0.1/\r\n",
            "/nowhere" => "",
            _ => "location: /round\r\n",
        };
        say(stream, "302 Found", to, b"");
    });
    for (path, trouble) in [
        ("/inside", FetchError::Private),
        ("/file", FetchError::Address),
        ("/names", FetchError::Address),
        ("/nowhere", FetchError::Redirects),
        ("/round", FetchError::Redirects),
    ] {
        let answer = asked_with(&site.url(path), None, but_one);
        assert_eq!(answer, failed(trouble), "{path}");
    }
    let round = site
        .asked()
        .iter()
        .filter(|head| head.starts_with("GET /round"))
        .count();
    assert_eq!(round, 4, "the first time, and sent on three times");
}

#[test]
fn a_site_that_moved_is_followed() {
    let site = Site::start(|path, _, stream| {
        if path == "/new" {
            say(stream, "200 OK", "", FEED.as_bytes());
        } else {
            say(stream, "301 Moved Permanently", "location: new\r\n", b"");
        }
    });
    assert!(matches!(
        fetch(&site.url("/old")),
        FetchResponse::New { .. }
    ));
}

#[test]
fn more_than_any_feed_is_not_read_however_it_is_packed() {
    let site = Site::start(|path, _, stream| {
        if path == "/bomb" {
            // 32 MiB of spaces in 32 KiB.
            let mut packed = Vec::new();
            let mut into = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::best());
            into.write_all(&vec![b' '; 32 << 20])
                .expect("a vector takes all");
            into.finish().expect("a vector takes all");
            say(stream, "200 OK", "content-encoding: gzip\r\n", &packed);
        } else {
            let head = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
            let _ = stream.write_all(head);
            // Without an end; whoever asked hangs up.
            while stream.write_all(&[b' '; 65_536]).is_ok() {}
        }
    });
    assert_eq!(fetch(&site.url("/bomb")), failed(FetchError::TooLarge));
    assert_eq!(fetch(&site.url("/endless")), failed(FetchError::TooLarge));
}

/// Says the beginning of an answer and then nothing more until the other side hangs up.
fn hang(stream: &mut TcpStream, beginning: &[u8]) {
    let _ = stream.write_all(beginning);
    let _ = std::io::copy(stream, &mut std::io::sink());
}

#[test]
fn a_site_that_never_finishes_is_given_up() {
    let site = Site::start(|path, _, stream| match path {
        "/head" => hang(stream, b"HTTP/1.1 200 OK\r\n"),
        _ => hang(stream, b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n["),
    });
    let fetcher = HttpFetcher::new("https://meetings.example", |_| true);
    let fetcher = fetcher.done_within(Duration::from_millis(300));
    for path in ["/head", "/body"] {
        let ask = FetchRequest {
            url: site.url(path),
            etag: None,
            last_modified: None,
        };
        assert_eq!(fetcher.fetch(&ask), failed(FetchError::TooSlow), "{path}");
    }
}

#[test]
fn the_time_for_one_asking_is_shared_by_all_that_send_us_on() {
    // Each site but the last answers after three quarters of the whole time: the second is cut off.
    const WHOLE: Duration = Duration::from_millis(800);
    let site = Site::start(|path, _, stream| {
        // A line that nobody speaks on: a wait with an end.
        let (_quiet, line) = mpsc::channel::<()>();
        let _ = line.recv_timeout(WHOLE * 3 / 4);
        if path == "/2" {
            say(stream, "200 OK", "", FEED.as_bytes());
        } else {
            let to = format!("location: /{}\r\n", if path == "/1" { 2 } else { 1 });
            say(stream, "302 Found", &to, b"");
        }
    });
    let fetcher = HttpFetcher::new("https://meetings.example", |_| true).done_within(WHOLE);
    let ask = FetchRequest {
        url: site.url("/"),
        etag: None,
        last_modified: None,
    };
    assert_eq!(fetcher.fetch(&ask), failed(FetchError::TooSlow));
}

#[test]
fn refusals_are_told_with_the_patience_that_is_asked_for() {
    let site = Site::start(|path, _, stream| match path {
        "/busy" => say(
            stream,
            "503 Service Unavailable",
            "retry-after: 120\r\n",
            b"",
        ),
        "/until" => {
            let date = "date: Fri, 27 Nov 2026 06:59:00 GMT\r\n";
            let until = "retry-after: Fri, 27 Nov 2026 07:04:30 GMT\r\n";
            say(
                stream,
                "429 Too Many Requests",
                &(date.to_owned() + until),
                b"",
            );
        }
        "/past" => {
            let date = "date: Fri, 27 Nov 2026 06:59:00 GMT\r\n";
            let until = "retry-after: Fri, 27 Nov 2026 06:00:00 GMT\r\n";
            say(
                stream,
                "429 Too Many Requests",
                &(date.to_owned() + until),
                b"",
            );
        }
        "/gone" => say(stream, "404 Not Found", "retry-after: soon\r\n", b""),
        "/rude" => drop(stream.write_all(b"NONSENSE\r\n\r\n")),
        "/cut" => drop(stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n[")),
        _ => {}
    });
    let busy = FetchResponse::Failed {
        trouble: FetchError::Status(503),
        patience: Some(Millis::from_secs(120)),
    };
    assert_eq!(fetch(&site.url("/busy")), busy);
    let until = FetchResponse::Failed {
        trouble: FetchError::Status(429),
        patience: Some(Millis::from_secs(330)),
    };
    assert_eq!(fetch(&site.url("/until")), until, "by the site's own clock");
    assert_eq!(fetch(&site.url("/past")), failed(FetchError::Status(429)));
    assert_eq!(fetch(&site.url("/gone")), failed(FetchError::Status(404)));
    for path in ["/rude", "/cut", "/silent"] {
        assert_eq!(
            fetch(&site.url(path)),
            failed(FetchError::Unreachable),
            "{path}"
        );
    }
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let closed = nobody.local_addr().expect("its address");
    drop(nobody);
    assert_eq!(
        fetch(&format!("http://{closed}/")),
        failed(FetchError::Unreachable)
    );
}

#[test]
fn what_is_no_address_is_not_asked() {
    for url in [
        "",
        "feed",
        "ftp://a.example/",
        "https://",
        "http://user@a.example/",
        "javascript:1",
    ] {
        assert_eq!(fetch(url), failed(FetchError::Address), "{url}");
    }
}

#[test]
fn a_plain_site_is_not_taken_for_an_encrypted_one() {
    let site = Site::start(|_, _, stream| say(stream, "200 OK", "", FEED.as_bytes()));
    let answer = fetch(&site.url("/").replace("http:", "https:"));
    assert!(matches!(answer, FetchResponse::Failed { .. }), "{answer:?}");
}
