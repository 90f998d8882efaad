//! Finding meetings by words, however they are spelled.
//!
//! Promises: case and accents do not matter; part of a word is enough; a word that nothing has is
//! taken for a mistyped one. Deliberately absent: ranking, since a schedule is read by time.

mod fold;

use super::bits::Bits;
pub(super) use fold::folded;
use memchr::memmem;
use std::collections::BTreeMap;

/// Words of one search that are looked at; whoever types more has said enough.
const MAX_WORDS: usize = 8;

/// Between the words of [`WordIndex::all`]; no word contains it.
const BREAK: char = '\n';

/// Every word of many texts, and which texts have it.
#[derive(Debug)]
pub struct WordIndex {
    /// All words in order, each between two breaks, so that one pass finds part of any word.
    all: String,
    /// Where each word begins in `all`.
    begins: Vec<u32>,
    /// Which letters each word has, to tell quickly that two can't be alike.
    letters: Vec<Letters>,
    /// The texts that have each word, in order.
    texts: Vec<Box<[u32]>>,
    /// How many texts there are.
    count: usize,
}

impl WordIndex {
    pub fn new<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        let mut found: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut count = 0;
        for (number, text) in (0_u32..).zip(texts) {
            count += 1;
            for word in words(&folded(text.as_ref())) {
                let texts = found.entry(word.to_owned()).or_default();
                if texts.last() != Some(&number) {
                    texts.push(number);
                }
            }
        }
        let mut index = Self {
            all: String::from(BREAK),
            begins: Vec::with_capacity(found.len()),
            letters: Vec::with_capacity(found.len()),
            texts: Vec::with_capacity(found.len()),
            count,
        };
        for (word, texts) in found {
            index
                .begins
                .push(u32::try_from(index.all.len()).unwrap_or(u32::MAX));
            index.letters.push(Letters::of(&word));
            index.texts.push(texts.into_boxed_slice());
            index.all.push_str(&word);
            index.all.push(BREAK);
        }
        index
    }

    /// The texts that have every word of `search`, in full, in part, or nearly.
    #[must_use]
    pub fn search(&self, search: &str) -> Bits {
        let mut matching = Bits::full(self.count);
        for word in words(&folded(search)).take(MAX_WORDS) {
            let mut having = Bits::none(self.count);
            let mut alike = self.containing(word);
            if alike.is_empty() {
                alike = self.nearly(word);
            }
            for number in alike {
                having.set_all(&self.texts[number]);
            }
            matching.keep(&having);
        }
        matching
    }

    /// The words that `part` occurs in; one or two letters must begin a word, unless they are of a
    /// script that writes words without spaces.
    fn containing(&self, part: &str) -> Vec<usize> {
        let begins = part.is_ascii() && part.len() < 3;
        let part = if begins {
            format!("{BREAK}{part}")
        } else {
            part.to_owned()
        };
        let mut found: Vec<usize> = memmem::find_iter(self.all.as_bytes(), part.as_bytes())
            .map(|at| at + usize::from(begins))
            .map(|at| self.begins.partition_point(|begin| *begin as usize <= at) - 1)
            .collect();
        found.dedup();
        found
    }

    /// The words that begin like `typed` but for a slip or two.
    fn nearly(&self, typed: &str) -> Vec<usize> {
        let slips = slips_in(typed.chars().count());
        if slips == 0 {
            return Vec::new();
        }
        let letters = Letters::of(typed);
        (0..self.begins.len())
            .filter(|number| letters.missing_from(self.letters[*number]) <= slips)
            .filter(|number| is_near(typed, self.word(*number), slips))
            .collect()
    }

    fn word(&self, number: usize) -> &str {
        let begin = self.begins[number] as usize;
        let rest = &self.all[begin..];
        rest.split_once(BREAK).map_or(rest, |(word, _)| word)
    }
}

/// How many slips a word of this length may have and still be meant: one in four letters.
const fn slips_in(letters: usize) -> usize {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// Whether some beginning of `word` is `typed` with at most so many letters left out, added,
/// changed or swapped with their neighbours (optimal string alignment).
fn is_near(typed: &str, word: &str, slips: usize) -> bool {
    let length = typed.chars().count();
    let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    ends.skip(length - slips)
        .take(2 * slips + 1)
        .any(|end| strsim::osa_distance(typed, &word[..end]) <= slips)
}

/// The words of a folded text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Which letters a word has, one bit for several letters each.
#[derive(Clone, Copy, Debug)]
struct Letters(u64);

impl Letters {
    fn of(word: &str) -> Self {
        let letters = word.chars();
        Self(letters.fold(0, |set, letter| set | 1 << (u32::from(letter) % 64)))
    }

    /// How many letters of this word another one lacks, at the least.
    const fn missing_from(self, other: Self) -> usize {
        (self.0 & !other.0).count_ones() as usize
    }
}

#[cfg(test)]
mod tests;
