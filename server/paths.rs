//! The addresses of the site: each route's pattern, and beside it the function that fills it in.
//!
//! The router uses the patterns, handlers and pages the functions, so that a link cannot differ from
//! its route. Slugs and tokens are plain ASCII by construction, and need no encoding here.

/// The page that signs an account in.
pub const SIGN_IN: &str = "/sign-in";
/// An account holder's own page.
pub const ACCOUNT: &str = "/account";
/// The schedule.
pub const SCHEDULE: &str = "/";
/// Help lines.
pub const CRISIS: &str = "/crisis";
/// The schedule for programs.
pub const SCHEDULE_JSON: &str = "/schedule.json";
/// The icon in any size.
pub const ICON_SVG: &str = "/icon.svg";
/// The icon for browsers that know no SVG icons.
pub const FAVICON: &str = "/favicon.ico";
/// The icon on the home screen of an iPhone.
pub const TOUCH_ICON: &str = "/apple-touch-icon.png";
/// The icon with 192 pixels, for the manifest.
pub const ICON_192: &str = "/icon-192.png";
/// The icon with 512 pixels, for the manifest.
pub const ICON_512: &str = "/icon-512.png";
/// The web manifest.
pub const MANIFEST: &str = "/site.webmanifest";
/// Every meeting held here, as a calendar.
pub const CALENDAR: &str = "/calendar.ics";
/// Every meeting held here, as a Meeting Guide feed.
pub const FEED: &str = "/meetings.json";

/// Pattern of [`meeting`].
pub const MEETING: &str = "/meetings/{slug}";
/// Pattern of [`meeting_join`].
pub const MEETING_JOIN: &str = "/meetings/{slug}/join";
/// Pattern of [`meeting_room`].
pub const MEETING_ROOM: &str = "/meetings/{slug}/room";
/// Pattern of a room's WebSocket.
pub const MEETING_SOCKET: &str = "/meetings/{slug}/socket";

/// A meeting's page.
#[must_use]
pub fn meeting(slug: &str) -> String {
    fill(MEETING, &[slug])
}

/// The target of the form to join a meeting.
#[must_use]
pub fn meeting_join(slug: &str) -> String {
    fill(MEETING_JOIN, &[slug])
}

/// A meeting's room.
#[must_use]
pub fn meeting_room(slug: &str) -> String {
    fill(MEETING_ROOM, &[slug])
}

/// What the address of a meeting's calendar ends with. The router matches it as part of the slug.
pub const CALENDAR_SUFFIX: &str = ".ics";

/// A meeting's calendar.
#[must_use]
pub fn meeting_calendar(slug: &str) -> String {
    meeting(slug) + CALENDAR_SUFFIX
}

/// Pattern of [`group`].
pub const GROUP: &str = "/groups/{slug}";
/// Pattern of [`group_edit`].
pub const GROUP_EDIT: &str = "/groups/{slug}/edit";
/// Pattern of [`group_import`].
pub const GROUP_IMPORT: &str = "/groups/{slug}/import";
/// A group's meetings as a sheet.
pub const GROUP_SHEET: &str = "/groups/{slug}/export.csv";
/// A group's meetings as a feed.
pub const GROUP_FEED: &str = "/groups/{slug}/export.json";
/// Pattern of [`meeting_new`].
pub const MEETING_NEW: &str = "/groups/{slug}/meetings/new";
/// Pattern of [`meeting_edit`].
pub const MEETING_EDIT: &str = "/groups/{slug}/meetings/{meeting}/edit";
/// The target of the form that deletes a meeting.
pub const MEETING_DELETE: &str = "/groups/{slug}/meetings/{meeting}/erase";
/// Pattern of [`meeting_dates`].
pub const MEETING_DATES: &str = "/groups/{slug}/meetings/{meeting}/dates";
/// Pattern of [`meeting_date`].
pub const MEETING_DATE: &str = "/groups/{slug}/meetings/{meeting}/dates/{date}";

/// A group's page.
#[must_use]
pub fn group(slug: &str) -> String {
    fill(GROUP, &[slug])
}

/// The form for what is known of a group.
#[must_use]
pub fn group_edit(slug: &str) -> String {
    fill(GROUP_EDIT, &[slug])
}

/// The form that imports meetings of a group.
#[must_use]
pub fn group_import(slug: &str) -> String {
    fill(GROUP_IMPORT, &[slug])
}

/// The form for a new meeting of a group.
#[must_use]
pub fn meeting_new(group: &str) -> String {
    fill(MEETING_NEW, &[group])
}

/// The form for a meeting of a group.
#[must_use]
pub fn meeting_edit(group: &str, meeting: &str) -> String {
    fill(MEETING_EDIT, &[group, meeting])
}

/// The fragment of that form's part for single dates.
pub const SINGLE_DATES_PART: &str = "#single";

