//! Photos of sheets: where they lie, how the camera sees them, what the light does.
use document::{Homography, Point, Quad};
use imaging::Picture;

use crate::camera::{capture, grey};
use crate::canvas::{fill_quad, frame, stroke};
use crate::light::relight;
use crate::random::Random;
use crate::scene::{lay_beside, occlude, plain, scene};
use crate::sheet::{Assets, PrintedLine, Sheet, SheetKind, sheet, text_page};

/// Long side of a photo at most, where its size follows from the document's.
const LONGEST: u32 = 2600;

/// A sheet and where it is in a photo.
pub struct PlacedSheet {
    /// What it is.
    pub kind: SheetKind,
    /// Its outline on the photo, from the sheet's own top-left corner on; may reach beyond the frame.
    pub quad: Quad,
    /// The lines of its zone, on the photo.
    pub zone: Vec<PrintedLine>,
}

/// A photographed scene with its truth.
pub struct Photo {
    /// The picture as the camera stores it.
    pub picture: Picture,
    /// Every document sheet in it.
    pub sheets: Vec<PlacedSheet>,
}

/// How a photo comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capture {
    /// A sheet on a desk, from any direction.
    Desk,
    /// A flat scan, cropped to the sheet or nearly so.
    Scan,
    /// Front and back, or two documents, in one picture.
    Pair,
    /// The open book: another page above.
    Book,
    /// Close and nearly straight, a small margin all round.
    Close,
    /// No document at all.
    Nothing,
}

impl Capture {
    /// One as often as such pictures are met.
    pub fn random(random: &mut Random) -> Self {
        let shares =
            [(0.4, Self::Desk), (0.14, Self::Scan), (0.13, Self::Pair), (0.08, Self::Book), (0.18, Self::Close)];
        let mut draw = random.uniform(0.0, 1.0);
        for (share, kind) in shares {
            if draw < share {
                return kind;
            }
            draw -= share;
        }
        Self::Nothing
    }
}

/// Draws a photo whose long side has `long` pixels.
pub fn photo(random: &mut Random, assets: &Assets, capture_kind: Capture, long: u32) -> Photo {
    let severity = random.uniform(0.0, 1.0);
    let unit = (long as f32 / 110.0).clamp(3.0, 10.0);
    let plan = Plan::new(random, assets, capture_kind, unit);
    let (width, height) = frame_size(random, capture_kind, &plan, long);
    let picture = ground(random, assets, capture_kind, width, height);
    let photo_from_plane = plan.camera(random, capture_kind, width as f32, height as f32);
    let copies = if matches!(capture_kind, Capture::Scan) { 0.0 } else { 0.4 };
    let scene = Scene { capture_kind, plan, picture, photo_from_plane, unit, severity, copies };
    expose(random, assets, scene, &[])
}

