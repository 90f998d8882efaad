//! Randomness as a parameter. Only [`SystemEntropy`] reads it from the operating system.

/// A source of unpredictable bytes.
pub trait Entropy: Send + Sync + 'static {
    /// Overwrites all bytes with random ones.
    fn fill(&self, bytes: &mut [u8]);

    /// `N` random bytes.
    fn bytes<const N: usize>(&self) -> [u8; N]
    where
        Self: Sized,
    {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }
}

/// The random number generator of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(
        clippy::disallowed_methods,
        reason = "the only place that reads randomness from the system"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness, tokens could be guessed: it is better to stop.
        getrandom::fill(bytes).expect("the operating system provides randomness");
    }
}
