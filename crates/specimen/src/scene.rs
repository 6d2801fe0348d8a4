//! What documents lie on, and what lies on them.
use document::{Point, Quad};
use imaging::Picture;

use crate::background::security_print;
use crate::canvas::{Colour, ellipse, fill_polygon, fill_quad, rounded, stroke};
use crate::random::{Random, hash};
use crate::sheet::{Assets, text_page};

/// A desk, cloth, wood, text page, keyboard or real scene, with clutter.
pub(crate) fn scene(random: &mut Random, assets: &Assets, width: u32, height: u32) -> Picture {
    let mut picture = match random.index(7) {
        0 | 1 if !assets.scenes.is_empty() => crop_of(random, &assets.scenes, width, height),
        0 | 2 => wood(random, width, height),
        3 => {
            let unit = random.uniform(2.0, 12.0);
            security_print(random, width, height, unit, 1.0)
        }
        4 => {
            let unit = random.uniform(2.0, 6.0);
            text_page(random, &assets.fonts, width, height, unit)
        }
        5 => keyboard(random, width, height),
        _ => plain(random, width, height),
    };
    if random.chance(0.5) {
        clutter(&mut picture, random);
    }
    picture
}

/// An even surface with grain.
pub(crate) fn plain(random: &mut Random, width: u32, height: u32) -> Picture {
    let grey = random.whole(5, 250);
    let colourful = if random.chance(0.5) { 12 } else { 70 };
    let colour = std::array::from_fn(|_| (grey + random.whole(-colourful, colourful)).clamp(0, 255) as u8);
    let mut picture = Picture::new(width, height, colour);
    let deviation = random.uniform(0.0, 9.0);
    crate::camera::noise(&mut picture, random, deviation);
    picture
}

fn wood(random: &mut Random, width: u32, height: u32) -> Picture {
    let base: Colour = [random.whole(60, 220) as u8, random.whole(40, 170) as u8, random.whole(20, 120) as u8];
    let along_x = random.chance(0.5);
    let (seed, depth) = (random.bits(), random.uniform(4.0, 28.0));
    let (slow, fast) = (random.uniform(15.0, 80.0), random.uniform(1.0, 4.0));
    let wobble = random.uniform(0.0, 8.0);
    let mut picture = Picture::new(width, height, base);
    let data = picture.data_mut();
    for y in 0..height {
        for x in 0..width {
            let (along, across) = if along_x { (x as f32, y as f32) } else { (y as f32, x as f32) };
            let across = across + wobble * (along / slow).sin();
            let grain = (hash((across / fast) as u32, (along / slow) as u32, seed) & 0xFF) as f32 / 127.5 - 1.0;
            let ring = (across / fast / 5.0).sin();
            let change = depth * (0.6 * grain + 0.4 * ring);
            let at = (y as usize * width as usize + x as usize) * 3;
            for value in &mut data[at..at + 3] {
                *value = (*value as f32 + change).clamp(0.0, 255.0) as u8;
            }
        }
    }
    picture
}

fn keyboard(random: &mut Random, width: u32, height: u32) -> Picture {
    let mut picture = plain(random, width, height);
    let (size, gap) = (random.uniform(14.0, 60.0), random.uniform(2.0, 8.0));
    let colour = [random.whole(10, 240) as u8; 3];
    let mut y = 0.0;
    while y < height as f32 {
        let mut x = -random.uniform(0.0, size);
        while x < width as f32 {
            let key = rounded(x, y, size, size, size * 0.15);
            fill_polygon(&mut picture, &key, colour, 0.95);
            x += size + gap;
        }
        y += size + gap;
    }
    picture
}

fn crop_of(random: &mut Random, scenes: &[Picture], width: u32, height: u32) -> Picture {
    let source = random.pick(scenes);
    let fit = (source.width() as f32 / width as f32).min(source.height() as f32 / height as f32);
    let scale = fit * random.uniform(0.4, 1.0);
    let (w, h) = (((width as f32 * scale) as u32).max(1), ((height as f32 * scale) as u32).max(1));
    let x = random.whole(0, (source.width() - w.min(source.width())) as i32) as u32;
    let y = random.whole(0, (source.height() - h.min(source.height())) as i32) as u32;
    match imaging::crop(source, x, y, w, h) {
        Some(part) => imaging::resize(&part, width, height),
        None => plain(random, width, height),
    }
}

fn clutter(picture: &mut Picture, random: &mut Random) {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    for _ in 0..random.whole(1, 6) {
        let centre = Point::new(random.uniform(0.0, width), random.uniform(0.0, height));
        let size = random.uniform(0.03, 0.3) * width.max(height);
        let colour: Colour = std::array::from_fn(|_| random.whole(0, 255) as u8);
        let angle = random.uniform(0.0, std::f32::consts::PI);
        match random.index(3) {
            0 => fill_polygon(picture, &ellipse(centre, size, size * random.uniform(0.2, 1.0), angle), colour, 1.0),
            1 => {
                let quad = turned(centre, size, size * random.uniform(0.2, 1.2), angle);
                fill_quad(picture, &quad, colour, 1.0);
            }
            _ => {
                let to = Point::new(centre.x + size * angle.cos() * 3.0, centre.y + size * angle.sin() * 3.0);
                stroke(picture, centre, to, random.uniform(1.0, 8.0), colour, 1.0);
            }
        }
    }
}

