//! Every page with sample data, for the tests of the pages and for a look at them.

use super::*;
use crate::base::{GroupId, MeetingId, Millis, NameProblem, Timestamp};
use crate::http::catalogue::Catalogue;
use crate::schedule::{Access, Agenda, DayChoice, Filter, Group, Listed, Meeting, TimeOfDay, Weekly};
use askama::Template;
use jiff::civil::{Weekday, time};
use jiff::tz::TimeZone;

/// Tuesday 24 November 2026, 19:25 in London.
pub(super) const NOW: &str = "2026-11-24T19:25Z";

const TUESDAY: &[Weekday] = &[Weekday::Tuesday];
const WEDNESDAY: &[Weekday] = &[Weekday::Wednesday];

/// Title, group, days, hour, minute, length, kinds, language, access.
type Line = (&'static str, &'static str, &'static [Weekday], i8, i8, u16, &'static str, &'static str, Access);

const LINES: &[Line] = &[
    ("Tuesday Newcomers", "Riverside Group", TUESDAY, 19, 0, 60, "BE D", "en", Access::Open),
    ("Kitchen Table", "Lantern Street", TUESDAY, 18, 45, 60, "W ST", "en", Access::Closed),
    ("Ronda de la tarde", "Puerta Abierta", TUESDAY, 19, 15, 60, "SP", "es", Access::Open),
    ("Half Past Seven", "Millbrook Group", TUESDAY, 19, 30, 60, "SP", "en", Access::Open),
    ("Quiet Hour", "Northside Group", TUESDAY, 20, 0, 60, "MED CAN", "en", Access::Open),
    ("Slow Reading", "Riverside Group", TUESDAY, 21, 30, 90, "LIT", "en", Access::Open),
    ("Second Shift", "Depot Road", TUESDAY, 21, 45, 60, "D M", "en", Access::Closed),
    ("Abendrunde", "Gruppe am Kanal", TUESDAY, 22, 0, 60, "TOP", "de", Access::Open),
    ("Night Owls", "Lantern Street", WEDNESDAY, 0, 30, 60, "D", "en", Access::Open),
    ("The Long Night", "Harbour Group", &DayChoice::WEEK, 3, 0, 60, "BE D", "en", Access::Open),
    ("Early Bus", "Depot Road", WEDNESDAY, 6, 30, 30, "MED", "en", Access::Open),
    ("مجموعة المساء", "الباب المفتوح", WEDNESDAY, 12, 15, 45, "ST", "ar", Access::Open),
    ("Open Window", "Northside Group", WEDNESDAY, 18, 0, 60, "LGBTQ SP", "en", Access::Open),
    ("Friday Morning", "Depot Road", &[Weekday::Friday], 6, 30, 60, "MED", "en", Access::Open),
];

pub(super) struct Sample {
    pub groups: Vec<Group>,
    pub meetings: Vec<Meeting>,
    pub catalogue: Catalogue,
}

impl Sample {
    pub(super) fn new() -> Self {
        Self {
            groups: LINES.iter().zip(1..).map(|(line, id)| group(line, id)).collect(),
            meetings: LINES.iter().zip(1..).map(|(line, id)| meeting(line, id)).collect(),
            catalogue: Catalogue::english(),
        }
    }

    pub(super) fn frame(&self, signed_in: bool) -> Frame<'_> {
        Frame { catalogue: &self.catalogue, stylesheet: "/assets/pages.css", signed_in }
    }

    pub(super) fn listed(&self) -> Vec<Listed<'_>> {
        let pairs = self.meetings.iter().zip(&self.groups);
        pairs
            .map(|(meeting, group)| Listed { meeting, group, headcount: Some(14) })
            .collect()
    }

    pub(super) fn schedule(&self, filter: Filter, tz: Option<&str>) -> String {
        self.schedule_of(&self.listed(), filter, &visitor(NOW, tz))
    }

    pub(super) fn schedule_of(&self, all: &[Listed<'_>], filter: Filter, visitor: &Visitor) -> String {
        let agenda = Agenda::new(all, filter, visitor.now, &visitor.zone, 7);
        SchedulePage::new(&agenda, visitor, self.frame(false)).render().expect("a page")
    }

    pub(super) fn meeting(&self, at: usize, now: &str, tz: Option<&str>, form: JoinForm<'_>) -> String {
        let steps: Vec<_> = ["Welcome", "Readings", "Newcomers", "Shares", "Closing"]
            .map(str::to_owned)
            .into();
        let visitor = visitor(now, tz);
        MeetingPage::new(self.listed()[at], &steps, form, &visitor, self.frame(false))
            .render()
            .expect("a page")
    }

    /// Every page in every state, by a name for its file.
    pub(super) fn pages(&self) -> Vec<(String, String)> {
        let mut pages = self.schedules();
        pages.extend(self.meetings());
        pages.extend(self.accounts());
        pages.extend(self.plain());
        pages.into_iter().map(|(name, page)| (name.to_owned(), page)).collect()
    }

    fn schedules(&self) -> Vec<(&'static str, String)> {
        let friday = Filter {
            day: Some(DayChoice::On(Weekday::Friday)),
            time: Some(TimeOfDay::Morning),
            language: Some("de".into()),
            ..Filter::default()
        };
        let meditation = Filter { kind: Some("MED".into()), ..Filter::default() };
        let nothing = Filter { search: "zebra".into(), ..Filter::default() };
        vec![
            ("schedule", self.schedule(Filter::default(), None)),
            ("schedule-tokyo", self.schedule(Filter::default(), Some("Tokyo"))),
            ("schedule-list", self.schedule(Filter::default(), Some("list"))),
            ("schedule-unknown", self.schedule(meditation.clone(), Some("Nowhere <b>"))),
            ("schedule-found", self.schedule(meditation, None)),
            ("schedule-empty", self.schedule(friday, None)),
            ("schedule-none", self.schedule(nothing, None)),
            ("schedule-bare", self.schedule_of(&[], Filter::default(), &visitor(NOW, None))),
            ("schedule-quiet", self.schedule_of(&self.listed()[13..], Filter::default(), &visitor(NOW, None))),
            ("schedule-next", self.schedule_of(&self.listed()[4..], Filter::default(), &visitor(NOW, None))),
        ]
    }

    fn meetings(&self) -> Vec<(&'static str, String)> {
        let refused = JoinForm { name: "Mike R 0791", newcomer: true, problem: Some(NameProblem::Digits) };
        let plain = JoinForm::default();
        vec![
            ("meeting", self.meeting(0, "2026-11-24T18:51Z", None, plain)),
            ("meeting-on", self.meeting(1, NOW, Some("New York"), plain)),
            ("meeting-after", self.meeting(0, "2026-11-24T20:05Z", None, plain)),
            ("meeting-refused", self.meeting(0, "2026-11-24T18:51Z", None, refused)),
            ("meeting-today", self.meeting(4, NOW, None, plain)),
            ("meeting-later", self.meeting(11, "2026-11-22T10:00Z", Some("Kathmandu"), plain)),
        ]
    }

    fn accounts(&self) -> Vec<(&'static str, String)> {
        let (guest, member) = (self.frame(false), self.frame(true));
        let chair = Gives::Chair { title: "Tuesday Newcomers", slug: "tuesday-newcomers" };
        let secretary = Gives::Secretary { group: "Riverside Group" };
        let refused = Credentials { account: "4821 7730", problem: Some(SignInProblem::Refused) };
        let bad = InviteForm {
            name: "",
            name_problem: Some(NameProblem::Empty),
            passphrase_problem: Some(PassphraseTrouble::TooShort),
        };
        let none = Credentials::default();
        let place = |at: usize| PlaceServed {
            title: self.meetings[at].title.clone(),
            slug: self.meetings[at].slug.clone(),
        };
        let services = [
            ServiceHeld::Chair(place(0)),
            ServiceHeld::Secretary { group: "Riverside Group".into(), meetings: vec![place(0), place(5)] },
        ];
        vec![
            ("invite", page(&InvitePage::new("t0ken", chair, InviteForm::default(), none, None, guest))),
            ("invite-refused", page(&InvitePage::new("t0ken", secretary, bad, refused, None, guest))),
            ("invite-accept", page(&InvitePage::new("t0ken", chair, InviteForm::default(), none, Some("Jo"), member))),
            ("invite-gone", page(&InviteGonePage::new(guest))),
            ("invite-gone-member", page(&InviteGonePage::new(member))),
            ("made", page(&AccountMadePage::new("4821 7730 1956 0042", chair, guest))),
            ("made-secretary", page(&AccountMadePage::new("4821 7730 1956 0042", secretary, guest))),
            ("sign-in", page(&SignInPage::new(none, guest))),
            ("sign-in-refused", page(&SignInPage::new(refused, guest))),
            ("account", page(&AccountPage::new("Jo", &services, false, member))),
            ("account-unconfirmed", page(&AccountPage::new("Jo", &[], true, member))),
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
            CrisisLine { country: "default", name: "Example Chat", phone: Some("000"), url: None },
        ];
        let stylesheets = ["/assets/main-abc.css".to_owned()];
        let room = RoomPage::new(
            Seat { slug: "tuesday-newcomers", title: "Tuesday Newcomers", name: "Jo", newcomer: true },
            RoomAssets { script: "/assets/main-abc.js", stylesheets: &stylesheets },
            RoomCrisis { name: "Example Line", phone: "+353 1 000 0000", url: "https://line.example/" },
            &self.catalogue,
        );
        let mut pages = vec![
            ("new", page(&NewHerePage::new(frame))),
            ("crisis", page(&CrisisPage::new(&lines, frame))),
            ("crisis-none", page(&CrisisPage::new(&[], frame))),
            ("room", page(&room)),
        ];
        let names = ["error-404", "error-403", "error-429", "error-400", "error-500"];
        let errors = Trouble::ALL.map(|trouble| page(&ErrorPage::new(trouble, frame)));
        pages.extend(names.into_iter().zip(errors));
        pages
    }
}

