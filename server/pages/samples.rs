//! Every page rendered with sample data, for the tests of the pages.

mod accounts;
mod imports;
mod listing;
mod schedules;

use super::*;
use crate::base::{NameRefusal, Timestamp};
use crate::catalogue::Catalogue;
use crate::schedule::{
    Agenda, AgendaQuery, Directory, Filter, Group, Listing, LiveRoom, Meeting, Origin, PageRequest,
    Timetable,
};
use askama::Template;

/// The room of the date that is open at `now` or comes next, with people inside.
fn open_room(timetable: &Timetable, now: Timestamp) -> Option<LiveRoom> {
    let times = timetable.current_or_next(now)?;
    Some(LiveRoom {
        planned: times.planned,
        state: times.state(now),
        people: 14,
    })
}

/// Tuesday 24 November 2026, 19:25 in London.
pub(super) const NOW: &str = "2026-11-24T19:25Z";

pub(super) struct Sample {
    pub groups: Vec<Group>,
    pub meetings: Vec<Meeting>,
    pub catalogue: Catalogue,
}

impl Sample {
    pub(super) fn new() -> Self {
        Self {
            groups: listing::groups(),
            meetings: listing::meetings(),
            catalogue: Catalogue::english(),
        }
    }

    pub(super) fn frame(&self, signed_in: bool) -> Frame<'_> {
        Frame {
            catalogue: &self.catalogue,
            stylesheet: "/assets/pages.css",
            print_stylesheet: "/assets/print.css",
            script: "/assets/pages.js",
            site: "https://meetings.example",
            signed_in,
            hour_cycle: HourCycle::default(),
            has_crisis_lines: true,
        }
    }

    pub(super) fn listings(&self) -> Vec<Listing> {
        let pairs = self.meetings.iter().zip(&self.groups);
        pairs
            .map(|(meeting, group)| Listing {
                about: meeting.about.clone(),
                group: group.name.clone(),
                timetable: meeting.timetable.clone(),
                origin: Origin::Hosted {
                    id: meeting.id,
                    slug: meeting.slug.clone(),
                },
            })
            .collect()
    }

    pub(super) fn schedule(&self, filter: Filter, tz: Option<&str>) -> String {
        self.schedule_of(self.listings(), filter, &visitor(NOW, tz))
    }

    pub(super) fn schedule_of(
        &self,
        all: Vec<Listing>,
        filter: Filter,
        visitor: &Visitor,
    ) -> String {
        self.page_of(all, filter, visitor, |agenda| {
            SchedulePage::new(agenda, visitor, self.frame(false)).render()
        })
    }

    /// Calls `render` with the agenda of these listings.
    pub(super) fn page_of(
        &self,
        all: Vec<Listing>,
        filter: Filter,
        visitor: &Visitor,
        render: impl FnOnce(&Agenda<'_>) -> askama::Result<String>,
    ) -> String {
        let room = |meeting: &Meeting| {
            let room = open_room(&meeting.timetable, visitor.now)?;
            Some((meeting.id, room))
        };
        let rooms = self.meetings.iter().filter_map(room).collect();
        let words = |listing: &Listing| search_words(listing, &self.catalogue);
        let directory = Directory::new(all, visitor.now, words);
        let query = AgendaQuery {
            filter,
            now: visitor.now,
            zone: &visitor.zone,
            seed: 7,
            rooms: &rooms,
            page: PageRequest::First,
        };
        render(&Agenda::new(&directory, query)).expect("a page")
    }

    pub(super) fn meeting(
        &self,
        at: usize,
        now: &str,
        tz: Option<&str>,
        form: JoinForm<'_>,
    ) -> String {
        let steps: Vec<_> = ["Welcome", "Readings", "Newcomers", "Shares", "Closing"]
            .map(str::to_owned)
            .into();
        let visitor = visitor(now, tz);
        MeetingPage::new(
            MeetingDetails {
                meeting: &self.meetings[at],
                group: &self.groups[at],
                room: open_room(&self.meetings[at].timetable, visitor.now),
            },
            &steps,
            form,
            &visitor,
            self.frame(false),
        )
        .render()
        .expect("a page")
    }

    /// Every page in every state, with a name for its file.
    pub(super) fn pages(&self) -> Vec<(String, String)> {
        let mut pages = schedules::pages(self);
        pages.extend(self.meetings());
        pages.extend(accounts::pages(self));
        pages.extend(self.plain());
        pages.extend(imports::pages(self.frame(true)));
        pages
            .into_iter()
            .map(|(name, page)| (name.to_owned(), page))
            .collect()
    }

    fn meetings(&self) -> Vec<(&'static str, String)> {
        let refused = JoinForm {
            name: "Mike R 0791",
            newcomer: true,
            newcomer_shown: false,
            refusal: Some(NameRefusal::Digits),
            is_insecure: true,
        };
        let plain = JoinForm::default();
        vec![
            ("meeting", self.meeting(0, "2026-11-24T18:51Z", None, plain)),
            ("meeting-on", self.meeting(1, NOW, Some("New York"), plain)),
            (
                "meeting-after",
                self.meeting(0, "2026-11-24T20:05Z", None, plain),
            ),
            (
                "meeting-refused",
                self.meeting(0, "2026-11-24T18:51Z", None, refused),
            ),
            ("meeting-today", self.meeting(4, NOW, None, plain)),
            (
                "meeting-later",
                self.meeting(11, "2026-11-22T10:00Z", Some("Kathmandu"), plain),
            ),
        ]
    }

    fn plain(&self) -> Vec<(&'static str, String)> {
        let frame = self.frame(false);
        let lines = [
            CrisisLine {
                country: "IE",
                name: "Example Line",
                phone: Some("+353 1 000 0000"),
                url: Some("https://line.example/"),
            },
            CrisisLine {
                country: "default",
                name: "Example Chat",
                phone: Some("000"),
                url: None,
            },
        ];
        let visitor = visitor(NOW, None);
        let mut pages = vec![
            ("new", page(&NewHerePage::new(frame))),
            ("sharing", page(&SharingPage::new(frame))),
            ("crisis", page(&CrisisPage::new(&lines, &visitor, frame))),
            ("crisis-none", page(&CrisisPage::new(&[], &visitor, frame))),
            ("room", self.room()),
        ];
        let names = [
            "error-404",
            "error-403",
            "error-429",
            "error-400",
            "error-500",
        ];
        let errors = ErrorKind::ALL.map(|kind| page(&ErrorPage::new(kind, frame)));
        pages.extend(names.into_iter().zip(errors));
        pages
    }

    fn room(&self) -> String {
        let entry = RoomEntry {
            slug: "tuesday-newcomers",
            title: "Tuesday Newcomers",
            name: "Jo",
            newcomer: true,
            newcomer_shown: false,
        };
        let stylesheets = ["/assets/pages.css".to_owned()];
        let assets = RoomAssets {
            script: "/assets/main-abc.js",
            older_start: "/assets/older/start-abc.js",
            older_script: "/assets/older/room-abc.js",
            modules: &[],
            words: "/assets/room-abc.json",
            stylesheets: &stylesheets,
        };
        let crisis = RoomCrisis {
            name: "Example Line",
            phone: "+353 1 000 0000",
            url: "https://line.example/",
        };
        page(&RoomPage::new(entry, assets, crisis, &self.catalogue))
    }
}

/// A page without the line breaks and the indentation of its template.
pub(super) fn one_line(page: &str) -> String {
    page.lines().map(str::trim).collect()
}

pub(super) fn visitor(now: &str, tz: Option<&str>) -> Visitor {
    let now: jiff::Timestamp = now.parse().expect("an instant");
    Visitor::new(
        Timestamp(now.as_millisecond()),
        tz,
        None,
        &listing::london(),
    )
}

fn page(page: &impl Template) -> String {
    page.render().expect("a page")
}
