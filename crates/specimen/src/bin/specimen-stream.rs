//! Writes endless training records to standard output until the reader closes the pipe.
//!
//! `specimen-stream KIND SEED SPLIT [DATA]`: KIND is `strips`, `photos`, `sheets`, `lines`, `han`, `cuts` or `pages`, SPLIT `train` or
//! `validation`, DATA a folder with `faces/people` and `backgrounds` to draw from. The records are described at their functions; all
//! pictures are rows of 8-bit values.
use std::io::{BufWriter, Write};
use std::path::Path;

use document::{Homography, Point, Quad};
use imaging::{Limits, Picture, Want};
use specimen::{
    Assets, Capture, Fonts, LineAssets, LineStrip, PageWord, Photo, Random, Split, TextPageKind, Typefaces, cut_lines,
    han_strip, korea, line_strip, photo, strip, text_page,
};

/// Width of the strips that the recogniser is trained on.
const STRIP_WIDTH: u32 = 256;
/// Side of the square that the locator sees.
const LOCATOR_SIDE: u32 = 256;
/// Sheets in one photo at most.
const SHEETS: usize = 2;
/// Size of a rectified sheet as the line finder sees it, and how many pixels share one cell of its answer.
const SHEET_SIZE: (u32, u32) = (448, 320);
const SHEET_STRIDE: u32 = 4;

/// Share of the pages that were photographed.
const PHOTOGRAPHED: f32 = 0.4;

const USAGE: &str = "usage: specimen-stream strips|photos|sheets|lines|han|cuts|pages SEED train|validation [DATA], or specimen-stream alphabet";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments == ["alphabet"] {
        println!("{}", specimen::alphabet().iter().collect::<String>());
        return Ok(());
    }
    let [kind, seed, split, data @ ..] = arguments.as_slice() else { return Err(USAGE.into()) };
    let split = if split == "validation" { Split::Validation } else { Split::Train };
    let seed: u64 = seed.parse()?;
    let data = data.first().map(Path::new);
    match kind.as_str() {
        "strips" => {
            let fonts = Fonts::system(split)?;
            stream(seed, |out, random| write_strip(out, random, &fonts))
        }
        "photos" => {
            let (lines, assets) = (LineAssets::new(Typefaces::system(split)?, split), assets(split, data)?);
            stream(seed, |out, random| write_photo(out, random, &lines, &assets))
        }
        "sheets" => {
            let assets = assets(split, data)?;
            stream(seed, |out, random| write_sheet(out, random, &assets))
        }
        "lines" | "han" => {
            let assets = LineAssets::new(Typefaces::system(split)?, split);
            let draw = if kind == "han" { han_strip } else { line_strip };
            stream(seed, |out, random| write_line(out, &draw(random, &assets)))
        }
        "cuts" => {
            let (lines, assets) = (LineAssets::new(Typefaces::system(split)?, split), assets(split, data)?);
            stream(seed, |out, random| write_cuts(out, random, &lines, &assets))
        }
        "pages" => {
            let (lines, assets) = (LineAssets::new(Typefaces::system(split)?, split), assets(split, data)?);
            stream(seed, |out, random| write_page(out, random, &lines, &assets))
        }
        _ => Err(USAGE.into()),
    }
}

/// Writes records to standard output until its reader closes it.
fn stream(
    seed: u64,
    mut record: impl FnMut(&mut dyn Write, &mut Random) -> std::io::Result<()>,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut random = Random::new(seed);
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    loop {
        match record(&mut out, &mut random.child()) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(()),
            other => other?,
        }
    }
}

/// Fonts, and what the data folder has of faces and scenes.
fn assets(split: Split, data: Option<&Path>) -> Result<Assets, String> {
    let mut assets = Assets { fonts: Fonts::system(split)?, portraits: Vec::new(), scenes: Vec::new() };
    if let Some(data) = data {
        assets.portraits = pictures(&data.join("faces/people"), split, 400);
        assets.scenes = pictures(&data.join("backgrounds"), split, 20);
    }
    Ok(assets)
}

