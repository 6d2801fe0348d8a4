//! Times the warp of a sheet of 1011x638 pixels out of a photo, best of 30.
use std::time::{Duration, Instant};

use document::{Point, Quad};
use imaging::{Picture, rectify};

fn main() {
    let data = (0..2400 * 1800 * 3_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let photo = Picture::from_raw(2400, 1800, data).expect("the right length");
    for (name, side) in [("as large", 1000.0), ("twice", 2000.0)] {
        let x1 = 100.0 + side;
        let y1 = 100.0 + side * 0.63;
        let quad = Quad([[100.0, 130.0], [x1, 90.0], [x1 - 40.0, y1], [120.0, y1 + 30.0]].map(Point::from));
        let best = (0..30).map(|_| time(&photo, &quad)).min().unwrap_or_default();
        println!("sheet {name}: {:.2} ms", best.as_secs_f64() * 1e3);
    }
}

fn time(photo: &Picture, quad: &Quad) -> Duration {
    let start = Instant::now();
    std::hint::black_box(rectify(photo, quad, 1011, 638, [0; 3]));
    start.elapsed()
}
