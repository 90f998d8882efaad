//! An invitation to serve, and the account that comes of it.

use super::account::CredentialsView;
use super::{Credentials, Frame};
use crate::base::NameRefusal;
use askama::Template;

/// What an invitation makes of its bearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives<'a> {
    /// The chair of the meeting with this title and slug.
    Chair { title: &'a str, slug: &'a str },
    /// The secretary of the group with this name.
    Secretary { group: &'a str },
    /// The operator of the whole site.
    Operator,
}

/// The form for a new account, as it was sent and why it was refused.
#[derive(Clone, Copy, Debug, Default)]
pub struct InviteForm<'a> {
    pub name: &'a str,
    pub name_problem: Option<NameRefusal>,
    pub passphrase_problem: Option<PassphraseHint>,
}

/// Why a passphrase is refused, in words for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassphraseHint {
    TooShort,
    TooLong,
    TooSimple,
    AccountNumber,
}

impl PassphraseHint {
    #[cfg(test)]
    pub const ALL: [Self; 4] = [
        Self::TooShort,
        Self::TooLong,
        Self::TooSimple,
        Self::AccountNumber,
    ];

    pub(super) const fn message(self) -> &'static str {
        match self {
            Self::TooShort => "passphrase-too-short",
            Self::TooLong => "passphrase-too-long",
            Self::TooSimple => "passphrase-too-simple",
            Self::AccountNumber => "passphrase-number",
        }
    }
}

/// `/invite/{token}` while it can be used. Posts to itself, `/sign-in` and `/accept` below it.
#[derive(Template)]
#[template(path = "invite.html")]
pub struct InvitePage<'a> {
    frame: Frame<'a>,
    token: &'a str,
    gives: String,
    accept: Option<AcceptView>,
    make: MakeView<'a>,
    sign_in: CredentialsView<'a>,
    warns: bool,
}

struct AcceptView {
    words: String,
    button: String,
}

struct MakeView<'a> {
    name: &'a str,
    name_problem: Option<String>,
    passphrase_problem: Option<String>,
}

impl<'a> InvitePage<'a> {
    /// `signed_in_as` is the first name of whoever is signed in.
    #[must_use]
    pub fn new(
        token: &'a str,
        gives: Gives<'_>,
        form: InviteForm<'a>,
        credentials: Credentials<'a>,
        signed_in_as: Option<&str>,
        frame: Frame<'a>,
    ) -> Self {
        let accept = signed_in_as.map(|name| AcceptView {
            words: frame.say("invite-as", &[("name", name.into())]),
            button: frame.say("invite-accept", &[("name", name.into())]),
        });
        let make = MakeView {
            name: form.name,
            name_problem: form.name_problem.map(|problem| frame.name_problem(problem)),
            passphrase_problem: form
                .passphrase_problem
                .map(|problem| frame.t(problem.message())),
        };
        let sign_in = CredentialsView::new(credentials, frame);
        let refused = [
            &make.name_problem,
            &make.passphrase_problem,
            &sign_in.problem,
        ];
        let warns = accept.is_none() && refused.iter().any(|problem| problem.is_some());
        let gives = match gives {
            Gives::Chair { title, .. } => frame.say("invite-chair", &[("meeting", title.into())]),
            Gives::Secretary { group } => frame.say("invite-secretary", &[("group", group.into())]),
            Gives::Operator => frame.t("invite-operator"),
        };
        Self {
            frame,
            token,
            gives,
            accept,
            make,
            sign_in,
            warns,
        }
    }
}

/// `/invite/{token}` when it was used or never given out.
#[derive(Template)]
#[template(path = "invite-gone.html")]
pub struct InviteGonePage<'a> {
    frame: Frame<'a>,
}

impl<'a> InviteGonePage<'a> {
    #[must_use]
    pub const fn new(frame: Frame<'a>) -> Self {
        Self { frame }
    }
}

/// The one time that an account number is shown. Must not be cached.
#[derive(Template)]
#[template(path = "made.html")]
pub struct AccountMadePage<'a> {
    frame: Frame<'a>,
    number: &'a str,
    given: String,
    href: String,
    onward: String,
}

impl<'a> AccountMadePage<'a> {
    /// `number` in groups of digits, as it is to be written down.
    #[must_use]
    pub fn new(number: &'a str, gives: Gives<'_>, frame: Frame<'a>) -> Self {
        let (given, href, place) = match gives {
            Gives::Chair { title, slug } => (
                frame.say("made-chair", &[("meeting", title.into())]),
                format!("/meetings/{slug}"),
                title.to_owned(),
            ),
            Gives::Secretary { group } => (
                frame.say("made-secretary", &[("group", group.into())]),
                "/account".to_owned(),
                frame.t("made-account"),
            ),
            Gives::Operator => (
                frame.t("made-operator"),
                "/operator".to_owned(),
                frame.t("operator-title"),
            ),
        };
        let onward = frame.say("made-onward", &[("place", place.into())]);
        Self {
            frame,
            number,
            given,
            href,
            onward,
        }
    }
}
