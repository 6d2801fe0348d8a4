//! What drawn Korean documents promise: every kind, every field on the sheet and in the frame, once, the same from a seed.
use std::collections::HashSet;
use std::sync::LazyLock;

use document::Quad;
use specimen::korea::{self, Composition, LAYOUTS, Plan};
use specimen::{Assets, Capture, Fonts, LineAssets, PageWord, Random, Split, Truth, Typefaces, alphabet};

static LINES: LazyLock<LineAssets> =
    LazyLock::new(|| LineAssets::new(Typefaces::system(Split::All).expect("the faces are installed"), Split::All));
static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let fonts = Fonts::system(Split::All).expect("the faces are installed");
    Assets { fonts, portraits: Vec::new(), scenes: Vec::new() }
});

/// A plan of each kind for each seed.
fn plans(seeds: u64) -> impl Iterator<Item = (u64, Plan)> {
    (0..seeds).flat_map(|seed| {
        LAYOUTS.iter().map(move |layout| (seed, layout.plan(&mut Random::new(seed), Split::All, seed % 4 != 3)))
    })
}

fn bounds(quad: &Quad) -> [f32; 4] {
    quad.corners().iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |[l, t, r, b], p| {
        [l.min(p.x), t.min(p.y), r.max(p.x), b.max(p.y)]
    })
}

/// Words of different lines that lie over each other by more than a little.
fn overlaps(words: &[PageWord]) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for (at, one) in words.iter().enumerate() {
        for other in words[at + 1..].iter().filter(|other| other.line != one.line) {
            let ([l, t, r, b], [left, top, right, bottom]) = (bounds(&one.quad), bounds(&other.quad));
            let (wide, tall) = (r.min(right) - l.max(left), b.min(bottom) - t.max(top));
            if wide > 0.5 && tall > 0.25 * (b - t).min(bottom - top) {
                found.push((one.text.as_str(), other.text.as_str()));
            }
        }
    }
    found
}

fn is_sound(name: &str, print: &Composition) {
    for word in &print.words {
        let [left, top, right, bottom] = bounds(&word.quad);
        assert!(left > 0.0 && top > 0.0 && right < print.width && bottom < print.height, "{name}: {}", word.text);
    }
    assert_eq!(overlaps(&print.words), [], "{name}");
    for field in &print.fields {
        assert!(!field.text.is_empty() && !field.value.is_empty(), "{name}: {:?}", field.key);
        let said: String = field.text.split(' ').collect();
        // Each line of the field is covered by the words that say it, and no other field has that place.
        let inside = |word: &&PageWord| field.lines.iter().any(|line| line.intersection_area(&word.quad) > 0.5);
        let printed: String = print.words.iter().filter(inside).map(|word| word.text.as_str()).collect();
        assert!(printed.contains(&said), "{name}: {said} is not in {printed}");
        for other in print.fields.iter().filter(|other| !std::ptr::eq(*other, field)) {
            let shared =
                |line: &Quad| other.lines.iter().any(|its| its.intersection_area(line) > 0.2 * line.signed_area());
            assert!(!field.lines.iter().any(shared), "{name}: {:?} over {:?}", field.key, other.key);
        }
    }
}

#[test]
fn every_field_is_printed_once_and_on_the_sheet() {
    for (seed, plan) in plans(60) {
        let name = format!("{} {seed}", plan.definition);
        let print = plan.compose(10.0);
        let least = if plan.definition.ends_with("_back") { 1 } else { 5 };
        assert!(print.fields.len() >= least, "{name}");
        is_sound(&format!("{name} composed"), &print);
        let letters: HashSet<char> = alphabet().iter().copied().collect();
        for word in &print.words {
            assert!(word.text.chars().all(|symbol| letters.contains(&symbol)), "{name}: {}", word.text);
        }
    }
}

#[test]
fn faces_of_type_keep_to_the_layout() {
    for (seed, plan) in plans(2) {
        let drawing = plan.draw(&mut Random::new(seed), &LINES, &ASSETS, 8.0);
        let (print, composed) = (&drawing.print, plan.compose(8.0));
        is_sound(&format!("{} {seed} drawn", plan.definition), print);
        assert_eq!(print.words.len(), composed.words.len(), "{} {seed}", plan.definition);
        assert!((print.width - drawing.picture.width() as f32).abs() < 2.0);
        assert!((print.height - drawing.picture.height() as f32).abs() < 2.0);
        for (field, planned) in print.fields.iter().zip(&composed.fields) {
            assert_eq!((field.key, &field.text, &field.value), (planned.key, &planned.text, &planned.value));
            assert_eq!(field.hidden.len(), planned.hidden.len());
        }
    }
}

