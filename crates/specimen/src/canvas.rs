//! Drawing with anti-aliasing and opacity on a picture.
use document::{Point, Quad};
use imaging::Picture;

/// Red, green, blue, each `0..=255`.
pub(crate) type Colour = [u8; 3];

/// Mixes `paint` over the pixel with an opacity in `0..=1`. Positions outside are ignored.
pub(crate) fn blend(picture: &mut Picture, x: i32, y: i32, paint: Colour, opacity: f32) {
    let (width, height) = (picture.width() as i32, picture.height() as i32);
    if x < 0 || y < 0 || x >= width || y >= height || opacity <= 0.0 {
        return;
    }
    let at = (y as usize * width as usize + x as usize) * 3;
    let weight = (opacity.min(1.0) * 256.0) as i32;
    for (value, ink) in picture.data_mut()[at..at + 3].iter_mut().zip(paint) {
        *value = (*value as i32 + (((ink as i32 - *value as i32) * weight) >> 8)) as u8;
    }
}

/// Fills a polygon (even-odd), four sub-scanlines a row and exact horizontal coverage.
pub(crate) fn fill_polygon(picture: &mut Picture, polygon: &[Point], paint: Colour, opacity: f32) {
    const SUB: i32 = 4;
    let bounds = polygon.iter().fold((f32::MAX, f32::MIN), |b, p| (b.0.min(p.y), b.1.max(p.y)));
    let top = (bounds.0.floor() as i32).max(0);
    let bottom = (bounds.1.ceil() as i32).min(picture.height() as i32);
    let width = picture.width() as usize;
    let mut coverage = vec![0f32; width + 2];
    let mut crossings: Vec<f32> = Vec::new();
    for y in top..bottom {
        coverage.fill(0.0);
        let mut span = (width as i32, 0i32);
        for s in 0..SUB {
            let line = y as f32 + (s as f32 + 0.5) / SUB as f32;
            crossings.clear();
            for i in 0..polygon.len() {
                let (a, b) = (polygon[i], polygon[(i + 1) % polygon.len()]);
                if (a.y <= line) != (b.y <= line) {
                    crossings.push(a.x + (line - a.y) / (b.y - a.y) * (b.x - a.x));
                }
            }
            crossings.sort_by(f32::total_cmp);
            for pair in crossings.chunks_exact(2) {
                let (left, right) = (pair[0].clamp(0.0, width as f32), pair[1].clamp(0.0, width as f32));
                if right <= left {
                    continue;
                }
                let (first, last) = (left as usize, (right as usize).min(width));
                span = (span.0.min(first as i32), span.1.max(last as i32 + 1));
                if first == last {
                    coverage[first] += right - left;
                } else {
                    coverage[first] += 1.0 - (left - first as f32);
                    coverage[first + 1..last].iter_mut().for_each(|c| *c += 1.0);
                    coverage[last] += right - last as f32;
                }
            }
        }
        for x in span.0..span.1.min(width as i32) {
            blend(picture, x, y, paint, coverage[x as usize] / SUB as f32 * opacity);
        }
    }
}

pub(crate) fn fill_quad(picture: &mut Picture, quad: &Quad, paint: Colour, opacity: f32) {
    fill_polygon(picture, quad.corners(), paint, opacity);
}

/// An ellipse, turned by an angle in radians.
pub(crate) fn ellipse(centre: Point, radius_x: f32, radius_y: f32, angle: f32) -> Vec<Point> {
    let (sin, cos) = angle.sin_cos();
    let steps = ((radius_x.max(radius_y) * 1.5) as usize).clamp(12, 96);
    (0..steps)
        .map(|i| {
            let (s, c) = (i as f32 / steps as f32 * std::f32::consts::TAU).sin_cos();
            let (x, y) = (c * radius_x, s * radius_y);
            Point::new(centre.x + x * cos - y * sin, centre.y + x * sin + y * cos)
        })
        .collect()
}

/// A rectangle with rounded corners.
pub(crate) fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Vec<Point> {
    let r = radius.min(width / 2.0).min(height / 2.0);
    let centres = [(x + width - r, y + r), (x + width - r, y + height - r), (x + r, y + height - r), (x + r, y + r)];
    let mut points = Vec::with_capacity(28);
    for (i, (cx, cy)) in centres.into_iter().enumerate() {
        for step in 0..7 {
            let angle = (i as f32 - 1.0 + step as f32 / 6.0) * std::f32::consts::FRAC_PI_2;
            points.push(Point::new(cx + r * angle.cos(), cy + r * angle.sin()));
        }
    }
    points
}

/// A straight stroke of a thickness in pixels.
pub(crate) fn stroke(picture: &mut Picture, from: Point, to: Point, thickness: f32, paint: Colour, opacity: f32) {
    let length = from.distance(to).max(1e-3);
    let (nx, ny) = ((to.y - from.y) / length * thickness / 2.0, (from.x - to.x) / length * thickness / 2.0);
    let corners = [
        Point::new(from.x + nx, from.y + ny),
        Point::new(to.x + nx, to.y + ny),
        Point::new(to.x - nx, to.y - ny),
        Point::new(from.x - nx, from.y - ny),
    ];
    fill_polygon(picture, &corners, paint, opacity);
}

/// The outline of a rectangle.
pub(crate) fn frame(picture: &mut Picture, x: f32, y: f32, width: f32, height: f32, thickness: f32, paint: Colour) {
    let corners = Quad::rectangle(x, y, width, height).0;
    for i in 0..4 {
        stroke(picture, corners[i], corners[(i + 1) % 4], thickness, paint, 1.0);
    }
}
