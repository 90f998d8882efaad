//! A set of small numbers, one bit each.

/// Which of so many things are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    /// How many things there are.
    count: usize,
}

const WORD: usize = u64::BITS as usize;

impl Bits {
    /// None of `count` things.
    #[must_use]
    pub fn none(count: usize) -> Self {
        Self {
            words: vec![0; count.div_ceil(WORD)],
            count,
        }
    }

    /// All of `count` things.
    #[must_use]
    pub fn full(count: usize) -> Self {
        Self::none(count).all_but()
    }

    /// What is not in it.
    #[must_use]
    pub fn all_but(&self) -> Self {
        let mut words: Vec<u64> = self.words.iter().map(|word| !word).collect();
        if let Some(last) = words.last_mut()
            && !self.count.is_multiple_of(WORD)
        {
            *last &= (1 << (self.count % WORD)) - 1;
        }
        Self {
            words,
            count: self.count,
        }
    }

    pub fn set(&mut self, number: u32) {
        let number = number as usize;
        self.words[number / WORD] |= 1 << (number % WORD);
    }

    pub fn set_all(&mut self, numbers: &[u32]) {
        for number in numbers {
            self.set(*number);
        }
    }

    #[must_use]
    pub fn has(&self, number: u32) -> bool {
        let number = number as usize;
        let word = self.words.get(number / WORD).copied().unwrap_or(0);
        word & (1 << (number % WORD)) != 0
    }

    /// Keeps only what is in the other set of the same size too.
    pub fn keep(&mut self, other: &Self) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine &= theirs;
        }
    }

    /// The numbers in it, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            (0..WORD)
                .filter(move |bit| word & (1 << bit) != 0)
                .map(move |bit| at * WORD + bit)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_in_it_is_in_the_rest_and_nothing_beyond_the_count() {
        for count in [0, 1, 63, 64, 65, 130] {
            let mut some = Bits::none(count);
            for number in (0..count).step_by(3) {
                some.set(u32::try_from(number).expect("small"));
            }
            let rest: Vec<_> = some.all_but().iter().collect();
            let expected: Vec<_> = (0..count).filter(|number| number % 3 != 0).collect();
            assert_eq!(rest, expected, "of {count}");
            assert_eq!(Bits::full(count).iter().count(), count);
            let mut none = some.clone();
            none.keep(&some.all_but());
            assert_eq!(none, Bits::none(count));
            assert!(!some.has(u32::try_from(count + 200).expect("small")));
        }
    }
}