/// Where a date is looked up by the query parameter `date`.
#[must_use]
pub fn meeting_dates(group: &str, meeting: &str) -> String {
    fill(MEETING_DATES, &[group, meeting])
}

/// The form for one date of a meeting, in ISO 8601 (`2026-11-28`).
#[must_use]
pub fn meeting_date(group: &str, meeting: &str, date: &str) -> String {
    fill(MEETING_DATE, &[group, meeting, date])
}

/// The operator's page.
pub const OPERATOR: &str = "/operator";
/// Its part for feeds.
pub const OPERATOR_FEEDS_PART: &str = "/operator#feeds";
/// Its part for the sites that may embed the schedule.
pub const OPERATOR_EMBED_ORIGINS_PART: &str = "/operator#framers-title";
/// Its part for groups.
pub const OPERATOR_GROUPS_PART: &str = "/operator#groups";
/// The target of the form for a new feed.
pub const FEEDS: &str = "/operator/feeds";
/// The target of the form for a feed.
pub const FEED_EDIT: &str = "/operator/feeds/{id}/edit";
/// The target of the form that fetches a feed at once.
pub const FEED_FETCH: &str = "/operator/feeds/{id}/ask";
/// The target of the form that removes a feed.
pub const FEED_REMOVE: &str = "/operator/feeds/{id}/remove";
/// The target of the form for the sites that may embed the schedule.
pub const EMBED_ORIGINS: &str = "/operator/framers";
/// The target of the form for a new group.
pub const GROUPS: &str = "/operator/groups";
/// The target of the form that invites a secretary.
pub const GROUP_INVITE: &str = "/operator/groups/{slug}/invite";
/// The form that imports meetings of any group.
pub const OPERATOR_IMPORT: &str = "/operator/import";
/// All meetings as a sheet.
pub const OPERATOR_SHEET: &str = "/operator/export.csv";
/// All meetings as a feed.
pub const OPERATOR_FEED: &str = "/operator/export.json";

/// The operator's page at the part for one feed.
#[must_use]
pub fn operator_feed_part(id: i64) -> String {
    format!("{OPERATOR}#feed-{id}")
}

/// Pattern of [`invite`].
pub const INVITE: &str = "/invite/{token}";
/// The target of an invitation's form to sign in.
pub const INVITE_SIGN_IN: &str = "/invite/{token}/sign-in";
/// The target of an invitation's button for an account that is signed in.
pub const INVITE_ACCEPT: &str = "/invite/{token}/accept";

/// An invitation's page.
#[must_use]
pub fn invite(token: &str) -> String {
    fill(INVITE, &[token])
}

/// The pattern with these values in place of its placeholders, in order.
fn fill(pattern: &str, values: &[&str]) -> String {
    let mut values = values.iter();
    let segments = pattern.split('/').map(|segment| {
        if segment.starts_with('{') {
            values.next().copied().unwrap_or_default()
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_matches_its_pattern() {
        for (pattern, path) in [
            (MEETING, meeting("noon")),
            (MEETING, meeting_calendar("noon")),
            (MEETING_JOIN, meeting_join("noon")),
            (MEETING_ROOM, meeting_room("noon")),
            (GROUP, group("river")),
            (GROUP_EDIT, group_edit("river")),
            (GROUP_IMPORT, group_import("river")),
            (MEETING_NEW, meeting_new("river")),
            (MEETING_EDIT, meeting_edit("river", "noon")),
            (MEETING_DATES, meeting_dates("river", "noon")),
            (MEETING_DATE, meeting_date("river", "noon", "2026-11-28")),
            (OPERATOR, operator_feed_part(7)),
            (OPERATOR, OPERATOR_FEEDS_PART.to_owned()),
            (OPERATOR, OPERATOR_EMBED_ORIGINS_PART.to_owned()),
            (OPERATOR, OPERATOR_GROUPS_PART.to_owned()),
            (INVITE, invite("abc")),
        ] {
            assert!(matches(pattern, &path), "{path} is not of {pattern}");
        }
    }

    #[test]
    fn values_take_their_places_in_order() {
        assert_eq!(
            meeting_date("river", "noon", "2026-11-28"),
            "/groups/river/meetings/noon/dates/2026-11-28"
        );
    }

    /// Whether the router would find this path, without its fragment, under the pattern.
    fn matches(pattern: &str, path: &str) -> bool {
        let path = path.split('#').next().unwrap_or_default();
        let (expected, actual): (Vec<_>, Vec<_>) =
            (pattern.split('/').collect(), path.split('/').collect());
        expected.len() == actual.len()
            && expected.iter().zip(&actual).all(|(expected, actual)| {
                if expected.starts_with('{') {
                    !actual.is_empty()
                } else {
                    expected == actual
                }
            })
    }
}
