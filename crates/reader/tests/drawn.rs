//! The whole way with the real networks, on drawn photos.
use std::time::Duration;

use inference::{Backend, embedded};
use mrz::{Date, Format};
use reader::{Models, Params, Reader, Reading, TextModels, Wanted};
use specimen::{Assets, Capture, Fonts, LineAssets, Photo, Random, SheetKind, Split, Typefaces, korea};

fn reader(backend: &Backend) -> Reader {
    reader_of(backend, false)
}

fn reader_of(backend: &Backend, text: bool) -> Reader {
    let network = |id: &str| embedded::find(id).expect("is embedded").load(backend).expect("loads");
    let models = Models {
        locator: network("locator"),
        spotter: network("mrz-spotter"),
        recogniser: network("mrz-recogniser"),
        text: text.then(|| TextModels {
            spotter: network("text-spotter"),
            recogniser: network("text-recogniser"),
            second: None,
        }),
    };
    Reader::new(models, Params::default()).expect("the networks fit")
}

fn read(reader: &Reader, photo: &Photo) -> Reading {
    read_as(reader, &photo.picture, &Wanted::default())
}

/// Print, too.
fn read_all(reader: &Reader, picture: &imaging::Picture) -> Reading {
    read_as(reader, picture, &Wanted::everything())
}

fn read_as(reader: &Reader, picture: &imaging::Picture, wanted: &Wanted) -> Reading {
    let (bytes, today) = (imaging::encode_jpeg(picture, 92), Date::new(2026, 11, 21).expect("a day"));
    reader.read(&bytes, wanted, &|| Duration::ZERO, today).expect("is readable")
}

fn assets() -> Assets {
    let fonts = Fonts::system(Split::Validation).expect("`make test` installs the fonts");
    Assets { fonts, portraits: Vec::new(), scenes: Vec::new() }
}

fn line_assets() -> LineAssets {
    LineAssets::new(Typefaces::system(Split::Validation).expect("fonts"), Split::Validation)
}

fn photos(capture: Capture, count: usize) -> Vec<Photo> {
    let assets = assets();
    let mut random = Random::new(7);
    (0..count).map(|_| specimen::photo(&mut random.child(), &assets, capture, 1200)).collect()
}

fn lines(reading: &Reading) -> Vec<Vec<String>> {
    reading.zones().map(|zone| zone.lines.iter().map(|line| line.text.clone()).collect()).collect()
}

#[test]
fn zones_of_scans_are_read_exactly() {
    let reader = reader(&Backend::rten(2));
    let (mut zones, mut exact, mut wrong_and_sure) = (0, 0, 0);
    for photo in photos(Capture::Scan, 24) {
        let truth: Vec<String> = photo.sheets.iter().flat_map(|s| &s.zone).map(|l| l.text.clone()).collect();
        let reading = read(&reader, &photo);
        if truth.is_empty() {
            assert_eq!(reading.zones().count(), 0, "no zone is printed");
            continue;
        }
        zones += 1;
        let right = lines(&reading).contains(&truth);
        exact += usize::from(right);
        let sure = reading.zones().any(|zone| zone.weakest().is_some_and(|weakest| weakest.get() > 0.95));
        wrong_and_sure += usize::from(!right && sure);
    }
    assert!(zones >= 15, "{zones} zones were drawn");
    assert!(exact * 10 >= zones * 7, "{exact} of {zones} zones are exact");
    assert_eq!(wrong_and_sure, 0, "a wrong zone must not claim to be sure");
}

#[test]
fn every_format_is_read_from_a_flat_sheet() {
    let reader = reader(&Backend::rten(2));
    let (assets, mut random) = (assets(), Random::new(11));
    for format in Format::ALL {
        let mut exact = 0;
        for _ in 0..4 {
            let sheet = specimen::sheet(&mut random.child(), &assets, SheetKind::Zone(format), 10.0);
            let truth: Vec<String> = sheet.zone.iter().map(|line| line.text.clone()).collect();
            exact += usize::from(
                lines(&read(&reader, &Photo { picture: sheet.picture, sheets: Vec::new() })).contains(&truth),
            );
        }
        assert!(exact >= 2, "{exact} of 4 zones of {format:?} are exact");
    }
}

#[test]
fn scenes_without_a_document_have_no_zone() {
    let reader = reader(&Backend::rten(2));
    for photo in photos(Capture::Nothing, 8) {
        assert_eq!(read(&reader, &photo).zones().count(), 0);
    }
}

#[test]
fn an_upside_down_scan_reads_alike() {
    let reader = reader(&Backend::rten(2));
    let mut agreeing = 0;
    for photo in photos(Capture::Scan, 6) {
        let turned = Photo { picture: imaging::turn(&photo.picture, document::Turn::Half), sheets: Vec::new() };
        agreeing += usize::from(lines(&read(&reader, &photo)) == lines(&read(&reader, &turned)));
    }
    assert!(agreeing >= 4, "{agreeing} of 6 agree");
}

