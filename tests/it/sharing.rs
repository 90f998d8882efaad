//! What other sites take from here, and what a group brings along: feeds, import and export, asked
//! through the router.

mod exporting;
mod feed;
mod importing;

use crate::support::browser::Browser;
use crate::support::browser::Page;
use crate::support::test_site::{TestSite, test_site};
use axum::http::Method;
use porchlight::schedule::Meeting;

const FORM: &str = "multipart/form-data; boundary=xyzzy";

/// A form with these fields; `file` is sent as a file.
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

/// What the button sends that does what the page tells.
fn told(page: &Page) -> String {
    let (_, rest) = page
        .html
        .split_once("name=\"told\" value=\"")
        .expect("the button is there");
    rest.split('"').next().expect("its value").to_owned()
}

impl TestSite {
    async fn meetings(&self) -> Vec<Meeting> {
        self.site.app.store.meetings().await.expect("it reads")
    }
}
