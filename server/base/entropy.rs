//! Randomness as a parameter. Only [`SystemEntropy`] asks the machine.

/// A source of unpredictable bytes.
pub trait Entropy: Send + Sync + 'static {
    fn fill(&self, bytes: &mut [u8]);

    /// `N` fresh bytes.
    fn bytes<const N: usize>(&self) -> [u8; N]
    where
        Self: Sized,
    {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }
}

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine for randomness"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness no secret made here would be one: going on would be worse.
        getrandom::fill(bytes).expect("the operating system has no randomness to give");
    }
}
