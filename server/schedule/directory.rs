//! An in-memory index of all listings, so that a query of the coming days needs no store.

use super::bit_set::BitSet;
use super::filter::Filter;
use super::kinds::{self, primary_language};
use super::meeting::{Access, Listing};
use super::search::WordIndex;
use super::timetable::{DateStatus, Occurrence};
use crate::base::{Millis, Timestamp};
use std::collections::BTreeMap;

/// How far ahead dates are indexed: the seven days that a visitor can see, a day for zones that are
/// ahead of others, and a day until the directory is rebuilt.
const INDEXED_SPAN: Millis = Millis::from_mins(9 * 24 * 60);

/// A directory is rebuilt at least this often. That looks up zones again too, so that new rules of a
/// zone take effect without a restart.
pub const DIRECTORY_MAX_AGE: Millis = Millis::from_mins(6 * 60);

/// An index of the listings and of their dates, as of one moment.
#[derive(Debug)]
pub struct Directory {
    listings: Vec<Listing>,
    words: WordIndex,
    kinds: BTreeMap<String, BitSet>,
    languages: BTreeMap<String, BitSet>,
    open: BitSet,
    newcomers: BitSet,
    /// Every date that is not over at that moment and starts within [`INDEXED_SPAN`], ordered by start.
    dates: Vec<IndexedDate>,
    /// The cancelled ones among them, which are few and counted separately.
    cancelled: Vec<IndexedDate>,
    /// The longest time from the start of a meeting to the closing of its doors.
    longest: Millis,
}

/// One date of one listing; small, since there are tens of thousands.
#[derive(Clone, Copy, Debug)]
struct IndexedDate {
    starts: Timestamp,
    /// The date that the recurrence gives.
    date: jiff::civil::Date,
    /// The listing's index.
    listing: u32,
}

/// The values that the filter form offers: only those that some listing has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterOptions<'a> {
    /// General type codes of the Meeting Guide, sorted.
    pub kinds: Vec<&'a str>,
    /// Primary BCP 47 tags, sorted.
    pub languages: Vec<&'a str>,
}

/// One date of a listing, as a query returns it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListedOccurrence<'a> {
    /// The listing's index in this directory.
    pub number: u32,
    /// The meeting.
    pub listing: &'a Listing,
    /// The date, with its changes.
    pub occurrence: Occurrence<'a>,
}

impl Directory {
    /// Builds the index. `describe` gives more words by which a listing can be found besides its own
    /// texts, such as the names of its kinds and of its language.
    #[must_use]
    pub fn new(
        listings: Vec<Listing>,
        now: Timestamp,
        describe: impl Fn(&Listing) -> String,
    ) -> Self {
        let words = WordIndex::new(listings.iter().map(|listing| {
            let about = &listing.about;
            let texts = [&about.title, &listing.group, &about.notes].map(String::as_str);
            format!("{}\n{}", texts.join("\n"), describe(listing))
        }));
        let where_true = |has: &dyn Fn(&Listing) -> bool| {
            let mut bits = BitSet::none(listings.len());
            for (number, listing) in (0..).zip(&listings) {
                if has(listing) {
                    bits.insert(number);
                }
            }
            bits
        };
        let dates = index_dates(&listings, now);
        let total_length = |listing: &Listing| {
            let timetable = &listing.timetable;
            timetable.recurrence.duration().0 + timetable.fellowship_after.0
        };
        Self {
            words,
            kinds: index_by(&listings, |listing| {
                let kinds = listing.about.kinds.iter();
                kinds
                    .filter(|kind| kinds::language(kind).is_none())
                    .map(|kind| general_kind(kind))
            }),
            languages: index_by(&listings, languages),
            open: where_true(&|listing| listing.about.access == Access::Open),
            newcomers: where_true(&|listing| welcomes_newcomers(listing)),
            cancelled: select_cancelled(&listings, &dates),
            dates,
            longest: Millis(listings.iter().map(total_length).max().unwrap_or(0)),
            listings,
        }
    }

    /// All listings, in the given order.
    #[must_use]
    pub fn listings(&self) -> &[Listing] {
        &self.listings
    }

