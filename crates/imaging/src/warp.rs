use document::{Homography, Quad};

use crate::{Picture, shrink};

/// Fractional bits of a sampling position: positions are kept in 1/256 pixel.
const FRACTION_BITS: u32 = 8;
const ONE: i32 = 1 << FRACTION_BITS;
/// The four bilinear weights add up to this power of two.
const WEIGHT_BITS: u32 = 13;
/// Adding this to a double leaves its value in 1/256 in the low bits of the sum: `1.5 * 2^52 / 256`.
const TO_FIXED: f64 = 6_755_399_441_055_744.0 / ONE as f64;
/// Pixels whose positions are worked out together, so that the divisions fill vector registers.
const CHUNK: usize = 32;

/// Resamples `src` into a `width` x `height` picture: each output pixel centre is mapped by `src_from_out` and sampled bilinearly.
///
/// Up to half a pixel beyond the outermost pixel centres the border colour continues; what lies outside the frame of `src`, or
/// beyond the horizon of the mapping, becomes `fill`. Where the mapping shrinks by 1.5 or more, the part of `src` that is needed
/// is first averaged over blocks of a whole number of pixels, so that fine detail does not alias.
pub fn warp(src: &Picture, src_from_out: &Homography, width: u32, height: u32, fill: [u8; 3]) -> Picture {
    let mut out = Picture::new(width, height, fill);
    let (out_width, out_height) = (f64::from(out.width()), f64::from(out.height()));
    let scale = src_from_out.scale_at(out_width / 2.0, out_height / 2.0);
    let block = (scale + 0.5).min(f64::from(shrink::MAX_BLOCK)) as u32;
    if block < 2 {
        let frame = [f64::from(src.width()), f64::from(src.height())];
        sample(src, frame, src_from_out, &mut out);
    } else if let Some([x0, y0, x1, y1]) = needed(src, src_from_out, out_width, out_height) {
        let small = shrink::blocks(src, [x0, y0, x1, y1], block);
        let side = f64::from(block);
        let small_from_out = src_from_out
            .then(&Homography::translation(-f64::from(x0), -f64::from(y0)))
            .then(&Homography::scale(1.0 / side, 1.0 / side));
        let frame = [f64::from(x1 - x0) / side, f64::from(y1 - y0) / side];
        sample(&small, frame, &small_from_out, &mut out);
    }
    out
}

/// What lies inside `quad` of `src`, as an upright `width` x `height` picture; `None` when the quad is degenerate.
///
/// Parts of the quad outside `src` become `fill`.
pub fn rectify(src: &Picture, quad: &Quad, width: u32, height: u32, fill: [u8; 3]) -> Option<Picture> {
    let frame = Quad::rectangle(0.0, 0.0, width.max(1) as f32, height.max(1) as f32);
    Some(warp(src, &Homography::between(&frame, quad)?, width, height, fill))
}

/// The rectangle `[x0, y0, x1, y1]` of `src`, in whole pixels, that the output can see; `None` when that is nothing.
fn needed(src: &Picture, src_from_out: &Homography, out_width: f64, out_height: f64) -> Option<[u32; 4]> {
    let limits = [f64::from(src.width()), f64::from(src.height())];
    let corners = [(0.0, 0.0), (out_width, 0.0), (out_width, out_height), (0.0, out_height)]
        .map(|(x, y)| src_from_out.project(x, y));
    // A corner beyond the horizon makes the image of the output unbounded: keep all of the source then.
    if corners.iter().any(|[_, _, w]| *w <= 0.0) {
        return Some([0, 0, src.width(), src.height()]);
    }
    // The image of a rectangle in front of the horizon is the hull of its corners' images. Two blocks' width of margin would
    // only matter to samples at the very border, which clamp to it.
    let mut range = [[0, 0]; 2];
    for (axis, side) in range.iter_mut().enumerate() {
        let at = corners.map(|c| c[axis] / c[2]);
        let low = at.iter().copied().fold(f64::INFINITY, f64::min).floor().clamp(0.0, limits[axis]);
        let high = at.iter().copied().fold(f64::NEG_INFINITY, f64::max).ceil().clamp(0.0, limits[axis]);
        *side = [low as u32, high as u32];
    }
    let [[x0, x1], [y0, y1]] = range;
    (x0 < x1 && y0 < y1).then_some([x0, y0, x1, y1])
}