/// Every n-th picture of a folder, at most `most`; one in six is kept for validation.
fn pictures(folder: &Path, split: Split, most: usize) -> Vec<Picture> {
    let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    files.sort();
    let step = (files.len() / most).max(1);
    let chosen = files.iter().step_by(step).enumerate();
    let kept = chosen.filter(|(i, _)| (i % 6 == 5) == (split == Split::Validation));
    let read = |path: &Path| {
        let bytes = std::fs::read(path).ok()?;
        imaging::decode(&bytes, &Limits::default(), &Want { max_long_side: 1600 }).ok().map(|photo| photo.picture)
    };
    kept.filter_map(|(_, path)| read(path)).collect()
}

/// One byte of length, the symbols padded to 47 bytes, then the grey rows.
fn write_strip(out: &mut dyn Write, random: &mut Random, fonts: &Fonts) -> std::io::Result<()> {
    let strip = strip(random, fonts, STRIP_WIDTH);
    let mut label = [0u8; 48];
    label[0] = strip.text.len().min(47) as u8;
    for (slot, symbol) in label[1..].iter_mut().zip(strip.text.bytes()) {
        *slot = symbol;
    }
    out.write_all(&label)?;
    out.write_all(&strip.grey)
}

/// Little-endian: u32 width W of the strip (even), u32 length of the text in bytes, the text in UTF-8, f32 height of its
/// glyphs in source pixels; then [`specimen::LINE_HEIGHT`] rows of W grey values.
fn write_line(out: &mut dyn Write, line: &LineStrip) -> std::io::Result<()> {
    write_strip_of_text(out, line.width, &line.text.text, line.glyph_height, &line.grey)
}

fn write_strip_of_text(out: &mut dyn Write, width: u32, text: &str, height: f32, grey: &[u8]) -> std::io::Result<()> {
    out.write_all(&width.to_le_bytes())?;
    out.write_all(&(text.len() as u32).to_le_bytes())?;
    out.write_all(text.as_bytes())?;
    out.write_all(&height.to_le_bytes())?;
    out.write_all(grey)
}

/// The lines of one sheet as the reader cuts them out, in records as [`write_line`] writes them.
fn write_cuts(out: &mut dyn Write, random: &mut Random, lines: &LineAssets, assets: &Assets) -> std::io::Result<()> {
    for cut in cut_lines(random, lines, assets) {
        write_strip_of_text(out, cut.width, &cut.text, cut.glyph_height, &cut.grey)?;
    }
    Ok(())
}

/// Little-endian: u32 width, u32 height, u32 number of words; for every word eight f32 (corners clockwise from the text's
/// own top left, in pixels) and u32 index of its line; then the RGB rows. Some are straightened photos, the others drawn flat.
fn write_page(out: &mut dyn Write, random: &mut Random, lines: &LineAssets, assets: &Assets) -> std::io::Result<()> {
    let photographed = if random.chance(PHOTOGRAPHED) { straightened(random, lines, assets) } else { None };
    let (picture, words) = photographed.unwrap_or_else(|| {
        let kind = TextPageKind::random(random);
        let page = text_page(random, lines, assets, kind);
        (page.picture, page.words)
    });
    out.write_all(&picture.width().to_le_bytes())?;
    out.write_all(&picture.height().to_le_bytes())?;
    out.write_all(&(words.len() as u32).to_le_bytes())?;
    for word in &words {
        for p in word.quad.0 {
            out.write_all(&p.x.to_le_bytes())?;
            out.write_all(&p.y.to_le_bytes())?;
        }
        out.write_all(&word.line.to_le_bytes())?;
    }
    out.write_all(picture.data())
}

