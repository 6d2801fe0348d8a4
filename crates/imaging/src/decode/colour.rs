//! Rows of samples become rows of RGB.

/// How the samples of one pixel make a colour. All are 8 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Samples {
    Grey,
    GreyAlpha,
    Rgb,
    RgbAlpha,
    /// Ink grows with the value.
    Cmyk,
    /// Ink shrinks with the value, as Adobe stores it in JPEG files.
    CmykInverted,
    /// ITU-R BT.601 at full range, as JFIF has it.
    YCbCr,
}

impl Samples {
    pub(crate) fn count(self) -> usize {
        match self {
            Samples::Grey => 1,
            Samples::GreyAlpha => 2,
            Samples::Rgb | Samples::YCbCr => 3,
            Samples::RgbAlpha | Samples::Cmyk | Samples::CmykInverted => 4,
        }
    }

    /// Converts pixels; transparency is laid over white. As many are written as both slices hold.
    pub(crate) fn to_rgb(self, from: &[u8], to: &mut [u8]) {
        let to = to.as_chunks_mut::<3>().0.iter_mut();
        match self {
            Samples::Grey => to.zip(from).for_each(|(to, grey)| *to = [*grey; 3]),
            Samples::GreyAlpha => {
                to.zip(from.as_chunks::<2>().0).for_each(|(to, &[grey, alpha])| *to = [over_white(grey, alpha); 3]);
            }
            Samples::Rgb => to.zip(from.as_chunks::<3>().0).for_each(|(to, rgb)| *to = *rgb),
            Samples::RgbAlpha => to
                .zip(from.as_chunks::<4>().0)
                .for_each(|(to, &[r, g, b, alpha])| *to = [r, g, b].map(|value| over_white(value, alpha))),
            Samples::Cmyk => to
                .zip(from.as_chunks::<4>().0)
                .for_each(|(to, &[c, m, y, k])| *to = [c, m, y].map(|ink| product(255 - ink, 255 - k))),
            Samples::CmykInverted => {
                to.zip(from.as_chunks::<4>().0)
                    .for_each(|(to, &[c, m, y, k])| *to = [c, m, y].map(|ink| product(ink, k)));
            }
            Samples::YCbCr => to.zip(from.as_chunks::<3>().0).for_each(|(to, &[y, cb, cr])| {
                let [y, cb, cr] = [f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0];
                let rgb = [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb];
                *to = rgb.map(|value| value.round() as u8);
            }),
        }
    }
}

fn over_white(value: u8, alpha: u8) -> u8 {
    product(value, alpha) + (255 - alpha)
}

/// `a * b / 255`, rounded.
fn product(a: u8, b: u8) -> u8 {
    ((u32::from(a) * u32::from(b) + 127) / 255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_by_hand() {
        let cases: [(Samples, &[u8], [u8; 3]); 12] = [
            (Samples::Grey, &[9], [9, 9, 9]),
            (Samples::GreyAlpha, &[0, 0], [255, 255, 255]),
            (Samples::GreyAlpha, &[100, 255], [100, 100, 100]),
            (Samples::Rgb, &[1, 2, 3], [1, 2, 3]),
            (Samples::RgbAlpha, &[200, 0, 255, 255], [200, 0, 255]),
            (Samples::RgbAlpha, &[200, 0, 255, 0], [255, 255, 255]),
            (Samples::RgbAlpha, &[255, 0, 255, 128], [255, 127, 255]),
            (Samples::Cmyk, &[0, 255, 0, 0], [255, 0, 255]),
            (Samples::Cmyk, &[0, 0, 0, 255], [0, 0, 0]),
            (Samples::CmykInverted, &[255, 0, 255, 255], [255, 0, 255]),
            (Samples::YCbCr, &[76, 85, 255], [254, 0, 0]),
            (Samples::YCbCr, &[255, 0, 255], [255, 208, 28]),
        ];
        for (samples, from, expected) in cases {
            let mut to = [0; 3];
            samples.to_rgb(from, &mut to);
            assert_eq!(to, expected, "{samples:?} {from:?}");
            assert_eq!(from.len(), samples.count());
        }
    }
}
