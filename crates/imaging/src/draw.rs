use document::{Point, Quad};

use crate::Picture;

/// Draws the four sides of a quad, anti-aliased; `thickness` is in pixels. What lies outside the picture is left out.
pub fn draw_quad(picture: &mut Picture, quad: &Quad, colour: [u8; 3], thickness: f32) {
    let corners = quad.corners();
    for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
        draw_line(picture, *from, *to, colour, thickness);
    }
}

/// Fills a convex quad and whatever pixel it touches. What lies outside the picture is left out.
pub fn fill_quad(picture: &mut Picture, quad: &Quad, colour: [u8; 3]) {
    // A pixel whose corner is touched has its centre this near.
    let reach = quad.grown(std::f32::consts::FRAC_1_SQRT_2);
    let ends = |along: fn(&Point) -> f32| {
        let values = reach.corners().iter().map(along);
        values.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    };
    let ((left, right), (top, bottom)) = (ends(|p| p.x), ends(|p| p.y));
    for y in pixels(top, bottom, picture.height()) {
        for x in pixels(left, right, picture.width()) {
            if reach.contains(Point::new(x as f32 + 0.5, y as f32 + 0.5)) {
                picture.set(x, y, colour);
            }
        }
    }
}

/// Draws a line with round ends, anti-aliased; `thickness` is in pixels. What lies outside the picture is left out.
pub fn draw_line(picture: &mut Picture, from: Point, to: Point, colour: [u8; 3], thickness: f32) {
    if !thickness.is_finite() || thickness <= 0.0 || !from.distance(to).is_finite() {
        return;
    }
    let radius = thickness / 2.0;
    // Walk along the longer axis; across it the stroke is at most sqrt(2) times as wide as at a right angle.
    let steep = (to.y - from.y).abs() > (to.x - from.x).abs();
    let flip = |p: Point| if steep { Point::new(p.y, p.x) } else { p };
    let (a, b) = (flip(from), flip(to));
    let (along_side, across_side) =
        if steep { (picture.height(), picture.width()) } else { (picture.width(), picture.height()) };
    let reach = (radius + 1.0) * std::f32::consts::SQRT_2;
    for along in pixels(a.x.min(b.x) - reach, a.x.max(b.x) + reach, along_side) {
        let t = ((along as f32 + 0.5 - a.x) / (b.x - a.x)).clamp(0.0, 1.0);
        let centre = if t.is_nan() { a.y } else { a.lerp(b, t).y };
        for across in pixels(centre - reach, centre + reach, across_side) {
            let at = Point::new(along as f32 + 0.5, across as f32 + 0.5);
            let cover = (radius + 0.5 - distance(at, a, b)).clamp(0.0, 1.0);
            if cover > 0.0 {
                let (x, y) = if steep { (across, along) } else { (along, across) };
                let under = picture.pixel(x, y);
                let mixed = std::array::from_fn(|c| {
                    let [under, over] = [under, colour].map(|colour| f32::from(colour[c]));
                    (under + (over - under) * cover).round() as u8
                });
                picture.set(x, y, mixed);
            }
        }
    }
}

/// Whole pixels from `low` to `high` that lie in `0..side`.
fn pixels(low: f32, high: f32, side: u32) -> std::ops::Range<u32> {
    low.floor().clamp(0.0, side as f32) as u32..high.ceil().clamp(0.0, side as f32) as u32
}

/// Distance of `p` to the segment from `a` to `b`.
fn distance(p: Point, a: Point, b: Point) -> f32 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let t = ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy);
    // A segment without length is a point.
    p.distance(if t.is_finite() { a.lerp(b, t.clamp(0.0, 1.0)) } else { a })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quad_has_its_colour_on_the_border_only() {
        let mut picture = Picture::new(60, 40, [0; 3]);
        draw_quad(&mut picture, &Quad::rectangle(10.5, 10.5, 30.0, 20.0), [255, 0, 0], 2.0);
        for (x, y, red) in
            [(25, 10, true), (25, 30, true), (10, 20, true), (40, 20, true), (25, 20, false), (50, 35, false)]
        {
            assert_eq!(picture.pixel(x, y), if red { [255, 0, 0] } else { [0; 3] }, "({x}, {y})");
        }
    }

    #[test]
    fn a_filled_quad_leaves_nothing_out() {
        let mut picture = Picture::new(60, 40, [0; 3]);
        let slanted = Quad([[10.2, 12.0], [40.7, 8.0], [42.0, 20.0], [12.0, 25.5]].map(Point::from));
        fill_quad(&mut picture, &slanted, [255; 3]);
        for (x, y) in (0..60).flat_map(|x| (0..40).map(move |y| (x, y))) {
            let centre = Point::new(x as f32 + 0.5, y as f32 + 0.5);
            if slanted.contains(centre) {
                assert_eq!(picture.pixel(x, y), [255; 3], "({x}, {y})");
            } else if !slanted.grown(1.5).contains(centre) {
                assert_eq!(picture.pixel(x, y), [0; 3], "({x}, {y})");
            }
        }
        fill_quad(&mut picture, &Quad([Point::new(f32::NAN, 0.0); 4]), [9; 3]);
        fill_quad(&mut picture, &Quad::rectangle(-50.0, -50.0, 500.0, 500.0), [9; 3]);
        assert!(picture == Picture::new(60, 40, [9; 3]));
    }

    #[test]
    fn ink_is_as_much_as_length_times_thickness() {
        for to in [[80.0, 20.0], [20.0, 80.0], [70.0, 70.0], [80.0, 45.0]] {
            let (from, to) = (Point::new(20.0, 20.0), Point::from(to));
            let mut picture = Picture::new(100, 100, [0; 3]);
            draw_line(&mut picture, from, to, [255; 3], 3.0);
            let ink = picture.data().iter().map(|v| f32::from(*v)).sum::<f32>() / 255.0 / 3.0;
            let expected = from.distance(to) * 3.0 + std::f32::consts::PI * 2.25;
            assert!((ink / expected - 1.0).abs() < 0.05, "{to:?}: {ink} for {expected}");
        }
    }

    #[test]
    fn odd_coordinates_draw_nothing_or_little() {
        let mut picture = Picture::new(10, 10, [0; 3]);
        for odd in [f32::NAN, f32::INFINITY, f32::MAX] {
            draw_line(&mut picture, Point::new(odd, 0.0), Point::new(5.0, odd), [255; 3], 1.0);
        }
        for odd in [f32::NAN, f32::INFINITY, -1.0, 0.0] {
            draw_line(&mut picture, Point::new(5.0, 5.0), Point::new(6.0, 5.0), [255; 3], odd);
        }
        assert!(picture == Picture::new(10, 10, [0; 3]));
        draw_line(&mut picture, Point::new(5.5, 5.5), Point::new(5.5, 5.5), [255; 3], 1.0);
        assert_eq!(picture.pixel(5, 5), [255; 3]);
        assert_eq!(picture.pixel(7, 5), [0; 3]);
    }
}
