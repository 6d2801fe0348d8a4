//! What a camera, its lens and its firmware do to a picture.
use imaging::Picture;

use crate::random::{Random, hash};

/// Blurs with a Gaussian of `sigma` pixels (three box passes above 2 pixels, a kernel below).
pub(crate) fn gaussian_blur(picture: &mut Picture, sigma: f32) {
    if sigma < 0.25 {
        return;
    }
    let radius = (sigma * 2.5).ceil() as i32;
    let kernel: Vec<f32> = (-radius..=radius).map(|i| (-0.5 * (i as f32 / sigma).powi(2)).exp()).collect();
    convolve(picture, &kernel, 1, 0);
    convolve(picture, &kernel, 0, 1);
}

/// Blurs along a straight movement of `length` pixels.
pub(crate) fn motion_blur(picture: &mut Picture, length: f32, angle: f32) {
    let (width, height) = (picture.width() as i32, picture.height() as i32);
    let steps = length.ceil().max(1.0) as i32;
    if steps < 2 {
        return;
    }
    let source = picture.data().to_vec();
    let (sin, cos) = angle.sin_cos();
    let offsets: Vec<(i32, i32)> = (0..=steps)
        .map(|i| {
            let t = (i as f32 / steps as f32 - 0.5) * length;
            ((t * cos).round() as i32, (t * sin).round() as i32)
        })
        .collect();
    let row = width as usize * 3;
    let count = offsets.len() as u32;
    let mut sums = vec![0u32; row];
    for (y, out) in (0..height).zip(picture.data_mut().chunks_exact_mut(row)) {
        sums.fill(0);
        for &(dx, dy) in &offsets {
            let from = (y + dy).clamp(0, height - 1) as usize * row;
            let line = &source[from..from + row];
            // Columns from `low` to `high` look inside the picture, the others at the pixels of its sides.
            let low = (-dx).clamp(0, width) as usize * 3;
            let high = ((width - dx).clamp(0, width) as usize * 3).max(low);
            let inside = (low as i32 + dx * 3).max(0) as usize;
            for (sum, value) in sums[low..high].iter_mut().zip(&line[inside.min(row)..]) {
                *sum += u32::from(*value);
            }
            for (columns, side) in [(0..low, 0), (high..row, row - 3)] {
                for pixel in sums[columns].chunks_exact_mut(3) {
                    pixel.iter_mut().zip(&line[side..]).for_each(|(sum, value)| *sum += u32::from(*value));
                }
            }
        }
        out.iter_mut().zip(&sums).for_each(|(value, sum)| *value = (sum / count) as u8);
    }
}

/// Convolves along x (`dx` 1) or y (`dy` 1) with an odd kernel; beyond the border its pixels continue.
fn convolve(picture: &mut Picture, kernel: &[f32], dx: i32, dy: i32) {
    let (row, rows) = (picture.width() as usize * 3, picture.height() as i32);
    let total: f32 = kernel.iter().sum();
    let weights: Vec<i32> = kernel.iter().map(|k| (k / total * 4096.0).round() as i32).collect();
    let norm: i32 = weights.iter().sum();
    let radius = weights.len() as i32 / 2;
    let source = picture.data().to_vec();
    let line = |y: i32| {
        let from = y.clamp(0, rows - 1) as usize * row;
        &source[from..from + row]
    };
    let mut sums = vec![0i32; row];
    let mut padded: Vec<u8> = Vec::with_capacity(row + weights.len() * 3);
    for (y, out) in (0..rows).zip(picture.data_mut().chunks_exact_mut(row)) {
        sums.fill(norm / 2);
        if dx == 1 {
            let own = line(y);
            padded.clear();
            (0..radius).for_each(|_| padded.extend_from_slice(&own[..3]));
            padded.extend_from_slice(own);
            (0..radius).for_each(|_| padded.extend_from_slice(&own[row - 3..]));
        }
        for (i, weight) in weights.iter().enumerate() {
            let from = if dx == 1 { &padded[i * 3..i * 3 + row] } else { line(y + (i as i32 - radius) * dy) };
            for (sum, value) in sums.iter_mut().zip(from) {
                *sum += i32::from(*value) * weight;
            }
        }
        // Sums are below 2^24 and quotients below 256, so that the division is exact in f32, and vectors do it.
        for (value, sum) in out.iter_mut().zip(&sums) {
            *value = (*sum as f32 / norm as f32) as u8;
        }
    }
}