/// A Korean document in a photo, straightened by an outline with errors, as large as the spotter wants it, and its words. `None` where
/// the outline makes no sense.
fn straightened(random: &mut Random, lines: &LineAssets, assets: &Assets) -> Option<(Picture, Vec<PageWord>)> {
    let plan = random.pick(korea::LAYOUTS).plan(random, lines.split, true);
    let (capture, width) = (korea::capture(random, &plan), korea::photo_width(random, &plan));
    let shot = plan.photograph(random, lines, assets, capture, width);
    let sheet = shot.photo.sheets.first()?.quad;
    let wrong = random.pick(&[0.004, 0.01, 0.02, 0.045]) * sheet.width().min(sheet.height());
    let rough = sheet.map(|p| Point::new(p.x + random.normal(wrong), p.y + random.normal(wrong)));
    let rough = if random.chance(0.15) { rough.relabel(2) } else { rough };
    let proportion = rough.height() / rough.width();
    let across = if proportion > 1.1 { TextPageKind::Certificate } else { TextPageKind::Card }.size().0;
    let (width, height) = (across, ((across as f32 * proportion / 32.0).round() as u32).clamp(1, 60) * 32);
    let page = Quad::rectangle(0.0, 0.0, width as f32, height as f32);
    let (photo_from_page, page_from_photo) =
        Homography::between(&page, &rough).zip(Homography::between(&rough, &page)).filter(|_| rough.is_convex())?;
    let picture = imaging::warp(&shot.photo.picture, &photo_from_page, width, height, [128; 3]);
    let mut words = shot.words;
    words.iter_mut().for_each(|word| word.quad = word.quad.map(|p| page_from_photo.apply(p)));
    let frame = picture.quad();
    words.retain(|word| word.quad.is_convex() && word.quad.0.iter().all(|corner| frame.contains(*corner)));
    Some((picture, words))
}

/// Eight corner coordinates as little-endian f32 for each of [`SHEETS`] sheets (NaN when there are fewer), in pixels of
/// the square, then the square's RGB rows. The photo is centred in the square. Two in five show a Korean document, paper more
/// often than cards: its kinds are few, and a page that fills the frame is hard to tell from a part of one.
fn write_photo(out: &mut dyn Write, random: &mut Random, lines: &LineAssets, assets: &Assets) -> std::io::Result<()> {
    if random.chance(0.4) {
        let is_paper = random.chance(0.65);
        let plan = loop {
            let plan = random.pick(korea::LAYOUTS).plan(random, lines.split, true);
            if (plan.millimetres().0 > 200.0) == is_paper {
                break plan;
            }
        };
        let (capture, width) = (korea::capture(random, &plan), random.uniform(200.0, 520.0));
        let shot = plan.photograph(random, lines, assets, capture, width).photo;
        let shot = if random.chance(0.33) { second_look(random, shot) } else { shot };
        return write_square(out, &shot);
    }
    let kind = Capture::random(random);
    // One in three as the second look has it: a sheet that was found, cut out with a margin and nearly straight.
    let again = kind != Capture::Nothing && random.chance(0.33);
    let long = if again { random.whole(400, 900) } else { random.whole(300, 620) } as u32;
    let mut shot = photo(random, assets, kind, long);
    if again {
        shot = second_look(random, shot);
    }
    write_square(out, &shot)
}

fn write_square(out: &mut dyn Write, shot: &Photo) -> std::io::Result<()> {
    let (width, height) = (shot.picture.width() as f32, shot.picture.height() as f32);
    let scale = LOCATOR_SIDE as f32 / width.max(height);
    let shift = Point::new((LOCATOR_SIDE as f32 - width * scale) / 2.0, (LOCATOR_SIDE as f32 - height * scale) / 2.0);
    let map =
        Homography::scale(scale as f64, scale as f64).then(&Homography::translation(shift.x as f64, shift.y as f64));
    for i in 0..SHEETS {
        for p in shot.sheets.get(i).map_or([Point::new(f32::NAN, f32::NAN); 4], |s| s.quad.0) {
            let p = map.apply(p);
            out.write_all(&p.x.to_le_bytes())?;
            out.write_all(&p.y.to_le_bytes())?;
        }
    }
    let small = imaging::resize(
        &shot.picture,
        ((width * scale).round() as u32).max(1),
        ((height * scale).round() as u32).max(1),
    );
    let mut square = Picture::new(LOCATOR_SIDE, LOCATOR_SIDE, [128; 3]);
    let (left, top) = ((LOCATOR_SIDE - small.width()) / 2, (LOCATOR_SIDE - small.height()) / 2);
    for y in 0..small.height() {
        for x in 0..small.width() {
            square.set(x + left, y + top, small.pixel(x, y));
        }
    }
    out.write_all(square.data())
}

