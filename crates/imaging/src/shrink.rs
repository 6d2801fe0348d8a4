use crate::Picture;

/// Largest block side: the sum of that many bytes still fits in 16 bits.
pub(crate) const MAX_BLOCK: u32 = 257;

/// Averages the rectangle `[x0, y0, x1, y1]` of `src` over blocks of `block` x `block` pixels; the last column and row of blocks
/// may cover fewer. The rectangle must lie within `src` and not be empty; `block` is in `1..=MAX_BLOCK`.
pub(crate) fn blocks(src: &Picture, [x0, y0, x1, y1]: [u32; 4], block: u32) -> Picture {
    let mut out = Picture::new((x1 - x0).div_ceil(block), (y1 - y0).div_ceil(block), [0; 3]);
    let (stride, out_stride) = (src.stride(), out.stride());
    let (from, to) = (x0 as usize * 3, x1 as usize * 3);
    let block = block as usize;
    let mut sums = vec![0_u16; to - from];
    let rows = src.data().get(y0 as usize * stride..y1 as usize * stride).unwrap_or_default();
    for (band, out_row) in rows.chunks(block * stride).zip(out.data_mut().chunks_exact_mut(out_stride)) {
        sums.fill(0);
        for row in band.chunks_exact(stride) {
            for (sum, value) in sums.iter_mut().zip(row.get(from..to).unwrap_or_default()) {
                *sum += u16::from(*value);
            }
        }
        let height = (band.len() / stride) as u32;
        for (columns, pixel) in sums.chunks(block * 3).zip(out_row.chunks_exact_mut(3)) {
            average(columns, height, pixel);
        }
    }
    out
}

/// Mean colour of `height` rows of columns whose sums are given, rounded to nearest.
fn average(columns: &[u16], height: u32, pixel: &mut [u8]) {
    let mut total = [0_u32; 3];
    for column in columns.as_chunks::<3>().0 {
        for (total, sum) in total.iter_mut().zip(column) {
            *total += u32::from(*sum);
        }
    }
    let count = (columns.len() / 3) as u32 * height;
    for (value, total) in pixel.iter_mut().zip(total) {
        *value = ((total + count / 2) / count) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_means_and_the_last_ones_may_be_partial() {
        let mut src = Picture::new(7, 5, [0; 3]);
        for y in 0..5 {
            for x in 0..7 {
                src.set(x, y, [(x * 10) as u8, (y * 10) as u8, 255]);
            }
        }
        let small = blocks(&src, [1, 0, 7, 5], 4);
        assert_eq!((small.width(), small.height()), (2, 2));
        assert_eq!(small.pixel(0, 0), [25, 15, 255]);
        assert_eq!(small.pixel(1, 1), [55, 40, 255]);
    }

    #[test]
    fn the_largest_block_does_not_overflow() {
        let src = Picture::new(MAX_BLOCK, MAX_BLOCK, [255; 3]);
        assert_eq!(blocks(&src, [0, 0, MAX_BLOCK, MAX_BLOCK], MAX_BLOCK).data(), [255; 3]);
    }
}
