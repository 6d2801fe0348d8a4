use document::{Point, Turn};

use crate::{Format, Photo, Picture, turn};

/// How a picture is stored relative to upright: first mirrored left to right or not, then turned clockwise to stand upright.
/// (Exif 3.0, tag 0x0112; TIFF 6.0, section 8.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Orientation {
    mirrored: bool,
    turn: Turn,
}

impl Orientation {
    pub(crate) const UPRIGHT: Self = Self { mirrored: false, turn: Turn::None };

    /// From the tag's value; values beyond 1 to 8 count as upright.
    pub(crate) fn from_tag(value: u16) -> Self {
        let (mirrored, turn) = match value {
            2 => (true, Turn::None),
            3 => (false, Turn::Half),
            4 => (true, Turn::Half),
            5 => (true, Turn::ThreeQuarters),
            6 => (false, Turn::Quarter),
            7 => (true, Turn::Quarter),
            8 => (false, Turn::ThreeQuarters),
            _ => (false, Turn::None),
        };
        Self { mirrored, turn }
    }

    /// From a TIFF structure as Exif embeds it: only the first directory's orientation is looked for, so that damage elsewhere,
    /// which is common, does not matter. Anything odd counts as upright.
    pub(crate) fn from_exif(tiff: &[u8]) -> Self {
        Self::from_tag(find(tiff).unwrap_or(1))
    }

    /// Sets a decoded picture upright. `full` is its size as stored, `scale` its pixels per stored pixel.
    pub(crate) fn upright(self, mut picture: Picture, full: [u32; 2], scale: f32, format: Format) -> Photo {
        // How far the picture reaches beyond what was stored, in stored pixels: its last block may be only partly filled.
        let [spare_x, spare_y] = [(picture.width(), full[0]), (picture.height(), full[1])]
            .map(|(side, full)| full as f32 - side as f32 / scale);
        let left = if self.mirrored { spare_x } else { 0.0 };
        if self.mirrored {
            mirror(&mut picture);
        }
        let right = spare_x - left;
        let (origin, full) = match self.turn {
            Turn::None => (Point::new(left, 0.0), full),
            Turn::Quarter => (Point::new(spare_y, left), [full[1], full[0]]),
            Turn::Half => (Point::new(right, spare_y), full),
            Turn::ThreeQuarters => (Point::new(0.0, right), [full[1], full[0]]),
        };
        let picture = if self.turn == Turn::None { picture } else { turn(&picture, self.turn) };
        Photo::new(picture, full, scale, origin, format)
    }
}

/// Exchanges left and right.
fn mirror(picture: &mut Picture) {
    let stride = picture.stride();
    for row in picture.data_mut().chunks_exact_mut(stride) {
        row.as_chunks_mut::<3>().0.reverse();
    }
}

/// The orientation in the first directory of a TIFF structure.
fn find(tiff: &[u8]) -> Option<u16> {
    const ORIENTATION: u16 = 0x0112;
    const SHORT: u16 = 3;
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let two = tiff.get(at..)?.first_chunk::<2>()?;
        Some(if little { u16::from_le_bytes(*two) } else { u16::from_be_bytes(*two) })
    };
    let four = *tiff.get(4..)?.first_chunk::<4>()?;
    let directory = if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) } as usize;
    (0..usize::from(short(directory)?))
        .map(|entry| directory.saturating_add(2 + entry * 12))
        .find(|&at| short(at) == Some(ORIENTATION) && short(at.saturating_add(2)) == Some(SHORT))
        .and_then(|at| short(at.saturating_add(8)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_keep_their_place_whatever_the_orientation() {
        // Stored 10 x 6, decoded at a quarter: 3 x 2, the last column and row partly filled. The stored pixel (1, 1) is marked.
        for tag in 1..=8 {
            let mut stored = Picture::new(3, 2, [0; 3]);
            stored.set(0, 0, [255; 3]);
            let photo = Orientation::from_tag(tag).upright(stored, [10, 6], 0.25, Format::Jpeg);
            let at = (0..photo.picture.width() * photo.picture.height())
                .map(|i| (i % photo.picture.width(), i / photo.picture.width()))
                .find(|(x, y)| photo.picture.pixel(*x, *y) == [255; 3])
                .expect("the mark is somewhere");
            // The block's centre is at (2, 2) of the stored 10 x 6.
            let expected = match tag {
                1 => [2.0, 2.0],
                2 => [8.0, 2.0],
                3 => [8.0, 4.0],
                4 => [2.0, 4.0],
                5 => [2.0, 2.0],
                6 => [4.0, 2.0],
                7 => [4.0, 8.0],
                _ => [2.0, 8.0],
            };
            let centre = Point::new(at.0 as f32 + 0.5, at.1 as f32 + 0.5);
            let full = photo.full_from_picture(centre);
            assert_eq!(full, Point::from(expected), "orientation {tag}");
            assert_eq!(photo.picture_from_full(full), centre, "orientation {tag}");
            let sideways = tag >= 5;
            assert_eq!([photo.full_width, photo.full_height], if sideways { [6, 10] } else { [10, 6] });
        }
    }

    #[test]
    fn odd_exif_is_upright() {
        let mut exif = b"MM\0*\0\0\0\x08\0\x02\x01\x0F\0\x02\0\0\0\x04ABC\0\x01\x12\0\x03\0\0\0\x01\0\x06\0\0".to_vec();
        assert_eq!(Orientation::from_exif(&exif), Orientation::from_tag(6));
        for end in 0..exif.len() - 2 {
            assert_eq!(Orientation::from_exif(exif.get(..end).unwrap_or_default()), Orientation::UPRIGHT);
        }
        if let Some(value) = exif.get_mut(31) {
            *value = 77;
        }
        assert_eq!(Orientation::from_exif(&exif), Orientation::UPRIGHT);
        assert_eq!(Orientation::from_exif(b"II*\0\xFF\xFF\xFF\xFF"), Orientation::UPRIGHT);
    }
}
