//! Accounts, signing in, and invitations.

use super::{Sample, page};
use crate::base::NameRefusal;
use crate::pages::{
    AccountCreatedPage, AccountPage, Credentials, HeldService, InviteForm, InviteGonePage,
    InvitePage, InvitedService, PageLink, PassphraseHint, SignInPage, SignInRefusal,
};

const CHAIR: InvitedService<'_> = InvitedService::Chair {
    title: "Tuesday Newcomers",
    slug: "tuesday-newcomers",
};
const SECRETARY: InvitedService<'_> = InvitedService::Secretary {
    group: "Riverside Group",
};
const REFUSED: Credentials<'_> = Credentials {
    account: "4821 7730",
    refusal: Some(SignInRefusal::Refused),
};

/// Every state, by a name for its file.
pub(super) fn pages(sample: &Sample) -> Vec<(&'static str, String)> {
    let mut pages = invitations(sample);
    pages.extend(accounts(sample));
    pages
}

fn invitations(sample: &Sample) -> Vec<(&'static str, String)> {
    let (guest, member) = (sample.frame(false), sample.frame(true));
    let bad = InviteForm {
        name: "",
        name_refusal: Some(NameRefusal::Empty),
        passphrase_refusal: Some(PassphraseHint::TooShort),
    };
    let invite = |gives, form, credentials, name| {
        page(&InvitePage::new(
            "t0ken",
            gives,
            form,
            credentials,
            name,
            guest,
        ))
    };
    let empty = InviteForm::default();
    let number = "4821 7730 1956 0042";
    vec![
        ("invite", invite(CHAIR, empty, Credentials::default(), None)),
        ("invite-refused", invite(SECRETARY, bad, REFUSED, None)),
        (
            "invite-accept",
            invite(CHAIR, empty, Credentials::default(), Some("Jo")),
        ),
        ("invite-gone", page(&InviteGonePage::new(guest))),
        ("invite-gone-member", page(&InviteGonePage::new(member))),
        ("made", page(&AccountCreatedPage::new(number, CHAIR, guest))),
        (
            "made-secretary",
            page(&AccountCreatedPage::new(number, SECRETARY, guest)),
        ),
    ]
}

fn accounts(sample: &Sample) -> Vec<(&'static str, String)> {
    let (guest, member) = (sample.frame(false), sample.frame(true));
    let place = |at: usize| PageLink {
        title: sample.meetings[at].about.title.clone(),
        slug: sample.meetings[at].slug.clone(),
    };
    let services = [
        HeldService::Chair(place(0)),
        HeldService::Secretary {
            group: PageLink {
                title: "Riverside Group".into(),
                slug: "riverside".into(),
            },
            meetings: vec![place(0), place(5)],
        },
        HeldService::Operator,
    ];
    let none = Credentials::default();
    vec![
        ("sign-in", page(&SignInPage::new(none, guest))),
        ("sign-in-refused", page(&SignInPage::new(REFUSED, guest))),
        (
            "account",
            page(&AccountPage::new("Jo", &services, false, member)),
        ),
        (
            "account-unconfirmed",
            page(&AccountPage::new("Jo", &[], true, member)),
        ),
    ]
}
