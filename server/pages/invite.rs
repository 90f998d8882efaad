//! An invitation to a service, and the account that is created with it.

use super::account::CredentialsView;
use super::{Credentials, Frame};
use crate::base::NameRefusal;
use crate::paths;
use askama::Template;

/// The service that an invitation gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitedService<'a> {
    /// The chair of the meeting with this title and slug.
    Chair {
        /// The meeting's title.
        title: &'a str,
        /// The meeting's slug.
        slug: &'a str,
    },
    /// The secretary of the group with this name.
    Secretary {
        /// The group's name.
        group: &'a str,
    },
    /// The operator of the whole site.
    Operator,
}

/// The form for a new account as it was sent, and why it is refused.
#[derive(Clone, Copy, Debug, Default)]
pub struct InviteForm<'a> {
    /// The first name as typed.
    pub name: &'a str,
    /// Why the first name is refused.
    pub name_refusal: Option<NameRefusal>,
    /// Why the passphrase is refused.
    pub passphrase_refusal: Option<PassphraseHint>,
}

/// Why a passphrase is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassphraseHint {
    /// Fewer characters than required.
    TooShort,
    /// More characters than are hashed.
    TooLong,
    /// Easy to guess.
    TooSimple,
    /// It is the account number.
    AccountNumber,
}

impl PassphraseHint {
    #[cfg(test)]
    pub(super) const ALL: [Self; 4] = [
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

/// `/invite/{token}` while the invitation is valid. Posts to itself, and to `/sign-in` and
/// `/accept` below it.
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
    name_error: Option<String>,
    /// Whether to ask if both words are the first name.
    asks_two_words: bool,
    passphrase_error: Option<String>,
}

impl<'a> InvitePage<'a> {
    /// `signed_in_as` is the first name of the account holder, if one is signed in.
    #[must_use]
    pub fn new(
        token: &'a str,
        gives: InvitedService<'_>,
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
            name_error: form.name_refusal.map(|refusal| frame.name_refusal(refusal)),
            asks_two_words: form.name_refusal == Some(NameRefusal::TwoWords),
            passphrase_error: form
                .passphrase_refusal
                .map(|refusal| frame.t(refusal.message())),
        };
        let sign_in = CredentialsView::new(credentials, frame);
        let errors = [&make.name_error, &make.passphrase_error, &sign_in.error];
        let warns = accept.is_none() && errors.iter().any(|error| error.is_some());
        let gives = match gives {
            InvitedService::Chair { title, .. } => {
                frame.say("invite-chair", &[("meeting", title.into())])
            }
            InvitedService::Secretary { group } => {
                frame.say("invite-secretary", &[("group", group.into())])
            }
            InvitedService::Operator => frame.t("invite-operator"),
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

/// `/invite/{token}` when the invitation was used or never existed.
#[derive(Template)]
#[template(path = "invite-gone.html")]
pub struct InviteGonePage<'a> {
    frame: Frame<'a>,
}

impl<'a> InviteGonePage<'a> {
    /// The page; it needs nothing but the frame around it.
    #[must_use]
    pub const fn new(frame: Frame<'a>) -> Self {
        Self { frame }
    }
}

/// Shows a new account number, once. The response must not be cached.
#[derive(Template)]
#[template(path = "account-created.html")]
pub struct AccountCreatedPage<'a> {
    frame: Frame<'a>,
    number: &'a str,
    given: String,
    href: String,
    onward: String,
}

impl<'a> AccountCreatedPage<'a> {
    /// `number` is in groups of digits, as people write it down.
    #[must_use]
    pub fn new(number: &'a str, gives: InvitedService<'_>, frame: Frame<'a>) -> Self {
        let (given, href, place) = match gives {
            InvitedService::Chair { title, slug } => (
                frame.say("made-chair", &[("meeting", title.into())]),
                paths::meeting(slug),
                title.to_owned(),
            ),
            InvitedService::Secretary { group } => (
                frame.say("made-secretary", &[("group", group.into())]),
                paths::ACCOUNT.to_owned(),
                frame.t("made-account"),
            ),
            InvitedService::Operator => (
                frame.t("made-operator"),
                paths::OPERATOR.to_owned(),
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