/// What the locator sees of a sheet that it has found roughly: the photo warped to it.
fn second_look(random: &mut Random, shot: Photo) -> Photo {
    let Some(sheet) = shot.sheets.first().map(|s| s.quad) else { return shot };
    let size = sheet.width().min(sheet.height());
    let error = random.uniform(0.01, 0.06) * size;
    let quarter = if random.chance(0.1) { random.index(4) } else { 0 };
    let rough = sheet.map(|p| Point::new(p.x + random.normal(error), p.y + random.normal(error))).relabel(quarter);
    let (width, height) = (rough.width(), rough.height());
    let scale = LOCATOR_SIDE as f32 / (1.2 * width.max(height));
    let (width, height) = (width * scale, height * scale);
    let flat = Quad::rectangle(0.1 * width, 0.1 * height, width, height);
    let maps = Homography::between(&flat, &rough).zip(Homography::between(&rough, &flat));
    let Some((photo_from_flat, flat_from_photo)) = maps.filter(|_| rough.is_convex()) else { return shot };
    let (w, h) = ((1.2 * width).max(1.0) as u32, (1.2 * height).max(1.0) as u32);
    let picture = imaging::warp(&shot.picture, &photo_from_flat, w, h, [128; 3]);
    let mut sheets = shot.sheets;
    for sheet in &mut sheets {
        sheet.quad = sheet.quad.map(|p| flat_from_photo.apply(p));
    }
    let frame = picture.quad();
    sheets.retain(|s| s.quad.is_convex() && s.quad.intersection_area(&frame) > 0.3 * s.quad.signed_area().abs());
    Photo { picture, sheets }
}

/// RGB rows of a roughly rectified sheet, then one byte per cell: 255 times the share of it that zone lines cover.
fn write_sheet(out: &mut dyn Write, random: &mut Random, assets: &Assets) -> std::io::Result<()> {
    let kind =
        *random.pick(&[Capture::Desk, Capture::Close, Capture::Scan, Capture::Scan, Capture::Book, Capture::Pair]);
    let kind = if random.chance(0.05) { Capture::Nothing } else { kind };
    let long = random.whole(260, 900) as u32;
    let shot = photo(random, assets, kind, long);
    let quad = view(random, &shot);
    let (width, height) = SHEET_SIZE;
    let target = Quad::rectangle(0.0, 0.0, width as f32, height as f32);
    let maps = Homography::between(&quad, &target).zip(Homography::between(&target, &quad));
    let Some((sheet_from_photo, photo_from_sheet)) = maps else { return Ok(()) };
    let seen = imaging::warp(&shot.picture, &photo_from_sheet, width, height, [128; 3]);
    let (columns, rows) = (width / SHEET_STRIDE, height / SHEET_STRIDE);
    let mut mask = vec![0u8; (columns * rows) as usize];
    let lines: Vec<Quad> =
        shot.sheets.iter().flat_map(|s| &s.zone).map(|line| line.quad.map(|p| sheet_from_photo.apply(p))).collect();
    for (i, cell) in mask.iter_mut().enumerate() {
        let (x, y) = ((i as u32 % columns * SHEET_STRIDE) as f32, (i as u32 / columns * SHEET_STRIDE) as f32);
        let inside = |dx: f32, dy: f32| lines.iter().any(|line| line.contains(Point::new(x + dx, y + dy)));
        let hits = (0..16).filter(|s| inside(0.5 + (s % 4) as f32, 0.5 + (s / 4) as f32)).count();
        *cell = (hits * 255 / 16) as u8;
    }
    out.write_all(seen.data())?;
    out.write_all(&mask)
}

/// What the locator might have cut out: the sheet with errors and margins, or the whole frame; sometimes turned.
fn view(random: &mut Random, shot: &Photo) -> Quad {
    let whole = shot.picture.quad();
    let found = shot.sheets.iter().find(|s| !s.zone.is_empty()).or(shot.sheets.first());
    let Some(sheet) = found.filter(|_| random.chance(0.85)) else {
        return if random.chance(0.2) { whole.relabel(random.index(4)) } else { whole };
    };
    let size = sheet.quad.width().min(sheet.quad.height());
    let grow = random.uniform(0.0, 0.06);
    let centre = sheet.quad.centre();
    let error = if random.chance(0.2) { 0.06 } else { 0.015 };
    let quad = sheet.quad.map(|p| {
        let p = centre.lerp(p, 1.0 + grow);
        Point::new(p.x + random.normal(error) * size, p.y + random.normal(error) * size)
    });
    if random.chance(0.2) { quad.relabel(if random.chance(0.7) { 2 } else { random.index(4) }) } else { quad }
}
