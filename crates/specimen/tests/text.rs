//! What drawn lines and pages of text promise: the same from a seed, legible truth, words kept for validation.
use std::collections::HashSet;
use std::sync::LazyLock;

use specimen::{
    Assets, Fonts, LINE_HEIGHT, LINE_WIDTHS, LineAssets, LineStrip, Random, Script, Split, TextPage, TextPageKind,
    Typefaces, alphabet, cut_lines, line_strip, text, text_page,
};

static TRAIN: LazyLock<LineAssets> = LazyLock::new(|| lines(Split::Train));
static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let fonts = Fonts::system(Split::Train).expect("the faces are installed");
    Assets { fonts, portraits: Vec::new(), scenes: Vec::new() }
});

fn lines(split: Split) -> LineAssets {
    LineAssets::new(Typefaces::system(split).expect("the faces are installed"), split)
}

fn draw(assets: &LineAssets, seed: u64, count: usize) -> Vec<LineStrip> {
    let mut random = Random::new(seed);
    (0..count).map(|_| line_strip(&mut random.child(), assets)).collect()
}

#[test]
fn a_seed_gives_the_same_lines_again() {
    let (once, again, other) = (draw(&TRAIN, 7, 40), draw(&lines(Split::Train), 7, 40), draw(&TRAIN, 8, 40));
    for (a, b) in once.iter().zip(&again) {
        assert_eq!((&a.text, a.width, &a.grey), (&b.text, b.width, &b.grey));
    }
    assert!(once.iter().zip(&other).any(|(a, b)| a.text != b.text));
}

#[test]
fn lines_are_what_the_recogniser_takes() {
    let letters: HashSet<char> = alphabet().iter().copied().collect();
    for line in draw(&TRAIN, 11, 500) {
        let said = &line.text.text;
        assert!(said.chars().all(|c| letters.contains(&c)), "{said}");
        assert!(!said.is_empty() && said.trim() == said && !said.contains("  "), "{said:?}");
        assert!(line.width % 2 == 0 && (LINE_WIDTHS.0..=LINE_WIDTHS.1).contains(&line.width), "{}", line.width);
        assert_eq!(line.grey.len(), (line.width * LINE_HEIGHT) as usize);
        assert!((6.0..=60.0).contains(&line.glyph_height));
        let (low, high) = line.grey.iter().fold((255, 0), |(low, high), v| (*v.min(&low), *v.max(&high)));
        assert!(high - low > 8, "{said} is blank");
    }
}

#[test]
fn lines_are_cut_out_of_sheets() {
    let letters: HashSet<char> = alphabet().iter().copied().collect();
    let cut = |seed| cut_lines(&mut Random::new(seed), &TRAIN, &ASSETS);
    let all: Vec<_> = (0..24).flat_map(cut).collect();
    assert!(all.len() > 24 * 6, "{} lines", all.len());
    for line in &all {
        assert!(line.text.chars().all(|c| letters.contains(&c)), "{}", line.text);
        assert!(!line.text.is_empty() && !line.text.contains("  "), "{:?}", line.text);
        assert!(line.width % 2 == 0 && (LINE_WIDTHS.0..=LINE_WIDTHS.1).contains(&line.width), "{}", line.width);
        assert_eq!(line.grey.len(), (line.width * LINE_HEIGHT) as usize);
        assert!(line.glyph_height >= 6.0);
    }
    // There is print: where a line stands, grey values differ.
    let is_blank = |grey: &[u8]| grey.iter().max().zip(grey.iter().min()).is_none_or(|(high, low)| high - low < 8);
    assert!(all.iter().filter(|line| is_blank(&line.grey)).count() * 50 < all.len());
    assert!(cut(3).iter().zip(cut(3)).all(|(once, again)| once.text == again.text && once.grey == again.grey));
}