/// Sensor noise of a standard deviation in grey levels, partly coloured, `grain` pixels wide.
pub(crate) fn noise(picture: &mut Picture, random: &mut Random, deviation: f32) {
    if deviation < 0.5 {
        return;
    }
    let (seed, colour) = (random.bits(), random.uniform(0.0, 0.8));
    let width = picture.width();
    for (i, pixel) in picture.data_mut().chunks_exact_mut(3).enumerate() {
        let h = hash(i as u32 % width, i as u32 / width, seed);
        // Sum of two uniform bytes: triangular, deviation 104 levels.
        let grey = ((h & 0xFF) + (h >> 8 & 0xFF)) as f32 - 255.0;
        let tint = ((h >> 16 & 0xFF) + (h >> 24 & 0xFF)) as f32 - 255.0;
        for (c, value) in pixel.iter_mut().enumerate() {
            let coloured = [tint, -grey, grey - tint][c];
            let change = (grey * (1.0 - colour * 0.5) + coloured * colour * 0.5) * deviation / 104.0;
            *value = (*value as f32 + change).clamp(0.0, 255.0) as u8;
        }
    }
}

/// Exposure, contrast, white balance and gamma, each mild or strong at random.
pub(crate) fn tone(picture: &mut Picture, random: &mut Random) {
    let gain = random.log_uniform(0.55, 1.25);
    let gamma = random.log_uniform(0.7, 1.5);
    let lift = if random.chance(0.25) { random.uniform(0.0, 60.0) } else { 0.0 };
    let strength = if random.chance(0.3) { 0.35 } else { 0.08 };
    let tables: [[u8; 256]; 3] = std::array::from_fn(|_| {
        let balance = 1.0 + random.normal(strength / 2.0);
        std::array::from_fn(|v| {
            let linear = (v as f32 / 255.0).powf(gamma) * gain * balance;
            (lift + linear * (255.0 - lift)).clamp(0.0, 255.0) as u8
        })
    });
    for pixel in picture.data_mut().chunks_exact_mut(3) {
        for (value, table) in pixel.iter_mut().zip(&tables) {
            *value = table[*value as usize];
        }
    }
}

/// Removes colour, as copiers and old cameras do.
pub(crate) fn grey(picture: &mut Picture) {
    for pixel in picture.data_mut().chunks_exact_mut(3) {
        pixel.fill(imaging::luma([pixel[0], pixel[1], pixel[2]]));
    }
}

/// The over-sharpening of phone firmware: adds back `amount` of what a small blur removes.
pub(crate) fn sharpen(picture: &mut Picture, sigma: f32, amount: f32) {
    let mut soft = picture.clone();
    gaussian_blur(&mut soft, sigma);
    for (value, low) in picture.data_mut().iter_mut().zip(soft.data()) {
        let detail = *value as f32 - *low as f32;
        *value = (*value as f32 + detail * amount).clamp(0.0, 255.0) as u8;
    }
}

/// Through a JPEG file of a quality in `1..=100` and back.
pub(crate) fn jpeg(picture: &Picture, quality: u8) -> Picture {
    let bytes = imaging::encode_jpeg(picture, quality);
    let decoded = turbojpeg::decompress(&bytes, turbojpeg::PixelFormat::RGB).ok();
    let back = decoded.and_then(|image| Picture::from_raw(picture.width(), picture.height(), image.pixels));
    back.unwrap_or_else(|| picture.clone())
}

/// Blur, sensor noise, tone, sharpening and JPEG in the order they happen; `severity` in `0..=1`.
pub(crate) fn capture(picture: Picture, random: &mut Random, severity: f32) -> Picture {
    let mut picture = picture;
    if random.chance(0.5) {
        gaussian_blur(&mut picture, random.uniform(0.3, 0.4 + 1.4 * severity));
    }
    if random.chance(0.25) {
        motion_blur(&mut picture, random.uniform(1.5, 2.0 + 4.0 * severity), random.uniform(0.0, std::f32::consts::PI));
    }
    if random.chance(0.6) {
        tone(&mut picture, random);
    }
    if random.chance(0.6) {
        let deviation = random.log_uniform(0.8, 3.0 + 14.0 * severity);
        noise(&mut picture, random, deviation);
    }
    if random.chance(0.3) {
        sharpen(&mut picture, random.uniform(0.6, 1.6), random.uniform(0.3, 1.5));
    }
    if random.chance(0.25) {
        grey(&mut picture);
    }
    if random.chance(0.7) {
        picture = jpeg(&picture, random.whole(95 - (65.0 * severity) as i32, 96) as u8);
    }
    picture
}
