//! Every listed meeting, arranged so that any question about the coming days is answered at once.

use super::bits::Bits;
use super::filter::{Filter, primary_language};
use super::search::WordIndex;
use super::{Access, DateStatus, Listing, Occurrence, kinds};
use crate::base::{Millis, Timestamp};
use std::collections::BTreeMap;

/// How far ahead dates are known: the seven days that anyone can ask for, a day for zones that are
/// ahead of others, and a day until the directory is made anew.
const AHEAD: Millis = Millis::from_mins(9 * 24 * 60);

/// A directory is made anew at least this often. Zones are looked up then too, so that new rules of
/// a zone hold without a restart.
pub const DIRECTORY_MAX_AGE: Millis = Millis::from_mins(6 * 60);

/// An index of the listings and of their dates around one moment.
#[derive(Debug)]
pub struct Directory {
    listings: Vec<Listing>,
    words: WordIndex,
    kinds: BTreeMap<String, Bits>,
    languages: BTreeMap<String, Bits>,
    open: Bits,
    newcomers: Bits,
    /// Everything that is not over at the beginning and starts within [`AHEAD`], by start.
    dates: Vec<Dated>,
    /// Those of them that are cancelled: few, and counted apart.
    cancelled: Vec<Dated>,
    /// How long before `now` a meeting that is not over may have started.
    longest: Millis,
}

/// One date of one listing: as small as can be, since there are tens of thousands.
#[derive(Clone, Copy, Debug)]
struct Dated {
    starts: Timestamp,
    /// The date that the recurrence gives.
    date: jiff::civil::Date,
    listing: u32,
}

/// What can be asked for: only what some meeting has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterOptions<'a> {
    pub kinds: Vec<&'a str>,
    pub languages: Vec<&'a str>,
}

/// One date as the directory holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListedOccurrence<'a> {
    /// The listing's number in this directory.
    pub number: u32,
    pub listing: &'a Listing,
    pub occurrence: Occurrence<'a>,
}

impl Directory {
    /// `described` adds words by which a listing can be found beside its own: of its kinds, its
    /// language.
    #[must_use]
    pub fn new(
        listings: Vec<Listing>,
        now: Timestamp,
        described: impl Fn(&Listing) -> String,
    ) -> Self {
        let words = WordIndex::new(listings.iter().map(|listing| {
            let about = &listing.about;
            let own = [&about.title, &listing.group, &about.notes].map(String::as_str);
            format!("{}\n{}", own.join("\n"), described(listing))
        }));
        let having = |has: &dyn Fn(&Listing) -> bool| {
            let mut bits = Bits::none(listings.len());
            for (number, listing) in (0..).zip(&listings) {
                if has(listing) {
                    bits.set(number);
                }
            }
            bits
        };
        let dates = dates(&listings, now);
        let lasts = |listing: &Listing| {
            let timetable = &listing.timetable;
            timetable.recurrence.duration().0 + timetable.fellowship_after.0
        };
        Self {
            words,
            kinds: sorted(&listings, |listing| {
                let kinds = listing.about.kinds.iter();
                kinds
                    .filter(|kind| kinds::language(kind).is_none())
                    .map(|kind| alike(kind))
            }),
            languages: sorted(&listings, languages),
            open: having(&|listing| listing.about.access == Access::Open),
            newcomers: having(&|listing| welcomes_newcomers(listing)),
            cancelled: cancelled(&listings, &dates),
            dates,
            longest: Millis(listings.iter().map(lasts).max().unwrap_or(0)),
            listings,
        }
    }

    #[must_use]
    pub fn listings(&self) -> &[Listing] {
        &self.listings
    }