/// Draws a photo of a sheet that is about `width` pixels wide in it. All of `legible`, on the sheet, is in the frame, and
/// nothing lies on it.
pub(crate) fn photo_of(
    random: &mut Random,
    assets: &Assets,
    capture_kind: Capture,
    sheet: Sheet,
    width: f32,
    legible: &[Quad],
) -> Photo {
    let severity = random.uniform(0.0, 1.0);
    let (unit, frame) = (sheet.unit, sheet.picture.quad());
    let extent = sheet.kind.millimetres();
    let outline = Quad::rectangle(0.0, 0.0, extent.0, extent.1);
    let plan = Plan { sheets: vec![(sheet, outline)], extent };
    // A camera is tried in a frame of any size, which is then scaled to the width that is wanted.
    let tried = 1000;
    let mut shot = None;
    for _ in 0..40 {
        let size = frame_size(random, capture_kind, &plan, tried);
        let camera = plan.camera(random, capture_kind, size.0 as f32, size.1 as f32);
        let seen = outline.map(|point| camera.apply(point));
        let by = width / seen.width().max(1.0);
        let map = camera.then(&Homography::scale(f64::from(by), f64::from(by)));
        let size = ((size.0 as f32 * by) as u32, (size.1 as f32 * by) as u32);
        let Some(plane_from_sheet) = Homography::between(&frame, &outline) else { continue };
        let photo_from_sheet = plane_from_sheet.then(&map);
        let inside = |point: &Point| {
            let rim = 2.0;
            point.x > rim && point.y > rim && point.x < size.0 as f32 - rim && point.y < size.1 as f32 - rim
        };
        let is_whole = |quad: &Quad| quad.map(|point| photo_from_sheet.apply(point)).corners().iter().all(inside);
        if seen.is_convex() && size.0.max(size.1) <= LONGEST && legible.iter().all(is_whole) {
            let on_photo = legible.iter().map(|quad| quad.map(|point| photo_from_sheet.apply(point))).collect();
            shot = Some((size, map, on_photo));
            break;
        }
    }
    // Straight on with a margin everything is in the frame.
    let (size, photo_from_plane, clear): (_, _, Vec<Quad>) = shot.unwrap_or_else(|| {
        let scale = width / extent.0;
        let rim = 0.05 * width;
        let map = Homography::scale(f64::from(scale), f64::from(scale))
            .then(&Homography::translation(f64::from(rim), f64::from(rim)));
        let size = ((width + 2.0 * rim) as u32, (extent.1 * scale + 2.0 * rim) as u32);
        let by = width / frame.width();
        let on_photo = |point: Point| Point::new(point.x * by + rim, point.y * by + rim);
        (size, map, legible.iter().map(|quad| quad.map(on_photo)).collect())
    });
    let picture = ground(random, assets, capture_kind, size.0, size.1);
    let scene = Scene { capture_kind, plan, picture, photo_from_plane, unit, severity, copies: 0.12 };
    expose(random, assets, scene, &clear)
}

/// A scene before the camera.
struct Scene {
    capture_kind: Capture,
    plan: Plan,
    /// What the sheets lie on.
    picture: Picture,
    photo_from_plane: Homography,
    /// Pixels of the sheets per millimetre.
    unit: f32,
    severity: f32,
    /// How likely the sheets are grey copies.
    copies: f32,
}

/// Photographs a scene; nothing is laid on places that are to stay clear.
fn expose(random: &mut Random, assets: &Assets, scene: Scene, clear: &[Quad]) -> Photo {
    let Scene { capture_kind, plan, mut picture, photo_from_plane, unit, severity, copies } = scene;
    let bare = matches!(capture_kind, Capture::Scan);
    let copied = copies > 0.0 && random.chance(copies);
    let mut paper = [random.whole(200, 255) as u8; 3];

    if !plan.sheets.is_empty()
        && matches!(capture_kind, Capture::Desk | Capture::Close)
        && (copied || random.chance(0.15))
    {
        lay_paper(&mut picture, random, &photo_from_plane, plan.extent, paper);
    } else {
        paper = [255; 3];
    }
    if capture_kind == Capture::Book {
        lay_other_page(&mut picture, random, assets, &photo_from_plane, plan.extent, unit);
    }
    let mut placed = Vec::new();
    for (sheet, on_plane) in &plan.sheets {
        let quad = on_plane.map(|p| photo_from_plane.apply(p));
        if !bare && random.chance(if copied { 0.2 } else { 0.6 }) {
            drop_shadow(&mut picture, random, &quad);
        }
        let print = if copied { copy_of(random, &sheet.picture, paper) } else { sheet.picture.clone() };
        let radius = if copied && random.chance(0.5) { 0.0 } else { sheet.radius };
        composite(&mut picture, &print, &quad, radius);
        let lines = Homography::between(&sheet.picture.quad(), &quad).map(|map| {
            let on_photo =
                |line: &PrintedLine| PrintedLine { text: line.text.clone(), quad: line.quad.map(|p| map.apply(p)) };
            sheet.zone.iter().map(on_photo).collect()
        });
        placed.push(PlacedSheet { kind: sheet.kind, quad, zone: lines.unwrap_or_default() });
    }
    if let Some(sheet) = placed.first().filter(|_| !bare && random.chance(0.25)) {
        unless_covered(&mut picture, clear, |picture| occlude(picture, random, &sheet.quad));
    }
    if let Some(sheet) = placed.first().filter(|_| !bare && random.chance(if copied { 0.4 } else { 0.2 })) {
        unless_covered(&mut picture, clear, |picture| lay_beside(picture, random, &sheet.quad));
    }
    relight(&mut picture, random, if bare { 0.15 } else { severity });
    let picture = capture(picture, random, severity);
    Photo { picture, sheets: placed }
}