/// Bilinear sampling without regard to aliasing. `frame` is the part of `src` that counts as inside, in its pixels (a last
/// block that was averaged over fewer pixels is only partly inside).
fn sample(src: &Picture, frame: [f64; 2], src_from_out: &Homography, out: &mut Picture) {
    let inside = frame.map(|side| (side * f64::from(ONE)).round() as i32);
    // Beyond this, positions are outside whatever they are; clamping them keeps the fixed-point form in range.
    let far = f64::from(u32::MAX >> (FRACTION_BITS + 2));
    let stride = out.stride();
    let step = src_from_out.step();
    let (mut us, mut vs) = ([0_i32; CHUNK], [0_i32; CHUNK]);
    for (y, row) in out.data_mut().chunks_exact_mut(stride).enumerate() {
        for (chunk, pixels) in row.chunks_mut(CHUNK * 3).enumerate() {
            let start = src_from_out.project((chunk * CHUNK) as f64 + 0.5, y as f64 + 0.5);
            positions(start, step, far, &mut us, &mut vs);
            let count = pixels.len() / 3;
            let (us, vs) = (us.get(..count).unwrap_or_default(), vs.get(..count).unwrap_or_default());
            blend(src, inside, us, vs, pixels);
        }
    }
}

/// Source positions of `CHUNK` neighbouring output pixels, in 1/256 pixel; behind the horizon: far outside.
fn positions(start: [f64; 3], step: [f64; 3], far: f64, us: &mut [i32; CHUNK], vs: &mut [i32; CHUNK]) {
    for (i, (u, v)) in us.iter_mut().zip(vs.iter_mut()).enumerate() {
        let i = i as f64;
        let w = start[2] + step[2] * i;
        let inverse = 1.0 / w;
        *u = fixed((start[0] + step[0] * i) * inverse, w, far);
        *v = fixed((start[1] + step[1] * i) * inverse, w, far);
    }
}

/// A position in 1/256 pixel, by a form of rounding that the compiler can do on whole vectors; NaN becomes far outside.
#[inline(always)]
fn fixed(value: f64, w: f64, far: f64) -> i32 {
    let value = if value > -far && value < far && w > 0.0 { value } else { -far };
    (value + TO_FIXED).to_bits() as i32
}

/// Samples `src` at the given positions; those outside `inside` leave the output pixel as it is.
fn blend(src: &Picture, inside: [i32; 2], us: &[i32], vs: &[i32], pixels: &mut [u8]) {
    let (data, stride) = (src.data(), src.stride());
    let last = [src.width() as i32 - 1, src.height() as i32 - 1];
    for ((&u, &v), pixel) in us.iter().zip(vs).zip(pixels.chunks_exact_mut(3)) {
        // The pixel whose centre lies up and to the left, and how far beyond that centre the position is.
        let (cu, cv) = (u - ONE / 2, v - ONE / 2);
        let (x, y) = (cu >> FRACTION_BITS, cv >> FRACTION_BITS);
        let weights = weights(cu & (ONE - 1), cv & (ONE - 1));
        if x >= 0 && y >= 0 && x < last[0] && y < last[1] && u < inside[0] && v < inside[1] {
            let at = y as usize * stride + x as usize * 3;
            if let (Some(top), Some(bottom)) = (
                data.get(at..).and_then(<[u8]>::first_chunk::<6>),
                data.get(at + stride..).and_then(<[u8]>::first_chunk::<6>),
            ) && let Some(pixel) = pixel.first_chunk_mut::<3>()
            {
                *pixel = mix(&weights, top, bottom);
            }
        } else if u >= 0 && v >= 0 && u < inside[0] && v < inside[1] {
            let [x0, x1] = [x, x + 1].map(|x| x.clamp(0, last[0]) as u32);
            let [y0, y1] = [y, y + 1].map(|y| y.clamp(0, last[1]) as u32);
            let row = |y| {
                let ([a, b, c], [d, e, f]) = (src.pixel(x0, y), src.pixel(x1, y));
                [a, b, c, d, e, f]
            };
            pixel.copy_from_slice(&mix(&weights, &row(y0), &row(y1)));
        }
    }
}

/// Weights of the pixels at top left, top right, bottom left, bottom right; they add up to `1 << WEIGHT_BITS`.
#[inline(always)]
fn weights(fx: i32, fy: i32) -> [u32; 4] {
    let spare = WEIGHT_BITS - FRACTION_BITS;
    let both = (fx * fy) >> (FRACTION_BITS - spare);
    let (right, below) = ((fx << spare) - both, (fy << spare) - both);
    [(1 << WEIGHT_BITS) - right - below - both, right, below, both].map(|w| w as u32)
}

#[inline(always)]
fn mix(weights: &[u32; 4], top: &[u8; 6], bottom: &[u8; 6]) -> [u8; 3] {
    std::array::from_fn(|c| {
        let sum = weights[0] * u32::from(top[c])
            + weights[1] * u32::from(top[c + 3])
            + weights[2] * u32::from(bottom[c])
            + weights[3] * u32::from(bottom[c + 3]);
        ((sum + (1 << (WEIGHT_BITS - 1))) >> WEIGHT_BITS) as u8
    })
}

