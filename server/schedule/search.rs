//! Full-text search that tolerates case, accents and typing errors.
//!
//! Promises: case and accents do not matter; part of a word is enough; only a word that occurs nowhere is
//! treated as mistyped. Deliberately absent: ranking, since a schedule is ordered by time.

mod fold;

use super::bit_set::BitSet;
pub(super) use fold::fold;
use memchr::memmem;
use std::collections::BTreeMap;

/// How many words of one search text are used; more would not narrow the result.
const MAX_WORDS: usize = 8;

/// Separates the words in [`WordIndex::all`]; no word contains it.
const SEPARATOR: char = '\n';

/// Every word of many texts, and which texts contain it.
#[derive(Debug)]
pub(super) struct WordIndex {
    /// All words in ascending order, each between two separators, so that one pass finds part of any word.
    all: String,
    /// The offset of each word in `all`.
    offsets: Vec<u32>,
    /// The letters of each word, to exclude most words before the slower comparison.
    letters: Vec<Letters>,
    /// The texts that contain each word, in ascending order.
    texts: Vec<Box<[u32]>>,
    /// How many texts there are.
    count: usize,
}

impl WordIndex {
    /// Indexes texts; each is known by its position.
    pub(super) fn new<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        let mut texts_by_word: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut count = 0;
        for (number, text) in (0_u32..).zip(texts) {
            count += 1;
            for word in words(&fold(text.as_ref())) {
                let texts = texts_by_word.entry(word.to_owned()).or_default();
                if texts.last() != Some(&number) {
                    texts.push(number);
                }
            }
        }
        let mut index = Self {
            all: String::from(SEPARATOR),
            offsets: Vec::with_capacity(texts_by_word.len()),
            letters: Vec::with_capacity(texts_by_word.len()),
            texts: Vec::with_capacity(texts_by_word.len()),
            count,
        };
        for (word, texts) in texts_by_word {
            index
                .offsets
                .push(u32::try_from(index.all.len()).unwrap_or(u32::MAX));
            index.letters.push(Letters::of(&word));
            index.texts.push(texts.into_boxed_slice());
            index.all.push_str(&word);
            index.all.push(SEPARATOR);
        }
        index
    }

    /// The texts that contain every word of `search`: in full, in part, or with typing errors.
    #[must_use]
    pub(super) fn search(&self, search: &str) -> BitSet {
        let mut matching = BitSet::all(self.count);
        for word in words(&fold(search)).take(MAX_WORDS) {
            let mut with_word = BitSet::none(self.count);
            let mut matches = self.containing(word);
            if matches.is_empty() {
                matches = self.similar(word);
            }
            for number in matches {
                with_word.insert_all(&self.texts[number]);
            }
            matching.intersect(&with_word);
        }
        matching
    }

    /// The words that contain `part`. One or two ASCII letters must be the beginning of a word; other
    /// scripts may write words without spaces.
    fn containing(&self, part: &str) -> Vec<usize> {
        let at_start = part.is_ascii() && part.len() < 3;
        let part = if at_start {
            format!("{SEPARATOR}{part}")
        } else {
            part.to_owned()
        };
        let mut words: Vec<usize> = memmem::find_iter(self.all.as_bytes(), part.as_bytes())
            .map(|at| at + usize::from(at_start))
            .map(|at| {
                self.offsets
                    .partition_point(|offset| *offset as usize <= at)
                    - 1
            })
            .collect();
        words.dedup();
        words
    }

    /// The words that start with `typed`, apart from a few typing errors.
    fn similar(&self, typed: &str) -> Vec<usize> {
        let max_errors = allowed_errors(typed.chars().count());
        if max_errors == 0 {
            return Vec::new();
        }
        let letters = Letters::of(typed);
        (0..self.offsets.len())
            .filter(|number| letters.missing_from(self.letters[*number]) <= max_errors)
            .filter(|number| is_similar(typed, self.word(*number), max_errors))
            .collect()
    }

    fn word(&self, number: usize) -> &str {
        let offset = self.offsets[number] as usize;
        let rest = &self.all[offset..];
        rest.split_once(SEPARATOR).map_or(rest, |(word, _)| word)
    }
}

/// How many typing errors a word of this length may have: one per four letters, at most two.
const fn allowed_errors(letters: usize) -> usize {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// Whether some prefix of `word` equals `typed` with at most `max_errors` letters missing, added, changed
/// or swapped with their neighbours (optimal string alignment).
fn is_similar(typed: &str, word: &str, max_errors: usize) -> bool {
    let length = typed.chars().count();
    let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    ends.skip(length - max_errors)
        .take(2 * max_errors + 1)
        .any(|end| strsim::osa_distance(typed, &word[..end]) <= max_errors)
}

/// The words of a folded text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// The set of letters in a word; several letters share one bit.
#[derive(Clone, Copy, Debug)]
struct Letters(u64);

impl Letters {
    fn of(word: &str) -> Self {
        let letters = word.chars();
        Self(letters.fold(0, |set, letter| set | 1 << (u32::from(letter) % 64)))
    }

    /// The least number of letters of this word that another one does not have.
    const fn missing_from(self, other: Self) -> usize {
        (self.0 & !other.0).count_ones() as usize
    }
}

#[cfg(test)]
mod tests;
