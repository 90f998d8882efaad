//! Fetching a feed over the network, from friendly sites and from hostile ones.

use super::FEED;
use super::fake_site::{FakeSite, send};
use porchlight::base::Millis;
use porchlight::feeds::{Fetch, FetchError, FetchRequest, FetchResponse, HttpFetcher, is_public};
use std::io::Write;
use std::net::{IpAddr, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

fn fetch(url: &str) -> FetchResponse {
    fetch_with(url, None, |_| true)
}

fn fetch_with(url: &str, etag: Option<&str>, is_allowed: fn(IpAddr) -> bool) -> FetchResponse {
    let request = FetchRequest {
        url: url.to_owned(),
        etag: etag.map(str::to_owned),
        last_modified: None,
    };
    HttpFetcher::new("https://meetings.example", is_allowed).fetch(&request)
}

fn failed(error: FetchError) -> FetchResponse {
    FetchResponse::Failed {
        error,
        retry_after: None,
    }
}

#[test]
fn the_second_request_is_conditional() {
    let site = FakeSite::start(|_, head, stream| {
        if head.contains("if-none-match: \"v1\"") {
            send(stream, "304 Not Modified", "", b"");
        } else {
            send(stream, "200 OK", "etag: \"v1\"\r\n", FEED.as_bytes());
        }
    });
    let FetchResponse::Body { bytes, etag, .. } = fetch(&site.url("/feed.json")) else {
        panic!("the response has no body");
    };
    assert_eq!(
        (bytes.as_slice(), etag.as_deref()),
        (FEED.as_bytes(), Some("\"v1\""))
    );
    let second = fetch_with(&site.url("/feed.json"), etag.as_deref(), |_| true);
    assert_eq!(second, FetchResponse::NotModified);
    let head = site.requests()[0].to_ascii_lowercase();
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
fn private_addresses_are_not_connected_to() {
    let site = FakeSite::start(|_, _, stream| send(stream, "200 OK", "", FEED.as_bytes()));
    let port = site.address.port();
    for host in [
        "127.0.0.1",
        "localhost",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "2130706433",
        "0x7f.1",
    ] {
        let response = fetch_with(&format!("http://{host}:{port}/"), None, is_public);
        assert_eq!(response, failed(FetchError::Private), "{host}");
    }
    assert!(site.requests().is_empty(), "a request was sent");
}

#[test]
fn redirects_to_forbidden_addresses_are_not_followed() {
    fn is_allowed(address: IpAddr) -> bool {
        address != IpAddr::from([127, 0, 0, 2])
    }
    let site = FakeSite::start(|path, _, stream| {
        let location = match path {
            "/private" => "location: http://127.0.0.2:1/\r\n",
            "/file" => "location: file:///etc/passwd\r\n",
            "/credentials" => "location: http://user:word@127.0.0.1/\r\n",
            "/no-target" => "",
            _ => "location: /loop\r\n",
        };
        send(stream, "302 Found", location, b"");
    });
    for (path, error) in [
        ("/private", FetchError::Private),
        ("/file", FetchError::Address),
        ("/credentials", FetchError::Address),
        ("/no-target", FetchError::Redirects),
        ("/loop", FetchError::Redirects),
    ] {
        let response = fetch_with(&site.url(path), None, is_allowed);
        assert_eq!(response, failed(error), "{path}");
    }
    let requests = site
        .requests()
        .iter()
        .filter(|head| head.starts_with("GET /loop"))
        .count();
    assert_eq!(requests, 4, "the first request and three redirects");
}

#[test]
fn a_redirect_is_followed() {
    let site = FakeSite::start(|path, _, stream| {
        if path == "/new" {
            send(stream, "200 OK", "", FEED.as_bytes());
        } else {
            send(stream, "301 Moved Permanently", "location: new\r\n", b"");
        }
    });
    assert!(matches!(
        fetch(&site.url("/old")),
        FetchResponse::Body { .. }
    ));
}

#[test]
fn a_body_that_is_too_large_is_refused_also_when_it_is_compressed() {
    let site = FakeSite::start(|path, _, stream| {
        if path == "/bomb" {
            // 32 MiB of spaces in 32 KiB.
            let mut compressed = Vec::new();
            let mut encoder =
                flate2::write::GzEncoder::new(&mut compressed, flate2::Compression::best());
            encoder
                .write_all(&vec![b' '; 32 << 20])
                .expect("writing to a vector does not fail");
            encoder.finish().expect("writing to a vector does not fail");
            send(stream, "200 OK", "content-encoding: gzip\r\n", &compressed);
        } else {
            let head = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
            let _ = stream.write_all(head);
            // Endless: the client closes the connection.
            while stream.write_all(&[b' '; 65_536]).is_ok() {}
        }
    });
    assert_eq!(fetch(&site.url("/bomb")), failed(FetchError::TooLarge));
    assert_eq!(fetch(&site.url("/endless")), failed(FetchError::TooLarge));
}

/// Sends the start of a response and then nothing until the client closes the connection.
fn stall(stream: &mut TcpStream, start: &[u8]) {
    let _ = stream.write_all(start);
    let _ = std::io::copy(stream, &mut std::io::sink());
}

#[test]
fn a_response_that_never_ends_times_out() {
    let site = FakeSite::start(|path, _, stream| match path {
        "/head" => stall(stream, b"HTTP/1.1 200 OK\r\n"),
        _ => stall(stream, b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n["),
    });
    let fetcher = HttpFetcher::new("https://meetings.example", |_| true);
    let fetcher = fetcher.with_timeout(Duration::from_millis(300));
    for path in ["/head", "/body"] {
        let request = FetchRequest {
            url: site.url(path),
            etag: None,
            last_modified: None,
        };
        assert_eq!(
            fetcher.fetch(&request),
            failed(FetchError::TooSlow),
            "{path}"
        );
    }
}

#[test]
fn the_timeout_covers_all_redirects_together() {
    // Each response takes three quarters of the timeout: the second is cut off.
    const TIMEOUT: Duration = Duration::from_millis(800);
    let site = FakeSite::start(|path, _, stream| {
        // Nothing is ever sent on this channel: this waits for the given time.
        let (_sender, receiver) = mpsc::channel::<()>();
        let _ = receiver.recv_timeout(TIMEOUT * 3 / 4);
        if path == "/2" {
            send(stream, "200 OK", "", FEED.as_bytes());
        } else {
            let location = format!("location: /{}\r\n", if path == "/1" { 2 } else { 1 });
            send(stream, "302 Found", &location, b"");
        }
    });
    let fetcher = HttpFetcher::new("https://meetings.example", |_| true).with_timeout(TIMEOUT);
    let request = FetchRequest {
        url: site.url("/"),
        etag: None,
        last_modified: None,
    };
    assert_eq!(fetcher.fetch(&request), failed(FetchError::TooSlow));
}

#[test]
fn failures_are_reported_with_the_retry_delay_of_the_site() {
    let site = FakeSite::start(|path, _, stream| match path {
        "/busy" => send(
            stream,
            "503 Service Unavailable",
            "retry-after: 120\r\n",
            b"",
        ),
        "/until" => {
            let date = "date: Fri, 27 Nov 2026 06:59:00 GMT\r\n";
            let until = "retry-after: Fri, 27 Nov 2026 07:04:30 GMT\r\n";
            send(
                stream,
                "429 Too Many Requests",
                &(date.to_owned() + until),
                b"",
            );
        }
        "/past" => {
            let date = "date: Fri, 27 Nov 2026 06:59:00 GMT\r\n";
            let until = "retry-after: Fri, 27 Nov 2026 06:00:00 GMT\r\n";
            send(
                stream,
                "429 Too Many Requests",
                &(date.to_owned() + until),
                b"",
            );
        }
        "/gone" => send(stream, "404 Not Found", "retry-after: soon\r\n", b""),
        _ => {}
    });
    let busy = FetchResponse::Failed {
        error: FetchError::Status(503),
        retry_after: Some(Millis::from_secs(120)),
    };
    assert_eq!(fetch(&site.url("/busy")), busy);
    let until = FetchResponse::Failed {
        error: FetchError::Status(429),
        retry_after: Some(Millis::from_secs(330)),
    };
    assert_eq!(
        fetch(&site.url("/until")),
        until,
        "a date is relative to the clock of the site"
    );
    assert_eq!(fetch(&site.url("/past")), failed(FetchError::Status(429)));
    assert_eq!(fetch(&site.url("/gone")), failed(FetchError::Status(404)));
    assert_eq!(fetch(&site.url("/silent")), failed(FetchError::Unreachable));
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let closed_port = listener.local_addr().expect("its address");
    drop(listener);
    assert_eq!(
        fetch(&format!("http://{closed_port}/")),
        failed(FetchError::Unreachable)
    );
}

#[test]
fn a_response_that_breaks_off_or_is_not_http_is_named_as_what_it_is() {
    let site = FakeSite::start(|path, _, stream| {
        let response: &[u8] = match path {
            "/length" => b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n[",
            "/chunk" => b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n[{\"na",
            "/chunks" => b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n[\r\n",
            // The first bytes of a compressed body.
            "/gzip" => {
                b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 12\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\xff\xca\x48"
            }
            "/false-gzip" => {
                b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 20\r\n\r\n[not compressed atall"
            }
            _ => b"NONSENSE\r\n\r\n",
        };
        drop(stream.write_all(response));
    });
    for (path, error) in [
        ("/length", FetchError::Incomplete),
        ("/chunk", FetchError::Incomplete),
        ("/chunks", FetchError::Incomplete),
        ("/gzip", FetchError::Incomplete),
        ("/false-gzip", FetchError::NotHttp),
        ("/nonsense", FetchError::NotHttp),
    ] {
        assert_eq!(fetch(&site.url(path)), failed(error), "{path}");
    }
}

#[test]
fn an_invalid_address_is_refused() {
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
fn https_fails_at_a_site_without_tls() {
    let site = FakeSite::start(|_, _, stream| send(stream, "200 OK", "", FEED.as_bytes()));
    let response = fetch(&site.url("/").replace("http:", "https:"));
    assert!(
        matches!(response, FetchResponse::Failed { .. }),
        "{response:?}"
    );
}