pub(super) fn visitor(now: &str, tz: Option<&str>) -> Visitor {
    let now: jiff::Timestamp = now.parse().expect("an instant");
    Visitor::new(Timestamp(now.as_millisecond()), tz, &london())
}

fn page(page: &impl Template) -> String {
    page.render().expect("a page")
}

fn london() -> TimeZone {
    TimeZone::get("Europe/London").expect("a zone")
}

fn group(line: &Line, id: i64) -> Group {
    Group {
        id: GroupId(id),
        slug: format!("group-{id}"),
        name: line.1.into(),
        contributions: (id == 1).then(|| "https://give.example/riverside".into()),
    }
}

fn meeting(line: &Line, id: i64) -> Meeting {
    let (title, _, days, hour, minute, minutes, kinds, language, access) = *line;
    Meeting {
        id: MeetingId(id),
        group: GroupId(id),
        slug: format!("meeting-{id}"),
        title: title.into(),
        notes: "A small, unhurried meeting for people in their first weeks, and for anyone who \
            remembers theirs.\n\nSomebody reads for a few minutes, then people share. You may \
            just listen. <b>Tea & biscuits</b> are your own."
            .into(),
        kinds: kinds.split_whitespace().map(str::to_owned).collect(),
        language: language.into(),
        access,
        when: Weekly { days: days.to_vec(), time: time(hour, minute, 0, 0), zone: london(), minutes },
        doors_before: Millis::from_mins(15),
        fellowship_after: Millis::from_mins(15),
    }
}
