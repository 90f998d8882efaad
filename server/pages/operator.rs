//! The operator's page: subscribed feeds, sites that may embed the schedule, groups.

mod feed_form;
mod feed_view;

pub use feed_form::{FeedEdit, FeedFacts, FeedRefusal};

use super::form::FieldView;
use super::group_form::{GroupFacts, GroupRefusal, group_fields};
use super::{Frame, Visitor};
use crate::feeds::Feed;
use crate::schedule::Group;
use askama::Template;
use feed_form::{EditView, feed_fields};
use feed_view::FeedView;

/// The forms of the page, as they were sent, with their refusals.
#[derive(Clone, Debug, Default)]
pub struct OperatorForms {
    /// The new feed.
    pub feed: FeedFacts,
    /// Why the new feed is refused.
    pub feed_refusals: Vec<FeedRefusal>,
    /// The change of an existing feed.
    pub edited: Option<FeedEdit>,
    /// The origins that may embed the schedule, one a line.
    pub embed_origins: String,
    /// The lines that are no origins.
    pub invalid_embed_origins: Vec<String>,
    /// The new group.
    pub group: GroupFacts,
    /// Why the new group is refused.
    pub group_refusals: Vec<GroupRefusal>,
    /// An invitation link for a secretary, shown once, and the group's name.
    pub invitation: Option<(String, String)>,
    /// The sender is no longer signed in as an operator.
    pub signed_out: bool,
}

/// `/operator`.
#[derive(Template)]
#[template(path = "operator.html")]
pub struct OperatorPage<'a> {
    frame: Frame<'a>,
    notice: Option<String>,
    invitation: Option<InvitationView<'a>>,
    feeds: Vec<FeedView<'a>>,
    /// The sent change of a feed that is not listed because nobody is signed in any more.
    edited: Option<EditView>,
    feed_fields: Vec<FieldView<'a>>,
    embed_origins: &'a str,
    embed_origins_error: Option<String>,
    groups: &'a [Group],
    group_fields: Vec<FieldView<'a>>,
    warns: bool,
}

struct InvitationView<'a> {
    words: String,
    link: &'a str,
}

impl<'a> OperatorPage<'a> {
    /// The page with the forms as they were sent, or empty.
    #[must_use]
    pub fn new(
        feeds: &'a [Feed],
        groups: &'a [Group],
        forms: &'a OperatorForms,
        visitor: &Visitor,
        frame: Frame<'a>,
    ) -> Self {
        let frame = frame.for_visitor(visitor);
        let invalid = &forms.invalid_embed_origins;
        let embed_origins_error = (!invalid.is_empty()).then(|| {
            let lines = frame.list(invalid.clone());
            frame.say("operator-framers-bad", &[("lines", lines.into())])
        });
        let feed_fields = feed_fields(&forms.feed, &forms.feed_refusals, frame);
        let group_fields = group_fields(
            &forms.group,
            &forms.group_refusals,
            "operator-group-slug-hint",
            frame,
        );
        let errors = feed_fields.iter().chain(&group_fields);
        let is_refused = |edit: &FeedEdit| !edit.refusals.is_empty();
        let warns = forms.edited.as_ref().is_some_and(is_refused)
            || embed_origins_error.is_some()
            || errors.into_iter().any(|field| field.error.is_some());
        Self {
            notice: forms.signed_out.then(|| frame.t("operator-signed-out")),
            invitation: forms
                .invitation
                .as_ref()
                .map(|(link, group)| InvitationView {
                    words: frame.say("operator-invitation", &[("group", group.as_str().into())]),
                    link,
                }),
            feeds: feeds
                .iter()
                .map(|feed| FeedView::new(feed, forms.edited.as_ref(), visitor, frame))
                .collect(),
            edited: forms
                .edited
                .as_ref()
                .filter(|_| forms.signed_out)
                .map(|edit| EditView::refused(edit, frame)),
            warns: warns || feeds.iter().any(|feed| feed.state.error.is_some()),
            feed_fields,
            embed_origins: &forms.embed_origins,
            embed_origins_error,
            groups,
            group_fields,
            frame,
        }
    }
}

#[cfg(test)]
mod tests;