    #[must_use]
    pub fn options(&self) -> FilterOptions<'_> {
        FilterOptions {
            kinds: self.kinds.keys().map(String::as_str).collect(),
            languages: self.languages.keys().map(String::as_str).collect(),
        }
    }

    /// The listings that a filter lets through, whenever they are held.
    #[must_use]
    pub fn matching(&self, filter: &Filter) -> Bits {
        self.among(self.worded(&filter.search), filter)
    }

    /// The listings that have the words of a search.
    #[must_use]
    pub fn worded(&self, search: &str) -> Bits {
        if search.is_empty() {
            Bits::full(self.listings.len())
        } else {
            self.words.search(search)
        }
    }

    /// Of these listings, those that have everything else that a filter asks for.
    #[must_use]
    pub fn among(&self, mut bits: Bits, filter: &Filter) -> Bits {
        let count = self.listings.len();
        let mut keep = |having: Option<&Bits>| match having {
            Some(having) => bits.keep(having),
            None => bits = Bits::none(count),
        };
        if let Some(kind) = &filter.kind {
            keep(match kinds::language(kind) {
                Some(language) => self.languages.get(language),
                None => self.kinds.get(alike(kind)),
            });
        }
        if let Some(language) = &filter.language {
            keep(self.languages.get(language.as_str()));
        }
        if filter.newcomers {
            keep(Some(&self.newcomers));
        }
        match filter.access {
            Some(Access::Open) => keep(Some(&self.open)),
            Some(Access::Closed) => keep(Some(&self.open.all_but())),
            None => {}
        }
        bits
    }

    /// Every date of these listings that starts in `[from, until)`, by start.
    pub fn between<'a, 'b>(
        &'a self,
        from: Timestamp,
        until: Timestamp,
        listings: &'b Bits,
    ) -> impl Iterator<Item = ListedOccurrence<'a>> + use<'a, 'b> {
        range(&self.dates, from, until)
            .iter()
            .filter(|dated| listings.has(dated.listing))
            .filter_map(|dated| self.found(dated))
    }

    /// Every date of these listings that began before `now` and is not over, by start.
    pub fn going_on<'a, 'b>(
        &'a self,
        now: Timestamp,
        listings: &'b Bits,
    ) -> impl Iterator<Item = ListedOccurrence<'a>> + use<'a, 'b> {
        self.between(now - self.longest, now, listings)
            .filter(move |found| now < found.occurrence.times.doors_close)
            .filter(|found| !found.occurrence.is_cancelled())
    }

    /// How many dates of these listings start in `[from, until)`, cancelled ones included.
    #[must_use]
    pub fn count(&self, from: Timestamp, until: Timestamp, listings: &Bits) -> usize {
        count(range(&self.dates, from, until), listings)
    }

    /// How many of them are held.
    #[must_use]
    pub fn held(&self, from: Timestamp, until: Timestamp, listings: &Bits) -> usize {
        let cancelled = count(range(&self.cancelled, from, until), listings);
        self.count(from, until, listings) - cancelled
    }

    fn found(&self, dated: &Dated) -> Option<ListedOccurrence<'_>> {
        let listing = self.listings.get(dated.listing as usize)?;
        Some(ListedOccurrence {
            number: dated.listing,
            listing,
            occurrence: listing.timetable.happening_at(dated.date, dated.starts)?,
        })
    }
}

/// Of dates by start, those in `[from, until)`.
fn range(dates: &[Dated], from: Timestamp, until: Timestamp) -> &[Dated] {
    let before = |at| dates.partition_point(|dated| dated.starts < at);
    dates.get(before(from)..before(until)).unwrap_or_default()
}

fn count(dates: &[Dated], listings: &Bits) -> usize {
    let these = dates.iter();
    these.filter(|dated| listings.has(dated.listing)).count()
}

/// Codes of several fellowships for the same kind are one.
fn alike(kind: &str) -> &str {
    kinds::general(kind).unwrap_or(kind)
}

/// Every language that is spoken: feeds tell more than one among the kinds.
fn languages(listing: &Listing) -> impl Iterator<Item = &str> {
    let about = &listing.about;
    let more = about.kinds.iter().filter_map(|kind| kinds::language(kind));
    std::iter::once(primary_language(&about.language)).chain(more)
}

fn welcomes_newcomers(listing: &Listing) -> bool {
    let mut kinds = listing.about.kinds.iter();
    kinds.any(|kind| kinds::welcomes_newcomers(kind))
}

/// The listings by something that they have one or several of.
fn sorted<'a, I: IntoIterator<Item = &'a str>>(
    listings: &'a [Listing],
    of: impl Fn(&'a Listing) -> I,
) -> BTreeMap<String, Bits> {
    let mut sorted = BTreeMap::<String, Bits>::new();
    for (number, listing) in (0..).zip(listings) {
        for key in of(listing) {
            let bits = match sorted.get_mut(key) {
                Some(bits) => bits,
                None => sorted
                    .entry(key.to_owned())
                    .or_insert_with(|| Bits::none(listings.len())),
            };
            bits.set(number);
        }
    }
    sorted
}

fn dates(listings: &[Listing], now: Timestamp) -> Vec<Dated> {
    let mut dates = Vec::new();
    for (number, listing) in (0..).zip(listings) {
        let ahead = listing
            .timetable
            .upcoming(now)
            .take_while(|occurrence| occurrence.times.starts < now + AHEAD);
        dates.extend(ahead.map(|occurrence| Dated {
            starts: occurrence.times.starts,
            date: occurrence.times.date,
            listing: number,
        }));
    }
    dates.sort_by_key(|dated| dated.starts);
    dates.shrink_to_fit();
    dates
}

fn cancelled(listings: &[Listing], dates: &[Dated]) -> Vec<Dated> {
    let is_cancelled = |dated: &&Dated| {
        let listing = listings.get(dated.listing as usize);
        let change = listing.and_then(|listing| listing.timetable.change(dated.date));
        change.is_some_and(|change| change.status == DateStatus::Cancelled)
    };
    dates.iter().filter(is_cancelled).copied().collect()
}