    /// The values that the filter form offers.
    #[must_use]
    pub fn options(&self) -> FilterOptions<'_> {
        FilterOptions {
            kinds: self.kinds.keys().map(String::as_str).collect(),
            languages: self.languages.keys().map(String::as_str).collect(),
        }
    }

    /// The listings that match a filter, apart from its day and time.
    #[must_use]
    pub fn matching(&self, filter: &Filter) -> BitSet {
        self.narrow(self.matching_words(&filter.search), filter)
    }

    /// The listings that match the words of a search text.
    #[must_use]
    pub fn matching_words(&self, search: &str) -> BitSet {
        if search.is_empty() {
            BitSet::all(self.listings.len())
        } else {
            self.words.search(search)
        }
    }

    /// Of the given listings, those that match the other fields of a filter, apart from its day and
    /// time.
    #[must_use]
    pub fn narrow(&self, mut bits: BitSet, filter: &Filter) -> BitSet {
        let count = self.listings.len();
        let mut require = |matching: Option<&BitSet>| match matching {
            Some(matching) => bits.intersect(matching),
            None => bits = BitSet::none(count),
        };
        if let Some(kind) = &filter.kind {
            require(match kinds::language(kind) {
                Some(language) => self.languages.get(language),
                None => self.kinds.get(general_kind(kind)),
            });
        }
        if let Some(language) = &filter.language {
            require(self.languages.get(language.as_str()));
        }
        if filter.newcomers {
            require(Some(&self.newcomers));
        }
        match filter.access {
            Some(Access::Open) => require(Some(&self.open)),
            Some(Access::Closed) => require(Some(&self.open.complement())),
            None => {}
        }
        bits
    }

    /// Every date of the given listings that starts in `[from, until)`, ordered by start.
    pub fn between<'a, 'b>(
        &'a self,
        from: Timestamp,
        until: Timestamp,
        listings: &'b BitSet,
    ) -> impl Iterator<Item = ListedOccurrence<'a>> + use<'a, 'b> {
        range(&self.dates, from, until)
            .iter()
            .filter(|date| listings.contains(date.listing))
            .filter_map(|date| self.listed(date))
    }

    /// Every date of the given listings that started before `now` and is not over, ordered by start. Cancelled
    /// ones are included.
    pub fn begun<'a, 'b>(
        &'a self,
        now: Timestamp,
        listings: &'b BitSet,
    ) -> impl Iterator<Item = ListedOccurrence<'a>> + use<'a, 'b> {
        self.between(now - self.longest, now, listings)
            .filter(move |listed| now < listed.occurrence.times.doors_close)
    }

    /// How many dates of the given listings start in `[from, until)`, including cancelled ones.
    #[must_use]
    pub fn count(&self, from: Timestamp, until: Timestamp, listings: &BitSet) -> usize {
        count(range(&self.dates, from, until), listings)
    }

    /// The same count without cancelled dates.
    #[must_use]
    pub fn count_held(&self, from: Timestamp, until: Timestamp, listings: &BitSet) -> usize {
        let cancelled = count(range(&self.cancelled, from, until), listings);
        self.count(from, until, listings) - cancelled
    }

    fn listed(&self, date: &IndexedDate) -> Option<ListedOccurrence<'_>> {
        let listing = self.listings.get(date.listing as usize)?;
        Some(ListedOccurrence {
            number: date.listing,
            listing,
            occurrence: listing.timetable.happening_at(date.date, date.starts)?,
        })
    }
}

/// Of dates ordered by start, those in `[from, until)`.
fn range(dates: &[IndexedDate], from: Timestamp, until: Timestamp) -> &[IndexedDate] {
    let before = |at| dates.partition_point(|date| date.starts < at);
    dates.get(before(from)..before(until)).unwrap_or_default()
}

fn count(dates: &[IndexedDate], listings: &BitSet) -> usize {
    let dates = dates.iter();
    dates.filter(|date| listings.contains(date.listing)).count()
}

/// One code for kinds that several fellowships name differently.
fn general_kind(kind: &str) -> &str {
    kinds::general(kind).unwrap_or(kind)
}

/// Every spoken language: feeds give further ones among the kinds.
fn languages(listing: &Listing) -> impl Iterator<Item = &str> {
    let about = &listing.about;
    let further = about.kinds.iter().filter_map(|kind| kinds::language(kind));
    std::iter::once(primary_language(&about.language)).chain(further)
}

fn welcomes_newcomers(listing: &Listing) -> bool {
    let mut kinds = listing.about.kinds.iter();
    kinds.any(|kind| kinds::welcomes_newcomers(kind))
}

/// For each key of any listing, the listings that have it.
fn index_by<'a, I: IntoIterator<Item = &'a str>>(
    listings: &'a [Listing],
    keys: impl Fn(&'a Listing) -> I,
) -> BTreeMap<String, BitSet> {
    let mut index = BTreeMap::<String, BitSet>::new();
    for (number, listing) in (0..).zip(listings) {
        for key in keys(listing) {
            let bits = match index.get_mut(key) {
                Some(bits) => bits,
                None => index
                    .entry(key.to_owned())
                    .or_insert_with(|| BitSet::none(listings.len())),
            };
            bits.insert(number);
        }
    }
    index
}

fn index_dates(listings: &[Listing], now: Timestamp) -> Vec<IndexedDate> {
    let mut dates = Vec::new();
    for (number, listing) in (0..).zip(listings) {
        let upcoming = listing
            .timetable
            .upcoming(now)
            .take_while(|occurrence| occurrence.times.starts < now + INDEXED_SPAN);
        dates.extend(upcoming.map(|occurrence| IndexedDate {
            starts: occurrence.times.starts,
            date: occurrence.times.date,
            listing: number,
        }));
    }
    dates.sort_by_key(|date| date.starts);
    dates.shrink_to_fit();
    dates
}

fn select_cancelled(listings: &[Listing], dates: &[IndexedDate]) -> Vec<IndexedDate> {
    let is_cancelled = |date: &&IndexedDate| {
        let listing = listings.get(date.listing as usize);
        let change = listing.and_then(|listing| listing.timetable.change(date.date));
        change.is_some_and(|change| change.status == DateStatus::Cancelled)
    };
    dates.iter().filter(is_cancelled).copied().collect()
}