#[test]
fn what_is_secret_is_named_character_by_character() {
    for (seed, plan) in plans(8) {
        for field in plan.compose(10.0).fields {
            let key = format!("{:?}", field.key);
            let is_personal = ["PersonalNumber", "RepresentativePersonalNumber"].contains(&key.as_str());
            // Where asterisks cover the number already, the rest of it is less than the mask expects, and all is hidden.
            if is_personal && !field.text.contains('*') {
                assert_eq!(field.hidden.len(), 7, "{} {seed} {key} {}", plan.definition, field.text);
            }
            let count = field.text.chars().filter(|symbol| *symbol != ' ').count();
            assert!(field.hidden.len() <= count, "{} {seed} {key}", plan.definition);
        }
    }
}

#[test]
fn photos_show_every_field_in_the_frame() {
    for (at, (seed, plan)) in plans(1).enumerate() {
        let mut random = Random::new(seed);
        let capture = [Capture::Desk, Capture::Close, Capture::Scan, Capture::Book][at % 4];
        let width = 420.0 * plan.millimetres().0 / 85.6;
        let shot = plan.photograph(&mut random, &LINES, &ASSETS, capture, width.min(900.0));
        let frame = (shot.photo.picture.width() as f32, shot.photo.picture.height() as f32);
        let truth = Truth::of_korean(shot, &plan, String::new());
        let is_passport = plan.definition.starts_with("kor/passport");
        assert_eq!(truth.mrz_format.as_deref(), is_passport.then_some("Td3"), "{}", plan.definition);
        let document = truth.document.expect("the truth of a document");
        assert!((document.width - width.min(900.0)).abs() < 0.1 * width, "{} {}", plan.definition, document.width);
        for quad in document.fields.iter().flat_map(|field| field.lines.iter().chain(&field.hidden)) {
            let [left, top, right, bottom] = bounds(quad);
            assert!(left >= 0.0 && top >= 0.0 && right <= frame.0 && bottom <= frame.1, "{} {seed}", plan.definition);
            assert!(quad.is_convex(), "{} {seed}", plan.definition);
        }
    }
}

#[test]
fn apps_show_the_fronts_of_cards() {
    let mut shown = 0;
    for (seed, plan) in plans(1) {
        let is_paper = plan.definition.ends_with("_1990");
        let is_front = plan.millimetres().0 < 100.0 && !plan.definition.ends_with("_back") && !is_paper;
        let shot = plan.on_screen(&mut Random::new(seed), &LINES, &ASSETS, 720.0);
        assert_eq!(shot.is_some(), is_front, "{}", plan.definition);
        let Some(shot) = shot else { continue };
        shown += 1;
        let (screen, card) = (shot.photo.picture.quad(), bounds(&shot.photo.sheets[0].quad));
        assert!(screen.height() > 1.8 * screen.width(), "a phone is held upright");
        assert!(card[0] > 0.0 && card[2] < screen.width() && card[1] > 0.0 && card[3] < screen.height() / 2.0);
        for quad in shot.fields.iter().flat_map(|field| field.lines.iter().chain(&field.hidden)) {
            let [left, top, right, bottom] = bounds(quad);
            assert!(left >= card[0] && top >= card[1] && right <= card[2] && bottom <= card[3], "{}", plan.definition);
        }
    }
    assert!(shown >= 11, "{shown}");
}

#[test]
fn a_seed_gives_the_same_document_again() {
    let draw = |seed: u64| {
        let mut random = Random::new(seed);
        let plan = LAYOUTS[seed as usize % LAYOUTS.len()].plan(&mut random, Split::Train, true);
        let width = korea::photo_width(&mut random, &plan).min(500.0);
        let capture = korea::capture(&mut random, &plan);
        let shot = plan.photograph(&mut random, &LINES, &ASSETS, capture, width);
        (shot.photo.picture, format!("{:?}", shot.fields))
    };
    for seed in [1, 11, 14] {
        assert!(draw(seed) == draw(seed), "{seed}");
    }
}