/// Lays something into the picture, and takes it back where it would lie on what is to stay clear.
fn unless_covered(picture: &mut Picture, clear: &[Quad], lay: impl FnOnce(&mut Picture)) {
    if clear.is_empty() {
        return lay(picture);
    }
    let before = picture.clone();
    lay(picture);
    let differs = |point: Point| {
        let (x, y) = (point.x.max(0.0) as u32, point.y.max(0.0) as u32);
        before.pixel(x, y) != picture.pixel(x, y)
    };
    let is_covered = |quad: &Quad| {
        let [a, b, c, d] = quad.0;
        let steps = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];
        steps.iter().any(|along| [(a, b), (d, c)].iter().any(|(from, to)| differs(from.lerp(*to, *along))))
    };
    if clear.iter().any(is_covered) {
        *picture = before;
    }
}

/// Sheets on a plane measured in millimetres.
struct Plan {
    sheets: Vec<(Sheet, Quad)>,
    extent: (f32, f32),
}

impl Plan {
    fn new(random: &mut Random, assets: &Assets, kind: Capture, unit: f32) -> Self {
        if kind == Capture::Nothing {
            return Self { sheets: Vec::new(), extent: (100.0, 70.0) };
        }
        if kind != Capture::Pair {
            let kind =
                if kind == Capture::Book { SheetKind::Zone(mrz::Format::Td3) } else { SheetKind::random(random) };
            let sheet = sheet(random, assets, kind, unit);
            let (width, height) = kind.millimetres();
            return Self { sheets: vec![(sheet, Quad::rectangle(0.0, 0.0, width, height))], extent: (width, height) };
        }
        let upper = if random.chance(0.7) { SheetKind::CardFront } else { SheetKind::random(random) };
        let lower = if random.chance(0.7) { SheetKind::Zone(mrz::Format::Td1) } else { SheetKind::random(random) };
        let kinds = if random.chance(0.85) { [upper, lower] } else { [lower, upper] };
        let gap = random.uniform(0.3, 12.0);
        let beside = random.chance(0.25);
        let mut at = (0.0, 0.0);
        let mut extent: (f32, f32) = (0.0, 0.0);
        let mut sheets = Vec::new();
        for kind in kinds {
            let (width, height) = kind.millimetres();
            let quad = Quad::rectangle(at.0, at.1, width, height);
            sheets.push((sheet(random, assets, kind, unit), quad));
            extent = (extent.0.max(at.0 + width), extent.1.max(at.1 + height));
            at = if beside {
                (width + gap, random.uniform(-4.0, 4.0))
            } else {
                (random.uniform(-4.0, 4.0), height + gap)
            };
        }
        Self { sheets, extent }
    }

