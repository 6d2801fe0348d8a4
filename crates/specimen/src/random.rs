use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A stream of random values that is the same on every machine for the same seed (ChaCha with 8 rounds).
pub struct Random(ChaCha8Rng);

impl Random {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// An independent stream: what it gives does not depend on how much is drawn from this one later.
    pub fn child(&mut self) -> Self {
        Self::new(self.0.random())
    }

    /// Uniform in `low..high`.
    pub fn uniform(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.0.random::<f32>()
    }

    /// Log-uniform in `low..high`, both positive: small values as often as large ones.
    pub fn log_uniform(&mut self, low: f32, high: f32) -> f32 {
        self.uniform(low.ln(), high.ln()).exp()
    }

    /// A whole number in `low..=high`.
    pub fn whole(&mut self, low: i32, high: i32) -> i32 {
        self.0.random_range(low..=high)
    }

    /// An index in `0..len`; `len` must not be 0.
    pub fn index(&mut self, len: usize) -> usize {
        self.0.random_range(0..len)
    }

    /// True with a probability.
    pub fn chance(&mut self, probability: f32) -> bool {
        self.0.random::<f32>() < probability
    }

    /// One of the items; the list must not be empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// Normally distributed with mean 0 and the given deviation (sum of uniforms, cut at 3.5 deviations).
    pub fn normal(&mut self, deviation: f32) -> f32 {
        let sum: f32 = (0..4).map(|_| self.0.random::<f32>()).sum();
        (sum - 2.0) * 1.732 * deviation
    }

    /// 32 random bits.
    pub fn bits(&mut self) -> u32 {
        self.0.random()
    }
}

/// A fast hash of a lattice point, for noise that needs no state.
pub(crate) fn hash(x: u32, y: u32, seed: u32) -> u32 {
    let mut h = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77) ^ seed.wrapping_mul(0xC2B2_AE3D);
    h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
    h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
    h ^ (h >> 15)
}
