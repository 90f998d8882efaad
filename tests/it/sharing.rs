//! The meeting feed, import and export, requested through the router.

mod exporting;
mod feed;
mod importing;

use crate::support::browser::Browser;
use crate::support::browser::Page;
use crate::support::test_site::{TestSite, test_site};
use axum::http::Method;
use porchlight::schedule::Meeting;

const FORM: &str = "multipart/form-data; boundary=xyzzy";

/// Sends a multipart form with these fields; `file` is sent as an uploaded file.
async fn send(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let mut body = String::new();
    for (name, value) in fields {
        let file = if *name == "file" {
            "; filename=\"sheet.csv\""
        } else {
            ""
        };
        body.push_str(&format!(
            "--xyzzy\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--xyzzy--\r\n");
    browser.send(Method::POST, path, FORM, body).await
}

/// The content hash of an import preview, which the button "Import" sends to confirm it.
fn preview_hash(page: &Page) -> String {
    let (_, rest) = page
        .html
        .split_once("name=\"told\" value=\"")
        .expect("the button is there");
    rest.split('"')
        .next()
        .expect("the value of the button")
        .to_owned()
}

impl TestSite {
    async fn meetings(&self) -> Vec<Meeting> {
        self.site
            .app
            .store
            .meetings()
            .await
            .expect("the store can be read")
    }
}
