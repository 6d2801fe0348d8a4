use document::Turn;
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

use crate::Picture;

/// Resamples to `width` x `height` pixels, antialiased (triangle filter as wide as the scale needs). A side of 0 is taken as 1.
///
/// ```
/// use imaging::{Picture, resize};
/// let small = resize(&Picture::new(640, 480, [10, 20, 30]), 64, 48);
/// assert!(small == Picture::new(64, 48, [10, 20, 30]));
/// ```
pub fn resize(src: &Picture, width: u32, height: u32) -> Picture {
    let (width, height) = (width.max(1), height.max(1));
    if (width, height) == (src.width(), src.height()) {
        return src.clone();
    }
    let mut out = Picture::new(width, height, [0; 3]);
    // The call for one pixel type: the one for all of them takes minutes to compile.
    let from = TypedImageRef::<U8x3>::from_buffer(src.width(), src.height(), src.data())
        .expect("a picture holds exactly width * height * 3 bytes");
    let mut to = TypedImage::<U8x3>::from_buffer(width, height, out.data_mut())
        .expect("a picture holds exactly width * height * 3 bytes");
    Resizer::new()
        .resize_typed(&from, &mut to, &ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear)))
        .expect("the whole source is used, so no crop can be out of bounds");
    out
}

/// The `width` x `height` pixels whose top left one is `(x, y)`; `None` when they are none or reach beyond the border.
pub fn crop(src: &Picture, x: u32, y: u32, width: u32, height: u32) -> Option<Picture> {
    let within = x.checked_add(width)? <= src.width() && y.checked_add(height)? <= src.height();
    if !within || width == 0 || height == 0 {
        return None;
    }
    let (from, to) = (x as usize * 3, (x + width) as usize * 3);
    let rows = src.data().chunks_exact(src.stride()).skip(y as usize).take(height as usize);
    let data = rows.filter_map(|row| row.get(from..to)).flatten().copied().collect();
    Picture::from_raw(width, height, data)
}

/// The picture turned clockwise by `turn`.
pub fn turn(src: &Picture, turn: Turn) -> Picture {
    match turn {
        Turn::None => src.clone(),
        Turn::Half => {
            let mut out = src.clone();
            out.data_mut().reverse();
            for pixel in out.data_mut().as_chunks_mut::<3>().0 {
                pixel.reverse();
            }
            out
        }
        Turn::Quarter => sideways(src, |row, rows| rows - 1 - row, |column, _| column),
        Turn::ThreeQuarters => sideways(src, |row, _| row, |column, columns| columns - 1 - column),
    }
}

/// Rows become columns: row `r` of `src` lands in output column `column_of(r, rows)`, its pixel `c` in output row
/// `row_of(c, columns)`.
fn sideways(
    src: &Picture,
    column_of: impl Fn(usize, usize) -> usize,
    row_of: impl Fn(usize, usize) -> usize,
) -> Picture {
    /// Side of the square tiles that are moved one by one, so that both pictures' rows stay in cache.
    const TILE: usize = 32;
    let mut out = Picture::new(src.height(), src.width(), [0; 3]);
    let (columns, rows) = (src.width() as usize, src.height() as usize);
    let from = src.data().as_chunks::<3>().0;
    let to = out.data_mut().as_chunks_mut::<3>().0;
    for top in (0..rows).step_by(TILE) {
        for left in (0..columns).step_by(TILE) {
            for row in top..(top + TILE).min(rows) {
                for column in left..(left + TILE).min(columns) {
                    let at = row_of(column, columns) * rows + column_of(row, rows);
                    if let (Some(to), Some(from)) = (to.get_mut(at), from.get(row * columns + column)) {
                        *to = *from;
                    }
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(width: u32, height: u32) -> Picture {
        let data = (0..width * height).flat_map(|i| [i as u8, (i >> 8) as u8, 7]).collect();
        Picture::from_raw(width, height, data).expect("the right length")
    }

    #[test]
    fn resizing_averages_what_it_drops() {
        let mut stripes = Picture::new(300, 200, [0; 3]);
        for y in 0..200 {
            for x in (0..300).step_by(2) {
                stripes.set(x, y, [255; 3]);
            }
        }
        assert!(resize(&stripes, 50, 40).data().iter().all(|v| (120..=135).contains(v)));
        assert_eq!(resize(&Picture::new(1, 1, [5; 3]), 0, 9).data(), [5; 27]);
    }

    #[test]
    fn crops_lie_within_the_picture() {
        let src = numbered(10, 8);
        let part = crop(&src, 3, 2, 4, 5).expect("within");
        assert_eq!((part.width(), part.height()), (4, 5));
        assert_eq!(part.pixel(3, 4), src.pixel(6, 6));
        assert!(crop(&src, 0, 0, 10, 8).expect("all of it") == src);
        for (x, y, width, height) in [(7, 0, 4, 1), (0, 7, 1, 2), (0, 0, 0, 1), (u32::MAX, 0, 2, 1)] {
            assert!(crop(&src, x, y, width, height).is_none());
        }
    }

    #[test]
    fn turns_are_clockwise() {
        let src = numbered(70, 45);
        let quarter = turn(&src, Turn::Quarter);
        assert_eq!((quarter.width(), quarter.height()), (45, 70));
        assert_eq!(quarter.pixel(44, 0), src.pixel(0, 0));
        assert_eq!(quarter.pixel(0, 0), src.pixel(0, 44));
        let half = turn(&quarter, Turn::Quarter);
        assert!(half == turn(&src, Turn::Half));
        assert_eq!(half.pixel(0, 0), src.pixel(69, 44));
        assert!(turn(&half, Turn::Quarter) == turn(&src, Turn::ThreeQuarters));
        assert!(turn(&turn(&half, Turn::Quarter), Turn::Quarter) == turn(&src, Turn::None));
    }
}
