//! A browser as far as forms go: asks the site's router, keeps its cookies, sends what a browser
//! sends of where a request comes from.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use porchlight::http::{self, App};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use tower::ServiceExt;

/// More than any page of ours.
const LARGEST: usize = 1 << 20;

pub struct Browser {
    router: Router,
    peer: SocketAddr,
    cookies: BTreeMap<String, String>,
    /// What the next requests say of their origin.
    pub from: Vec<(&'static str, &'static str)>,
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

    /// Where it leads on to.
    pub fn leads_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER);
        self.header(LOCATION.as_str())
    }

    /// The `Set-Cookie` of this name.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let set = self
            .headers
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok());
        set.into_iter()
            .find(|set| set.starts_with(&format!("{name}=")))
    }
}

impl Browser {
    pub fn at(app: &App, peer: &str) -> Self {
        Self {
            router: http::router(app.clone()),
            peer: peer.parse().expect("an address and a port"),
            cookies: BTreeMap::new(),
            from: vec![("sec-fetch-site", "same-origin")],
        }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.ask(Method::GET, path, String::new()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let encoded: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        self.ask(Method::POST, path, encoded.join("&")).await
    }

    pub async fn ask(&mut self, method: Method, path: &str, body: String) -> Page {
        self.send(method, path, "application/x-www-form-urlencoded", body)
            .await
    }

    /// A body of any kind.
    pub async fn send(&mut self, method: Method, path: &str, kind: &str, body: String) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(CONTENT_TYPE, kind)
            .extension(ConnectInfo(self.peer));
        for (name, value) in &self.from {
            request = request.header(*name, *value);
        }
        for (name, value) in &self.cookies {
            request = request.header(COOKIE, format!("{name}={value}"));
        }
        let request = request.body(Body::from(body)).expect("a request");
        let answer = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router answers");
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, LARGEST).await.expect("a page");
        let html = String::from_utf8(body.to_vec()).expect("text");
        let page = Page {
            status: parts.status,
            headers: parts.headers,
            html,
        };
        self.keep_cookies(&page);
        page
    }

    /// The value of a cookie, if there is one.
    pub fn holds(&self, cookie: &str) -> Option<&str> {
        self.cookies.get(cookie).map(String::as_str)
    }

    /// Puts a cookie back that was taken away.
    pub fn put(&mut self, cookie: &str, value: &str) {
        self.cookies.insert(cookie.to_owned(), value.to_owned());
    }

    fn keep_cookies(&mut self, page: &Page) {
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

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
