//! A set of small numbers as a bitmap.

/// Which of the numbers from 0 up to a fixed count are in the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BitSet {
    words: Vec<u64>,
    /// All members are below this number.
    count: usize,
}

const BITS_PER_WORD: usize = u64::BITS as usize;

impl BitSet {
    /// The empty set of numbers below `count`.
    #[must_use]
    pub fn none(count: usize) -> Self {
        Self {
            words: vec![0; count.div_ceil(BITS_PER_WORD)],
            count,
        }
    }

    /// The set of all numbers below `count`.
    #[must_use]
    pub fn all(count: usize) -> Self {
        Self::none(count).complement()
    }

    /// The numbers below the count that are not in the set.
    #[must_use]
    pub fn complement(&self) -> Self {
        let mut words: Vec<u64> = self.words.iter().map(|word| !word).collect();
        if let Some(last) = words.last_mut()
            && !self.count.is_multiple_of(BITS_PER_WORD)
        {
            *last &= (1 << (self.count % BITS_PER_WORD)) - 1;
        }
        Self {
            words,
            count: self.count,
        }
    }

    /// Adds a number, which must be below the count.
    pub fn insert(&mut self, number: u32) {
        let number = number as usize;
        self.words[number / BITS_PER_WORD] |= 1 << (number % BITS_PER_WORD);
    }

    /// Adds several numbers, each below the count.
    pub fn insert_all(&mut self, numbers: &[u32]) {
        for number in numbers {
            self.insert(*number);
        }
    }

    /// Whether a number is in the set; false for one at or above the count.
    #[must_use]
    pub fn contains(&self, number: u32) -> bool {
        let number = number as usize;
        let word = self.words.get(number / BITS_PER_WORD).copied();
        word.unwrap_or(0) & (1 << (number % BITS_PER_WORD)) != 0
    }

    /// Keeps only the numbers that are in the other set too. Both have the same count.
    pub fn intersect(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// The numbers in the set, in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            (0..BITS_PER_WORD)
                .filter(move |bit| word & (1 << bit) != 0)
                .map(move |bit| index * BITS_PER_WORD + bit)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_and_its_complement_share_nothing_and_make_up_all_numbers() {
        for count in [0, 1, 63, 64, 65, 130] {
            let mut multiples = BitSet::none(count);
            for number in (0..count).step_by(3) {
                multiples.insert(u32::try_from(number).expect("a small number"));
            }
            let rest: Vec<_> = multiples.complement().iter().collect();
            let expected: Vec<_> = (0..count).filter(|number| number % 3 != 0).collect();
            assert_eq!(rest, expected, "count {count}");
            assert_eq!(BitSet::all(count).iter().count(), count);
            let mut shared = multiples.clone();
            shared.intersect(&multiples.complement());
            assert_eq!(shared, BitSet::none(count));
            assert!(!multiples.contains(u32::try_from(count + 200).expect("a small number")));
        }
    }
}
