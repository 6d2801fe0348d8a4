use crate::Picture;

/// Largest block side: the sum of that many bytes still fits in 16 bits.
pub(crate) const MAX_BLOCK: u32 = 257;

/// Averages the rectangle `[x0, y0, x1, y1]` of `src` over blocks of `block` x `block` pixels; the last column and row of blocks
/// may cover fewer. The rectangle must lie within `src` and not be empty; `block` is in `1..=MAX_BLOCK`.
pub(crate) fn blocks(src: &Picture, [x0, y0, x1, y1]: [u32; 4], block: u32) -> Picture {
    let mut small = RowAverager::new(x1 - x0, y1 - y0, block);
    let rows = src.data().chunks_exact(src.stride()).skip(y0 as usize).take((y1 - y0) as usize);
    for row in rows {
        small.push(row.get(x0 as usize * 3..x1 as usize * 3).unwrap_or_default());
    }
    small.finish().expect("every row was given")
}

/// Takes a picture row by row and keeps the averages over square blocks of it; the last ones may cover fewer pixels.
pub(crate) struct RowAverager {
    block: usize,
    rows_left: u32,
    /// Rows summed up since the last finished row of blocks.
    pending: u32,
    sums: Vec<u16>,
    next_out: usize,
    out: Picture,
}

impl RowAverager {
    /// For a picture of `width` x `height` pixels, neither of them 0; `block` is clamped to `1..=MAX_BLOCK`.
    pub(crate) fn new(width: u32, height: u32, block: u32) -> Self {
        let block = block.clamp(1, MAX_BLOCK);
        Self {
            block: block as usize,
            rows_left: height,
            pending: 0,
            sums: vec![0; if block == 1 { 0 } else { width as usize * 3 }],
            next_out: 0,
            out: Picture::new(width.div_ceil(block), height.div_ceil(block), [0; 3]),
        }
    }

    /// Adds the next row, `width * 3` bytes; rows beyond `height` are ignored.
    pub(crate) fn push(&mut self, row: &[u8]) {
        if self.rows_left == 0 {
            return;
        }
        self.rows_left -= 1;
        if self.block == 1 {
            self.next_row().unwrap_or_default().iter_mut().zip(row).for_each(|(out, value)| *out = *value);
            return;
        }
        self.sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += u16::from(*value));
        self.pending += 1;
        if self.pending as usize == self.block || self.rows_left == 0 {
            let (sums, block, rows) = (std::mem::take(&mut self.sums), self.block, self.pending);
            for (columns, pixel) in sums.chunks(block * 3).zip(self.next_row().unwrap_or_default().chunks_exact_mut(3))
            {
                average(columns, rows, pixel);
            }
            self.sums = sums;
            self.sums.fill(0);
            self.pending = 0;
        }
    }

    /// The averages; `None` when rows are missing.
    pub(crate) fn finish(self) -> Option<Picture> {
        (self.rows_left == 0).then_some(self.out)
    }

    fn next_row(&mut self) -> Option<&mut [u8]> {
        let from = self.next_out;
        self.next_out += self.out.stride();
        self.out.data_mut().get_mut(from..self.next_out)
    }
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
    fn missing_rows_are_noticed() {
        let mut averager = RowAverager::new(2, 3, 2);
        for _ in 0..2 {
            averager.push(&[8; 6]);
        }
        assert!(averager.finish().is_none());
    }

    #[test]
    fn the_largest_block_does_not_overflow() {
        let src = Picture::new(MAX_BLOCK, MAX_BLOCK, [255; 3]);
        assert_eq!(blocks(&src, [0, 0, MAX_BLOCK, MAX_BLOCK], MAX_BLOCK).data(), [255; 3]);
    }
}
