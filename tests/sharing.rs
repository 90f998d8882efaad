//! What other sites take from here, and what a group brings along: feeds, import and export, asked
//! through the router.

#[expect(dead_code, reason = "shared with tests that look at cookies")]
#[path = "support/browser.rs"]
mod browser;
#[expect(dead_code, reason = "shared with tests that look at the one meeting")]
#[path = "support/here.rs"]
mod here;
#[expect(dead_code, reason = "shared with tests that turn the clock")]
#[path = "support/server.rs"]
mod server;

#[path = "sharing/exporting.rs"]
mod exporting;
#[path = "sharing/feed.rs"]
mod feed;
#[path = "sharing/importing.rs"]
mod importing;

use axum::http::Method;
use browser::Browser;
use browser::Page;
use here::{Here, here};
use porchlight::base::GroupId;
use porchlight::schedule::Meeting;
use porchlight::store::{NewGroup, Service};

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

impl Here {
    async fn meetings(&self) -> Vec<Meeting> {
        self.site.app.store.meetings().await.expect("it reads")
    }

    async fn another_group(&self) -> GroupId {
        let group = NewGroup {
            slug: "harbour".into(),
            name: "Harbour".into(),
            place: "Leeds, UK".into(),
            website: None,
            contributions: None,
        };
        self.site
            .app
            .store
            .create_group(&group)
            .await
            .expect("a new group")
    }

    async fn secretary(&self) -> Browser {
        self.who(Service::SecretaryOf(self.group().await.id)).await
    }
}