#[test]
fn korean_documents_are_recognised() {
    let reader = reader_of(&Backend::rten(2), true);
    let (assets, lines) = (assets(), line_assets());
    let mut random = Random::new(23);
    let (mut all, mut known, mut numbers, mut right) = (0, 0, 0, 0);
    let mut exposed = Vec::new();
    for layout in korea::LAYOUTS.iter().filter(|layout| !layout.definition.contains("business")) {
        let mut random = random.child();
        let plan = layout.plan(&mut random, Split::Validation, true);
        let shot = plan.photograph(&mut random, &lines, &assets, Capture::Scan, 1200.0);
        let reading = read_all(&reader, &shot.photo.picture);
        let recognised = reading.sheets.iter().find_map(|sheet| sheet.recognition.as_ref()?.document.as_ref());
        all += 1;
        let Some(recognised) = recognised else { continue };
        // Generations of one kind differ in little, their like not at all.
        let kind = |id: &str| id.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_').to_owned();
        known += usize::from(kind(&recognised.id) == kind(layout.definition));
        for field in shot.fields.iter().filter(|field| field.key == document::FieldKey::PersonalNumber) {
            numbers += 1;
            let read = recognised.document.field(field.key).and_then(|read| read.value.as_deref());
            right += usize::from(read == Some(field.value.as_str()));
            let is_covered = |character: &document::Quad| {
                let area = |mask: &fields::Masked| mask.on_photo.intersection_area(character);
                recognised.masked.iter().any(|mask| area(mask) > 0.8 * character.signed_area().abs())
            };
            if recognised.unmasked.is_empty() && !field.hidden.iter().all(is_covered) {
                exposed.push(layout.definition);
            }
        }
    }
    assert!(known * 10 >= all * 8, "{known} of {all} kinds");
    assert!(right * 10 >= numbers * 7 && numbers > 8, "{right} of {numbers} personal numbers");
    assert!(exposed.is_empty(), "a number looks out of its mask on {exposed:?}");
}

#[test]
fn a_photocopy_is_told_from_a_document_in_colour() {
    let reader = reader_of(&Backend::rten(2), true);
    let (assets, lines) = (assets(), line_assets());
    let mut random = Random::new(31);
    let layout = korea::LAYOUTS.iter().find(|layout| layout.definition.contains("driving_licence")).expect("is drawn");
    let plan = layout.plan(&mut random, Split::Validation, true);
    let mut picture = plan.photograph(&mut random, &lines, &assets, Capture::Scan, 1200.0).photo.picture;
    let seen = |picture: &imaging::Picture| {
        let documents = read_all(&reader, picture).documents();
        assert!(!documents.is_empty(), "the card is recognised");
        documents.iter().map(|document| document.is_greyscale).collect::<Vec<_>>()
    };
    assert_eq!(seen(&picture), [Some(false)]);
    for pixel in picture.data_mut().as_chunks_mut::<3>().0 {
        *pixel = [imaging::luma(*pixel); 3];
    }
    assert_eq!(seen(&picture), [Some(true)]);
}

#[test]
fn a_card_on_the_screen_of_an_app_is_said_to_be_there() {
    let reader = reader_of(&Backend::rten(2), true);
    let (assets, lines) = (assets(), line_assets());
    let mut random = Random::new(47);
    let (mut shown, mut said) = (0, 0);
    for layout in korea::LAYOUTS.iter().step_by(2) {
        let mut random = random.child();
        let plan = layout.plan(&mut random, Split::Validation, true);
        let Some(on_screen) = plan.on_screen(&mut random, &lines, &assets, 1080.0) else { continue };
        // As large, but on no screen.
        let card = plan.photograph(&mut random, &lines, &assets, Capture::Close, 1000.0);
        let is_said = |photo: &Photo| {
            let reading = read_all(&reader, &photo.picture);
            let mut documents = reading.sheets.iter().filter_map(|sheet| sheet.recognition.as_ref()?.document.as_ref());
            documents.any(|document| document.findings.contains(&fields::Finding::MobileScreen))
        };
        shown += 1;
        said += usize::from(is_said(&on_screen.photo));
        assert!(!is_said(&card.photo), "{}", plan.definition);
    }
    assert!(shown >= 5 && said * 10 >= shown * 6, "{said} of {shown}");
}

/// The photo turned about its middle, in a frame that holds all of it.
fn turned(picture: &imaging::Picture, degrees: f64) -> (imaging::Picture, document::Homography) {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let side = width.hypot(height).ceil();
    let (sin, cos) = degrees.to_radians().sin_cos();
    let corner = |x: f64, y: f64| {
        let (x, y) = (x - width / 2.0, y - height / 2.0);
        document::Point::new((side / 2.0 + x * cos - y * sin) as f32, (side / 2.0 + x * sin + y * cos) as f32)
    };
    let there = document::Quad([corner(0.0, 0.0), corner(width, 0.0), corner(width, height), corner(0.0, height)]);
    let to = document::Homography::between(&picture.quad(), &there).expect("a rectangle");
    let from = to.inverse().expect("can be turned back");
    (imaging::warp(picture, &from, side as u32, side as u32, [120; 3]), to)
}

#[test]
fn cards_that_lie_aslant_are_outlined() {
    let reader = reader(&Backend::rten(2));
    let (assets, lines) = (assets(), line_assets());
    let mut random = Random::new(41);
    let mut outlined = 0;
    for layout in korea::LAYOUTS.iter().filter(|layout| layout.definition.contains("card")).take(8) {
        let mut random = random.child();
        let plan = layout.plan(&mut random, Split::Validation, true);
        let photo = plan.photograph(&mut random, &lines, &assets, Capture::Close, 700.0).photo;
        let (picture, to) = turned(&photo.picture, 45.0);
        let expected = photo.sheets[0].quad.map(|point| to.apply(point));
        let reading = read(&reader, &Photo { picture, sheets: Vec::new() });
        outlined += usize::from(reading.sheets.iter().any(|sheet| sheet.quad.iou(&expected) > 0.9));
    }
    assert!(outlined >= 7, "{outlined} of 8");
}
