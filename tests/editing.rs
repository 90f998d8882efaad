//! The forms of those who look after a group: what they save, and that nothing typed is ever lost.

#[path = "support/browser.rs"]
#[expect(dead_code, reason = "shared with tests that look at cookies")]
mod browser;
#[path = "support/here.rs"]
#[expect(dead_code, reason = "shared with tests of sites that have a name")]
mod here;
#[path = "support/server.rs"]
#[expect(dead_code, reason = "shared with tests that turn the clock")]
mod server;

#[path = "editing/dates.rs"]
mod dates;
#[path = "editing/losing_nothing.rs"]
mod losing_nothing;
#[path = "editing/saving.rs"]
mod saving;

use browser::Browser;
use here::{Here, here};
use porchlight::schedule::Group;
use porchlight::store::{NewGroup, Service};

const GROUP: &str = "/groups/riverside";
const NEW: &str = "/groups/riverside/meetings/new";
const EDIT: &str = "/groups/riverside/meetings/evening-circle/edit";

impl Here {
    async fn another_group(&self) -> Group {
        let new = NewGroup {
            slug: "anchor".to_owned(),
            name: "Anchor".to_owned(),
            place: String::new(),
            website: None,
            contributions: None,
        };
        let store = &self.site.app.store;
        store.create_group(&new).await.expect("a group");
        let group = store.group_by_slug("anchor").await;
        group.expect("it reads").expect("it is there")
    }

    async fn secretary(&self) -> Browser {
        self.who(Service::SecretaryOf(self.group().await.id)).await
    }
}

/// A form as a browser sends it.
type Form = Vec<(&'static str, &'static str)>;

fn filled() -> Form {
    vec![
        ("edition", "0"),
        ("title", "Sunday Long Table"),
        ("notes", "Once a month."),
        ("language", "en"),
        ("repeats", "monthly-weekday"),
        ("every", "1"),
        ("places", "first"),
        ("places", "third"),
        ("weekday", "sunday"),
        ("time", "4 pm"),
        ("minutes", "120"),
        ("zone", "New York"),
        ("from", "2026-03-01"),
        ("until", ""),
        ("doors", "15"),
        ("fellowship", "30"),
        ("kinds", "SP"),
        ("kinds", "D"),
        ("access", "closed"),
        ("other_ways", ""),
        ("slug", ""),
    ]
}

/// The same with one field otherwise.
fn with(mut form: Form, name: &'static str, value: &'static str) -> Form {
    form.retain(|(field, _)| *field != name);
    form.push((name, value));
    form
}
