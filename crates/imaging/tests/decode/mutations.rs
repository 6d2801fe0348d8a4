//! Damaged files of every format: any answer will do, but an answer there must be.
use imaging::{Limits, Want};

use crate::files::{self, picture};

/// Damaged copies per format.
const COPIES: u32 = 150;

/// A small generator with a fixed seed (Marsaglia, "Xorshift RNGs", 2003).
struct Xorshift(u64);

impl Xorshift {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

#[test]
fn damaged_files_never_panic() {
    let original = picture(40, 30);
    let limits = Limits { max_working_bytes: 32 << 20, max_pixels: 4_000_000, ..Limits::default() };
    let mut random = Xorshift(0x5EED_0BAD_F11E);
    let mut refused = 0;
    for file in [
        files::with_exif(&files::jpeg(&original), 6),
        files::progressive(&original),
        files::png(&original),
        files::tiff(&original),
        files::webp(&original),
        files::scanned_pdf(&original),
    ] {
        for _ in 0..COPIES {
            let mut copy = file.clone();
            for _ in 0..=random.below(4) {
                let at = random.below(copy.len());
                match random.below(4) {
                    0 => copy[at] = random.below(256) as u8,
                    1 => copy[at] ^= 1 << random.below(8),
                    2 => drop(copy.remove(at)),
                    _ => {
                        let end = (at + 4).min(copy.len());
                        copy[at..end].fill([0, 0x7F, 0xFF][random.below(3)]);
                    }
                }
            }
            refused += u32::from(imaging::decode(&copy, &limits, &Want { max_long_side: 64 }).is_err());
        }
    }
    assert!(refused > COPIES, "only {refused} damaged files were refused");
}