/// A rectangle turned about its centre.
pub(crate) fn turned(centre: Point, width: f32, height: f32, angle: f32) -> Quad {
    let (sin, cos) = angle.sin_cos();
    Quad::rectangle(-width / 2.0, -height / 2.0, width, height)
        .map(|p| Point::new(centre.x + p.x * cos - p.y * sin, centre.y + p.x * sin + p.y * cos))
}

/// Fingers over an edge, pens, clips: things between the camera and the sheet. `quad` is the sheet in the photo.
pub(crate) fn occlude(picture: &mut Picture, random: &mut Random, quad: &Quad) {
    let size = quad.width().min(quad.height());
    let corners = quad.corners();
    for _ in 0..random.whole(1, 2) {
        let edge = random.index(4);
        let on_edge = corners[edge].lerp(corners[(edge + 1) % 4], random.uniform(0.0, 1.0));
        let centre = quad.centre();
        let outward = (on_edge.y - centre.y).atan2(on_edge.x - centre.x) + random.normal(0.4);
        let finger = random.chance(0.55);
        let (radius, reach) = if finger {
            (size * random.uniform(0.06, 0.14), size * random.uniform(0.0, 0.22))
        } else {
            (size * random.uniform(0.04, 0.16), size * random.uniform(-0.1, 0.4))
        };
        let colour: Colour = if finger {
            let tone = random.whole(70, 235);
            [tone as u8, (tone * 78 / 100) as u8, (tone * 64 / 100) as u8]
        } else {
            let mut vivid: Colour = std::array::from_fn(|_| random.whole(0, 255) as u8);
            vivid[random.index(3)] = 235;
            vivid
        };
        let tip = Point::new(on_edge.x - reach * outward.cos(), on_edge.y - reach * outward.sin());
        let far = Point::new(tip.x + size * 1.6 * outward.cos(), tip.y + size * 1.6 * outward.sin());
        // Soft when it is far from the plane in focus.
        let softness = if random.chance(0.4) { random.uniform(0.05, 0.5) } else { 0.05 };
        for step in (0..5).rev() {
            let grow = 1.0 + softness * step as f32 / 4.0;
            let opacity = if step == 0 { 1.0 } else { 0.3 };
            stroke(picture, tip, far, radius * 2.0 * grow, colour, opacity);
            fill_polygon(picture, &ellipse(tip, radius * grow, radius * grow, 0.0), colour, opacity);
        }
    }
}

/// Pens, erasers and boxes that lie along an edge of the sheet, touch it or reach a little over it.
pub(crate) fn lay_beside(picture: &mut Picture, random: &mut Random, quad: &Quad) {
    let size = quad.width().min(quad.height());
    let corners = quad.corners();
    for _ in 0..random.whole(1, 3) {
        let edge = random.index(4);
        let (from, to) = (corners[edge], corners[(edge + 1) % 4]);
        let along = from.lerp(to, random.uniform(0.0, 1.0));
        let angle = (to.y - from.y).atan2(to.x - from.x) + random.normal(0.15);
        let breadth = size * random.uniform(0.05, 0.3);
        // Corners run clockwise: outward is to the left of the edge's direction, upwards for the top edge.
        let gap = breadth / 2.0 + size * random.uniform(-0.12, 0.12);
        let outward = angle - std::f32::consts::FRAC_PI_2;
        let centre = Point::new(along.x + gap * outward.cos(), along.y + gap * outward.sin());
        let length = size * random.uniform(0.2, 1.2);
        let mut vivid: Colour = std::array::from_fn(|_| random.whole(0, 255) as u8);
        if random.chance(0.6) {
            vivid[random.index(3)] = random.whole(150, 255) as u8;
        }
        if random.chance(0.6) {
            let dark = turned(Point::new(centre.x + breadth * 0.12, centre.y + breadth * 0.12), length, breadth, angle);
            fill_quad(picture, &dark, [0; 3], 0.3);
        }
        if random.chance(0.5) {
            let reach = Point::new(length / 2.0 * angle.cos(), length / 2.0 * angle.sin());
            let (a, b) = (
                Point::new(centre.x - reach.x, centre.y - reach.y),
                Point::new(centre.x + reach.x, centre.y + reach.y),
            );
            stroke(picture, a, b, breadth, vivid, 1.0);
            for end in [a, b] {
                fill_polygon(picture, &ellipse(end, breadth / 2.0, breadth / 2.0, 0.0), vivid, 1.0);
            }
            let shine = vivid.map(|v| v.saturating_add(70));
            stroke(picture, a, b, breadth * 0.2, shine, 0.6);
        } else {
            fill_quad(picture, &turned(centre, length, breadth, angle), vivid, 1.0);
            let label = turned(centre, length * random.uniform(0.3, 0.8), breadth * 0.5, angle);
            let paint: Colour = std::array::from_fn(|_| random.whole(0, 255) as u8);
            fill_quad(picture, &label, paint, 0.9);
        }
    }
}