#[cfg(test)]
mod tests {
    use document::Point;

    use super::*;

    /// Smooth in both directions, so that sampling it anywhere has a known answer.
    fn gradient(width: u32, height: u32) -> Picture {
        let mut picture = Picture::new(width, height, [0; 3]);
        for y in 0..height {
            for x in 0..width {
                picture.set(x, y, [(x * 2) as u8, (y * 2) as u8, (x + y) as u8]);
            }
        }
        picture
    }

    #[test]
    fn the_identity_changes_nothing() {
        let src = gradient(101, 67);
        assert!(warp(&src, &Homography::identity(), 101, 67, [255; 3]) == src);
        assert!(rectify(&src, &src.quad(), 101, 67, [255; 3]).expect("proper") == src);
    }

    #[test]
    fn perspective_samples_where_the_homography_says() {
        let src = gradient(120, 100);
        let quad = Quad([[12.0, 9.0], [108.0, 20.0], [100.0, 90.0], [6.0, 70.0]].map(Point::from));
        let out = rectify(&src, &quad, 110, 75, [255; 3]).expect("proper");
        let frame = Quad::rectangle(0.0, 0.0, 110.0, 75.0);
        let src_from_out = Homography::between(&frame, &quad).expect("proper");
        for y in 0..75 {
            for x in 0..110 {
                let at = src_from_out.apply(Point::new(x as f32 + 0.5, y as f32 + 0.5));
                let expected = [(at.x - 0.5) * 2.0, (at.y - 0.5) * 2.0, at.x + at.y - 1.0];
                for (got, expected) in out.pixel(x, y).iter().zip(expected) {
                    assert!((f32::from(*got) - expected).abs() < 0.6, "({x}, {y}): {got} for {expected}");
                }
            }
        }
    }

    #[test]
    fn outside_the_frame_is_fill_and_the_border_continues() {
        let src = Picture::new(10, 10, [50, 60, 70]);
        let out = warp(&src, &Homography::translation(-5.0, -5.0), 20, 20, [1, 2, 3]);
        for y in 0..20 {
            for x in 0..20 {
                let within = (5..15).contains(&x) && (5..15).contains(&y);
                assert_eq!(out.pixel(x, y), if within { [50, 60, 70] } else { [1, 2, 3] }, "({x}, {y})");
            }
        }
    }

    #[test]
    fn shrinking_averages_instead_of_skipping() {
        let mut src = Picture::new(400, 300, [0; 3]);
        for y in 0..300 {
            for x in 0..400 {
                src.set(x, y, if (x + y) % 2 == 0 { [255; 3] } else { [0; 3] });
            }
        }
        for (width, height) in [(200, 150), (100, 75), (57, 43), (10, 10), (1, 1)] {
            let out = rectify(&src, &src.quad(), width, height, [0, 255, 0]).expect("proper");
            assert!(out.data().iter().all(|v| (100..=155).contains(v)), "{width}x{height}");
        }
    }

    #[test]
    fn shrinking_keeps_places() {
        let src = gradient(120, 90);
        let quad = Quad::rectangle(17.0, 11.0, 90.0, 66.0);
        let out = rectify(&src, &quad, 30, 22, [255; 3]).expect("proper");
        for (x, y) in [(1, 1), (15, 11), (28, 20)] {
            let expected = [17.0 + (x as f32 + 0.5) * 3.0 - 0.5, 11.0 + (y as f32 + 0.5) * 3.0 - 0.5].map(|v| v * 2.0);
            for (got, expected) in out.pixel(x, y).iter().zip(expected) {
                assert!((f32::from(*got) - expected).abs() < 1.1, "({x}, {y}): {got} for {expected}");
            }
        }
    }

    #[test]
    fn beyond_the_horizon_is_fill() {
        let src = Picture::new(50, 50, [200; 3]);
        let seen = Quad([[0.0, 0.0], [50.0, 0.0], [30.0, 20.0], [20.0, 20.0]].map(Point::from));
        let src_from_out = Homography::between(&Quad::rectangle(0.0, 0.0, 20.0, 20.0), &seen).expect("proper");
        let out = warp(&src, &src_from_out, 20, 200, [9; 3]);
        assert_eq!(out.pixel(10, 10), [200; 3]);
        let nowhere = Homography::scale(f64::NAN, 1.0);
        assert!(warp(&src, &nowhere, 5, 5, [9; 3]).data().iter().all(|v| *v == 9));
        let far = Homography::translation(1e300, -1e300);
        assert!(warp(&src, &far, 5, 5, [9; 3]).data().iter().all(|v| *v == 9));
    }
}
