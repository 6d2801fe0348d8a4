//! Seals.
use document::{Point, Quad};
use imaging::Picture;

use crate::canvas::{Colour, ellipse, stroke};
use crate::random::Random;

/// A red seal with characters nobody reads, or a round stamp, over what is there; `x` and `y` are its middle.
pub(crate) fn seal(picture: &mut Picture, random: &mut Random, x: f32, y: f32, size: f32, may_be_round: bool) {
    let red: Colour = [random.whole(170, 235) as u8, random.whole(10, 90) as u8, random.whole(10, 90) as u8];
    let opacity = random.uniform(0.35, 0.9);
    let thick = size * random.uniform(0.04, 0.08);
    let round = random.chance(0.4) && may_be_round;
    let outline = if round {
        ellipse(Point::new(x, y), size / 2.0, size / 2.0, 0.0)
    } else {
        Quad::rectangle(x - size / 2.0, y - size / 2.0, size, size).corners().to_vec()
    };
    for (i, from) in outline.iter().enumerate() {
        stroke(picture, *from, outline[(i + 1) % outline.len()], thick, red, opacity);
    }
    // Seal script: bars and hooks in a grid of cells.
    let cells = random.whole(2, 4);
    let cell = size * 0.8 / cells as f32;
    for i in 0..cells * cells {
        let (cx, cy) = (
            x - size * 0.4 + (i % cells) as f32 * cell + cell * 0.1,
            y - size * 0.4 + (i / cells) as f32 * cell + cell * 0.1,
        );
        for _ in 0..random.whole(4, 7) {
            let from = Point::new(cx + random.uniform(0.0, 0.8) * cell, cy + random.uniform(0.0, 0.8) * cell);
            let to = if random.chance(0.5) {
                Point::new(cx + random.uniform(0.0, 0.8) * cell, from.y)
            } else {
                Point::new(from.x, cy + random.uniform(0.0, 0.8) * cell)
            };
            stroke(picture, from, to, thick * 0.8, red, opacity);
        }
    }
}