#[test]
fn scripts_come_as_often_as_promised() {
    let mut random = Random::new(3);
    let texts: Vec<_> = (0..8000).map(|_| text(&mut random, Split::Train)).collect();
    let share = |script| texts.iter().filter(|text| text.script == script).count() as f32 / texts.len() as f32;
    let wanted = [
        (Script::Latin, 0.28),
        (Script::Digits, 0.14),
        (Script::Cyrillic, 0.06),
        (Script::Japanese, 0.04),
        (Script::Greek, 0.02),
    ];
    for (script, wanted) in wanted {
        assert!((share(script) - wanted).abs() < 0.02, "{script:?} {}", share(script));
    }
    assert!((share(Script::Korean) + share(Script::Han) - 0.46).abs() < 0.02);
}

#[test]
fn syllables_that_no_word_has_come_too() {
    let mut random = Random::new(3);
    // Half of the random syllables are of the 2,350 in use, so it takes many to see the others.
    let texts = (0..32_000).map(|_| text(&mut random, Split::Train)).filter(|text| text.script == Script::Korean);
    let korean: String = texts.map(|text| text.text).collect();
    let different: HashSet<char> = korean.chars().filter(|c| ('가'..='힣').contains(c)).collect();
    let open = different.iter().filter(|c| (u32::from(**c) - u32::from('가')) % 28 == 0).count();
    assert!(open > 390 && different.len() > 5000, "{open} of 399, {} of 11,172", different.len());
}

#[test]
fn every_syllable_has_two_faces_in_each_split() {
    for split in [Split::Train, Split::Validation, Split::All] {
        let typefaces = Typefaces::system(split).expect("the faces are installed");
        for syllable in '가'..='힣' {
            let syllable = syllable.to_string();
            let faces = typefaces.faces().iter().filter(|face| face.covers(&syllable)).count();
            assert!(faces >= 2, "{syllable} {split:?}");
        }
    }
}

#[test]
fn every_character_has_a_face() {
    let typefaces = Typefaces::system(Split::Train).expect("the faces are installed");
    assert!(typefaces.faces().len() >= 60);
    let bare: String =
        alphabet().iter().filter(|c| !typefaces.faces().iter().any(|face| face.covers(&c.to_string()))).collect();
    assert_eq!(bare, "");
}

#[test]
fn faces_are_kept_for_validation() {
    let names = |split| -> HashSet<String> {
        let typefaces = Typefaces::system(split).expect("the faces are installed");
        typefaces.faces().iter().map(|face| face.name.clone()).collect()
    };
    assert!(names(Split::Train).is_disjoint(&names(Split::Validation)));
}

fn page(seed: u64, kind: TextPageKind) -> TextPage {
    text_page(&mut Random::new(seed), &TRAIN, &ASSETS, kind)
}

#[test]
fn pages_have_sane_words() {
    let kinds = [TextPageKind::Card, TextPageKind::Passport, TextPageKind::Certificate];
    let mut count = 0;
    for (seed, kind) in (0..12).flat_map(|seed| kinds.map(|kind| (seed, kind))) {
        let page = page(seed, kind);
        assert_eq!((page.picture.width(), page.picture.height()), kind.size());
        let mut last = 0;
        for word in &page.words {
            assert!(!word.text.is_empty() && !word.text.contains(' '), "{:?}", word.text);
            assert!(word.quad.is_convex(), "{} {:?}", word.text, word.quad);
            assert!(word.quad.height() > 2.0 && word.quad.width() > 0.2, "{} {:?}", word.text, word.quad);
            assert!(word.line >= last, "lines follow each other");
            last = word.line;
            // The text's own top is on top, or below when the page is upside down; upright print has it at a side.
            let (down, across) = (word.quad.0[3].y - word.quad.0[0].y, word.quad.0[3].x - word.quad.0[0].x);
            if across.abs() < down.abs() {
                assert_eq!(down < 0.0, page.upside_down);
            }
        }
        count += page.words.len();
    }
    assert!(count > 36 * 10, "{count} words");
}

#[test]
fn a_seed_gives_the_same_page_again() {
    let (once, again) = (page(5, TextPageKind::Card), page(5, TextPageKind::Card));
    assert!(once.picture == again.picture);
    assert_eq!(format!("{:?}", once.words), format!("{:?}", again.words));
}
