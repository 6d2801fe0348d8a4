//! Lines of print as the reader cuts them out of photos: with their neighbours, on the ground that they stand on, and with the
//! errors of a line finder.
use document::{Homography, Neighbours, Point, Quad, row_outline, rows};
use imaging::Picture;

use crate::korea;
use crate::line::{LINE_HEIGHT, LINE_WIDTHS, LineAssets};
use crate::random::Random;
use crate::sheet::Assets;
use crate::strip::to_grey;
use crate::textpage::{PageWord, TextPageKind, text_page};

/// The least height of a line that can be read, in pixels of the photo.
const LEAST_HEIGHT: f32 = 6.0;

/// A line that was cut out of a sheet, and what it says.
pub struct LineCut {
    /// [`LINE_HEIGHT`] rows of `width` grey values.
    pub grey: Vec<u8>,
    /// Width in pixels, even, within [`LINE_WIDTHS`].
    pub width: u32,
    /// Its words, with single spaces.
    pub text: String,
    /// Height of its ink in pixels of the photo.
    pub glyph_height: f32,
}

/// The lines of one sheet: mostly of a photo of a Korean document, else of a drawn page.
pub fn cut_lines(random: &mut Random, lines: &LineAssets, assets: &Assets) -> Vec<LineCut> {
    let (picture, words) = if random.chance(0.6) {
        let plan = random.pick(korea::LAYOUTS).plan(random, lines.split, true);
        let (capture, width) = (korea::capture(random, &plan), korea::photo_width(random, &plan));
        let shot = plan.photograph(random, lines, assets, capture, width);
        (shot.photo.picture, shot.words)
    } else {
        let kind = TextPageKind::random(random);
        let page = text_page(random, lines, assets, kind);
        (page.picture, page.words)
    };
    let quads: Vec<Quad> = words.iter().map(|word| word.quad).collect();
    let cut = |row: Vec<usize>| {
        let line: Vec<PageWord> = row.into_iter().map(|at| words[at].clone()).collect();
        cut(random, &picture, &line)
    };
    rows(&quads, Neighbours::READ).into_iter().filter_map(cut).collect()
}

/// A line, or a part of it as if the rest had not been found. `None` where it is too small to be read, too long for a strip, or not
/// in the picture.
fn cut(random: &mut Random, picture: &Picture, line: &[PageWord]) -> Option<LineCut> {
    let part = if random.chance(0.2) {
        let first = random.index(line.len());
        line.get(first..=first + random.index(line.len() - first))?
    } else {
        line
    };
    let quad = row_outline(&part.iter().map(|word| word.quad).collect::<Vec<_>>())?;
    let frame = picture.quad();
    let glyph_height = quad.height();
    if glyph_height < LEAST_HEIGHT || !quad.is_convex() || !quad.0.iter().all(|corner| frame.contains(*corner)) {
        return None;
    }
    let rough = roughly(random, &quad)?;
    let width = (LINE_HEIGHT as f32 * rough.width() / rough.height() / 2.0).round() as u32 * 2;
    if !(LINE_WIDTHS.0..=LINE_WIDTHS.1).contains(&width) {
        return None;
    }
    let strip = Quad::rectangle(0.0, 0.0, width as f32, LINE_HEIGHT as f32);
    let strip = imaging::warp(picture, &Homography::between(&strip, &rough)?, width, LINE_HEIGHT, [128; 3]);
    let words: Vec<&str> = part.iter().map(|word| word.text.as_str()).collect();
    Some(LineCut { grey: to_grey(&strip), width, text: words.join(" "), glyph_height })
}

/// What a line finder makes of a line's outline, with the room around it that the recogniser wants.
fn roughly(random: &mut Random, quad: &Quad) -> Option<Quad> {
    // In widths and heights of the line.
    let proportion = quad.height() / quad.width();
    let room = (1.0 / random.uniform(0.64, 0.86) - 1.0) / 2.0;
    let rise = random.normal(0.03);
    let (left, right) = (random.uniform(-0.02, 0.5) * proportion, random.uniform(-0.02, 0.5) * proportion);
    let mut above = || rise - room + random.normal(0.04);
    let (top_left, top_right) = (above(), above());
    let mut below = || 1.0 + rise + room + random.normal(0.04);
    let (bottom_left, bottom_right) = (below(), below());
    let corners = [(-left, top_left), (1.0 + right, top_right), (1.0 + right, bottom_right), (-left, bottom_left)];
    let onto = Homography::between(&Quad::rectangle(0.0, 0.0, 1.0, 1.0), quad)?;
    let rough = Quad(corners.map(|(x, y)| onto.apply(Point::new(x, y))));
    rough.is_convex().then_some(rough)
}