    /// From millimetres on the plane to pixels of the photo.
    fn camera(&self, random: &mut Random, kind: Capture, width: f32, height: f32) -> Homography {
        let centre = (self.extent.0 / 2.0, self.extent.1 / 2.0);
        let straight = random.normal(0.02);
        let (fill, angle, tilt) = match kind {
            Capture::Scan => (random.uniform(0.97, 1.03), if random.chance(0.7) { 0.0 } else { straight }, 0.0),
            Capture::Pair => {
                (random.uniform(0.75, 1.0), if random.chance(0.6) { 0.0 } else { random.normal(0.2) }, 0.1)
            }
            Capture::Close => (random.uniform(0.72, 0.96), straight * 2.0, 0.1),
            Capture::Book => (random.uniform(0.5, 1.0), straight * 3.0, 0.25),
            _ => {
                let any = random.uniform(-std::f32::consts::PI, std::f32::consts::PI);
                let angle = if random.chance(0.25) { any } else { random.normal(0.15) };
                (random.uniform(0.25, 0.95), angle, 0.5)
            }
        };
        let quarter = if random.chance(0.12) { random.whole(1, 3) as f32 } else { 0.0 };
        let angle = angle + quarter * std::f32::consts::FRAC_PI_2;
        let (sin, cos) = (angle.sin(), angle.cos());
        let (across, down) = (
            self.extent.0 * cos.abs() + self.extent.1 * sin.abs(),
            self.extent.0 * sin.abs() + self.extent.1 * cos.abs(),
        );
        let scale = fill * (width / across).min(height / down);
        let long = across.max(down);
        let (px, py) = (random.normal(tilt * 0.5) / long, random.normal(tilt * 0.5) / long);
        let spare = ((width - across * scale).max(0.0), (height - down * scale).max(0.0));
        let reach = if kind == Capture::Desk && random.chance(0.15) { 0.75 } else { 0.45 };
        let to = if kind == Capture::Scan {
            Point::new(width / 2.0 + random.normal(0.004) * width, height / 2.0 + random.normal(0.004) * height)
        } else {
            Point::new(
                width / 2.0 + random.uniform(-reach, reach) * spare.0,
                height / 2.0 + random.uniform(-reach, reach) * spare.1,
            )
        };
        let unit = Quad::rectangle(0.0, 0.0, self.extent.0, self.extent.1);
        let seen = unit.map(|p| {
            let (x, y) = (p.x - centre.0, p.y - centre.1);
            let (x, y) = (x * cos - y * sin, x * sin + y * cos);
            let depth = (1.0 + x * px + y * py).max(0.3);
            Point::new(to.x + x * scale / depth, to.y + y * scale / depth)
        });
        Homography::between(&unit, &seen).unwrap_or_else(Homography::identity)
    }
}

fn frame_size(random: &mut Random, kind: Capture, plan: &Plan, long: u32) -> (u32, u32) {
    let aspect = match kind {
        Capture::Scan | Capture::Close => plan.extent.0 / plan.extent.1 * random.uniform(0.97, 1.03),
        Capture::Pair if random.chance(0.7) => plan.extent.0 / plan.extent.1 * random.uniform(0.9, 1.1),
        Capture::Book if random.chance(0.5) => random.uniform(0.66, 0.8),
        _ => *random.pick(&[9.0 / 16.0, 3.0 / 4.0, 4.0 / 3.0, 1.0, 16.0 / 9.0, 9.0 / 16.0, 2.0 / 3.0]),
    };
    if aspect >= 1.0 {
        (long, ((long as f32 / aspect) as u32).max(8))
    } else {
        (((long as f32 * aspect) as u32).max(8), long)
    }
}

fn ground(random: &mut Random, assets: &Assets, kind: Capture, width: u32, height: u32) -> Picture {
    let blank = match kind {
        Capture::Scan => 0.9,
        Capture::Pair => 0.6,
        Capture::Close => 0.3,
        _ => 0.0,
    };
    if random.chance(blank) {
        let level = if random.chance(0.75) { random.whole(225, 255) } else { random.whole(0, 255) };
        return Picture::new(width, height, [level as u8; 3]);
    }
    scene(random, assets, width, height)
}

/// A sheet of blank paper that the document was copied on to, or lies on.
fn lay_paper(
    picture: &mut Picture,
    random: &mut Random,
    photo_from_plane: &Homography,
    extent: (f32, f32),
    paper: [u8; 3],
) {
    let margin = |random: &mut Random| random.log_uniform(2.0, 160.0);
    let (left, top, right, bottom) = (margin(random), margin(random), margin(random), margin(random));
    let outline = Quad::rectangle(-left, -top, extent.0 + left + right, extent.1 + top + bottom);
    let quad = outline.map(|p| photo_from_plane.apply(p));
    if !quad.is_convex() {
        return;
    }
    fill_quad(picture, &quad, paper, 1.0);
}

