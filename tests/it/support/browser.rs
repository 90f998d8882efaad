//! A test browser without scripts: sends requests to the router, stores cookies, and sends the headers
//! that tell where a request comes from.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use porchlight::http::{self, App};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use tower::ServiceExt;

/// Larger than any page of the site.
const MAX_BODY_BYTES: usize = 1 << 20;

pub struct Browser {
    router: Router,
    peer: SocketAddr,
    cookies: BTreeMap<String, String>,
    /// Additional headers of the following requests, such as `Sec-Fetch-Site`.
    pub request_headers: Vec<(&'static str, &'static str)>,
}

pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
}

impl Page {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("plain text"))
    }

    /// How many fields are marked as invalid.
    pub fn invalid_fields(&self) -> usize {
        self.html.matches("aria-invalid=\"true\"").count()
    }

    /// The path of a 303 redirect; panics on any other status.
    pub fn redirect_target(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER);
        self.header(LOCATION.as_str())
    }

    /// The `Set-Cookie` header for the cookie with this name.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self
            .headers
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok());
        cookies
            .into_iter()
            .find(|set| set.starts_with(&format!("{name}=")))
    }
}

impl Browser {
    pub fn at(app: &App, peer: &str) -> Self {
        Self {
            router: http::router(app.clone()),
            peer: peer.parse().expect("an address and a port"),
            cookies: BTreeMap::new(),
            request_headers: vec![("sec-fetch-site", "same-origin")],
        }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.request(Method::GET, path, String::new()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let encoded: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
            .collect();
        self.request(Method::POST, path, encoded.join("&")).await
    }

    pub async fn request(&mut self, method: Method, path: &str, body: String) -> Page {
        self.send(method, path, "application/x-www-form-urlencoded", body)
            .await
    }

    /// A response that may be no text: what can't be read is replaced, one character for each byte.
    pub async fn get_bytes(&mut self, path: &str) -> Page {
        let (page, body) = self
            .exchange(Method::GET, path, "text/plain", String::new())
            .await;
        Page {
            html: body
                .iter()
                .map(|byte| {
                    if byte.is_ascii() {
                        char::from(*byte)
                    } else {
                        '?'
                    }
                })
                .collect(),
            ..page
        }
    }

    /// Sends a body of any content type.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        content_type: &str,
        body: String,
    ) -> Page {
        let (page, body) = self.exchange(method, path, content_type, body).await;
        Page {
            html: String::from_utf8(body).expect("UTF-8"),
            ..page
        }
    }

    /// The response without its body, and its body.
    async fn exchange(
        &mut self,
        method: Method,
        path: &str,
        content_type: &str,
        body: String,
    ) -> (Page, Vec<u8>) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(CONTENT_TYPE, content_type)
            .extension(ConnectInfo(self.peer));
        for (name, value) in &self.request_headers {
            request = request.header(*name, *value);
        }
        for (name, value) in &self.cookies {
            request = request.header(COOKIE, format!("{name}={value}"));
        }
        let request = request.body(Body::from(body)).expect("a valid request");
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router responds");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, MAX_BODY_BYTES)
            .await
            .expect("a body within the limit");
        let page = Page {
            status: parts.status,
            headers: parts.headers,
            html: String::new(),
        };
        self.store_cookies(&page);
        (page, body.to_vec())
    }

    /// The value of a stored cookie.
    pub fn cookie_value(&self, cookie: &str) -> Option<&str> {
        self.cookies.get(cookie).map(String::as_str)
    }

    /// Stores a cookie that the site has not set, such as an old or invalid one.
    pub fn set_cookie(&mut self, cookie: &str, value: &str) {
        self.cookies.insert(cookie.to_owned(), value.to_owned());
    }

    fn store_cookies(&mut self, page: &Page) {
        for set in page.headers.get_all(SET_COOKIE) {
            let set = set.to_str().expect("plain text");
            let (name, rest) = set.split_once('=').expect("a name and a value");
            let value = rest.split(';').next().unwrap_or_default();
            if set.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

fn percent_encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