/// The facing page of an open passport, above the data page; its print may be upside down.
fn lay_other_page(
    picture: &mut Picture,
    random: &mut Random,
    assets: &Assets,
    photo_from_plane: &Homography,
    extent: (f32, f32),
    unit: f32,
) {
    let page = Quad::rectangle(0.0, -extent.1, extent.0, extent.1).map(|p| photo_from_plane.apply(p));
    if !page.is_convex() {
        return;
    }
    let (width, height) = ((extent.0 * unit) as u32, (extent.1 * unit) as u32);
    let print = match random.index(3) {
        0 => text_page(random, &assets.fonts, width, height, unit),
        1 => crate::background::security_print(random, width, height, unit, 1.0),
        _ => plain(random, width, height),
    };
    let quad = if random.chance(0.5) { page.relabel(2) } else { page };
    composite(picture, &print, &quad, 0.0);
    let corners = page.corners();
    stroke(picture, corners[3], corners[2], unit * random.uniform(0.2, 1.2), [random.whole(20, 160) as u8; 3], 0.7);
}

fn drop_shadow(picture: &mut Picture, random: &mut Random, quad: &Quad) {
    let size = quad.width().min(quad.height()) * random.uniform(0.005, 0.04);
    let angle = random.uniform(0.0, std::f32::consts::TAU);
    for step in 1..=3 {
        let by = size * step as f32 / 3.0;
        let moved = quad.map(|p| Point::new(p.x + by * angle.cos(), p.y + by * angle.sin()));
        fill_quad(picture, &moved, [0; 3], 0.22);
    }
}

/// A grey copy, as a laser printer makes it on `paper`: pale print often burns out to the bare paper, so that the border
/// is seen in places only.
fn copy_of(random: &mut Random, print: &Picture, paper: [u8; 3]) -> Picture {
    let mut copy = print.clone();
    grey(&mut copy);
    let (black, white) = if random.chance(0.6) {
        (random.uniform(-30.0, 60.0), random.uniform(190.0, 262.0))
    } else {
        (random.uniform(-60.0, 40.0), random.uniform(250.0, 330.0))
    };
    for pixel in copy.data_mut().chunks_exact_mut(3) {
        for (value, bare) in pixel.iter_mut().zip(paper) {
            let level = ((*value as f32 - black) / (white - black)).clamp(0.0, 1.0);
            *value = (level * bare as f32) as u8;
        }
    }
    if random.chance(0.3) {
        let (width, height) = (copy.width() as f32, copy.height() as f32);
        frame(&mut copy, 0.0, 0.0, width, height, random.uniform(0.5, 2.0), [random.whole(40, 200) as u8; 3]);
    }
    copy
}

/// Lays a print into the photo; corners of `radius` (in pixels of the print) are cut off, edges are anti-aliased.
fn composite(picture: &mut Picture, print: &Picture, quad: &Quad, radius: f32) {
    let frame = print.quad();
    let Some(print_from_photo) = Homography::between(quad, &frame) else { return };
    let (width, height) = (picture.width(), picture.height());
    let layer = imaging::warp(print, &print_from_photo, width, height, [0; 3]);
    let (print_width, print_height) = (print.width() as f32, print.height() as f32);
    let edge = (print_width / quad.width().max(1.0)).max(0.2);
    let bounds = quad.corners().iter().fold((f32::MAX, f32::MAX, f32::MIN, f32::MIN), |b, p| {
        (b.0.min(p.x), b.1.min(p.y), b.2.max(p.x), b.3.max(p.y))
    });
    let rows = (bounds.1.max(0.0) as u32)..(bounds.3.ceil().clamp(0.0, height as f32) as u32);
    for y in rows {
        for x in (bounds.0.max(0.0) as u32)..(bounds.2.ceil().clamp(0.0, width as f32) as u32) {
            let p = print_from_photo.apply(Point::new(x as f32 + 0.5, y as f32 + 0.5));
            // Signed distance to a rounded rectangle, positive inside.
            let dx = (p.x - print_width / 2.0).abs() - (print_width / 2.0 - radius);
            let dy = (p.y - print_height / 2.0).abs() - (print_height / 2.0 - radius);
            let outside = dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - radius;
            let opacity = (0.5 - outside / edge).clamp(0.0, 1.0);
            if opacity > 0.0 {
                crate::canvas::blend(picture, x as i32, y as i32, layer.pixel(x, y), opacity);
            }
        }
    }
}
