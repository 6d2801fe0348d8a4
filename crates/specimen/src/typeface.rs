//! The faces that text lines are drawn in, with what each covers.
use std::path::{Path, PathBuf};

use ab_glyph::{Font, FontVec};

use crate::alphabet::alphabet;
use crate::fonts::{Split, collect};
use crate::random::Random;
use crate::text::{Script, Text};

/// One face of type and the characters of [`alphabet`](crate::alphabet) that it has.
pub struct Typeface {
    font: FontVec,
    /// File name without extension; decides whether the face is held out.
    pub name: String,
    /// One bit for each code point of the Basic Multilingual Plane.
    covered: Box<[u64; 1024]>,
    /// Height of `H`, of a Hangul syllable, of a Han character; each over the em.
    heights: [f32; 3],
    monospaced: bool,
    slanted: bool,
}

/// The faces that text lines are drawn in.
pub struct Typefaces {
    faces: Vec<Typeface>,
    /// Indices of faces, each as often as its share asks for.
    shares: Vec<usize>,
}

/// Files by the beginning of their names: which face of a collection, and how often it is picked. Faces like those of
/// documents are picked most, scripts and display faces seldom. The first row that fits counts; files without one are
/// not used.
const SHELVES: &[(&str, u32, usize)] = &[
    // Scripts and display faces.
    ("NanumPen", 0, 1),
    ("NanumBrush", 0, 1),
    ("NanumBarunpen", 0, 2),
    ("NanumMyeongjo-Yet", 0, 0),
    ("NanumBarunGothic-Yet", 0, 0),
    ("NanumSquare_ac", 0, 2),
    ("NanumGothicEco", 0, 1),
    ("NanumMyeongjoEco", 0, 1),
    ("UnJamo", 0, 0),
    ("UnYetgul", 0, 0),
    ("UnVada", 0, 1),
    ("UnPen", 0, 1),
    ("UnTaza", 0, 3),
    ("UnPilgi", 0, 1),
    ("UnGungseo", 0, 3),
    ("UnDinaru", 0, 3),
    ("Eunjin", 0, 1),
    ("Guseul", 0, 1),
    ("Bandal", 0, 2),
    ("Bangwool", 0, 2),
    // Korean text faces.
    ("NanumGothicCoding", 0, 4),
    ("NanumGothic", 0, 10),
    ("NanumBarunGothic", 0, 8),
    ("NanumMyeongjo", 0, 6),
    ("NanumSquare", 0, 5),
    ("UnBatang", 0, 6),
    ("UnDotum", 0, 8),
    ("UnGraphic", 0, 8),
    ("UnShinmun", 0, 4),
    ("batang", 0, 8),
    ("dotum", 0, 10),
    ("gulim", 0, 10),
    ("hline", 0, 6),
    ("NotoSansCJK", 1, 34),
    ("NotoSerifCJK", 1, 20),
    // Han and Kana.
    ("ipag", 0, 6),
    ("ipam", 0, 6),
    // Latin, Greek and Cyrillic.
    ("DejaVuMath", 0, 0),
    ("DejaVu", 0, 3),
    ("Liberation", 0, 5),
    ("OpenSans", 0, 3),
    ("Roboto", 0, 2),
    ("Lato-Hairline", 0, 0),
    ("Lato", 0, 2),
    ("FreeSans", 0, 5),
    ("FreeSerif", 0, 3),
    ("FreeMono", 0, 3),
    ("LinBiolinum_K", 0, 0),
    ("LinLibertine", 0, 1),
    ("LinBiolinum", 0, 3),
    ("Carlito", 0, 4),
    ("Caladea", 0, 3),
    ("Cantarell", 0, 2),
    ("InterDisplay", 0, 0),
    ("Inter", 0, 1),
    ("PT", 0, 3),
    ("CharisSIL", 0, 3),
    ("Courier Prime", 0, 2),
    ("NotoSans-", 0, 8),
    ("NotoSerif-", 0, 5),
    ("NotoMono", 0, 3),
    ("NimbusSans", 0, 6),
    ("NimbusRoman", 0, 3),
    ("NimbusMono", 0, 3),
    ("C059", 0, 2),
    ("P052", 0, 2),
    ("URWGothic", 0, 3),
    ("URWBookman", 0, 2),
    ("Hack", 0, 3),
    ("Inconsolata", 0, 3),
    ("OCRBF", 0, 0),
    ("OCRBX", 0, 0),
    ("OCRBE", 0, 0),
    ("OCRBL", 0, 0),
    ("OCRB", 0, 8),
    ("OCRAItalic", 0, 0),
    ("OCRA", 0, 4),
];

impl Typeface {
    /// Reads the `index`-th face of a font file; `None` when it is damaged or has no digits.
    fn from_bytes(name: &str, bytes: Vec<u8>, index: u32) -> Option<Self> {
        let font = FontVec::try_from_vec_and_index(bytes, index).ok()?;
        let mut covered = Box::new([0u64; 1024]);
        for &c in alphabet() {
            if c == ' ' || font.glyph_id(c).0 != 0 {
                covered[c as usize / 64] |= 1 << (c as usize % 64);
            }
        }
        let em = font.units_per_em()?;
        let height = |c: char| font.outline(font.glyph_id(c)).map(|o| (o.bounds.max.y - o.bounds.min.y).abs() / em);
        let capital = height('H').or_else(|| height('0'))?;
        let heights = [capital, height('를').unwrap_or(0.85), height('國').unwrap_or(0.88)];
        let advance = |c: char| font.h_advance_unscaled(font.glyph_id(c));
        let monospaced = (advance('i') - advance('W')).abs() < 1.0;
        let slanted = ["Italic", "Oblique", "_I", "_RI", "_RBI", "_RZI", "56F", "76F"].iter().any(|s| name.contains(s));
        (capital > 0.2).then(|| Self { font, name: name.to_owned(), covered, heights, monospaced, slanted })
    }

    /// Whether the face has every character of a text.
    pub fn covers(&self, text: &str) -> bool {
        text.chars().all(|c| self.covered.get(c as usize / 64).is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1))
    }

    /// Height over the em of what a script's lines consist of: capitals, or Hangul or Han bodies.
    pub(crate) fn height(&self, script: Script) -> f32 {
        match script {
            Script::Korean => self.heights[1],
            Script::Han | Script::Japanese => self.heights[2],
            _ => self.heights[0],
        }
    }

    /// The font behind the face.
    pub(crate) fn font(&self) -> &FontVec {
        &self.font
    }

    /// Whether all letters are as wide as each other.
    pub(crate) fn monospaced(&self) -> bool {
        self.monospaced
    }
}

impl Typefaces {
    /// Loads the faces found below the directories, in a stable order; one in six is kept for validation.
    ///
    /// # Errors
    /// When fewer than 60 faces are found (8 for validation), or none that has all Hangul syllables.
    pub fn load(directories: &[PathBuf], split: Split) -> Result<Self, String> {
        let mut files = Vec::new();
        for directory in directories {
            collect(directory, &mut files);
        }
        // By name, not by folder: Debian moves files between folders.
        files.sort_by(|a, b| a.file_name().cmp(&b.file_name()));
        let mut typefaces = Self { faces: Vec::new(), shares: Vec::new() };
        for file in &files {
            let Some((name, index, share)) = shelf(file) else { continue };
            if split != Split::All && held_out(&name) != (split == Split::Validation) {
                continue;
            }
            let face = std::fs::read(file).ok().and_then(|bytes| Typeface::from_bytes(&name, bytes, index));
            if let Some(face) = face {
                typefaces.shares.extend(std::iter::repeat_n(typefaces.faces.len(), share));
                typefaces.faces.push(face);
            }
        }
        let least = if split == Split::Validation { 8 } else { 60 };
        let all_hangul = ('가'..='힣').collect::<String>();
        if typefaces.faces.len() < least || !typefaces.faces.iter().any(|face| face.covers(&all_hangul)) {
            return Err("too few faces for text lines; `scripts/setup test` installs them".into());
        }
        Ok(typefaces)
    }

    /// Loads from where Debian puts fonts.
    ///
    /// # Errors
    /// As [`Typefaces::load`].
    pub fn system(split: Split) -> Result<Self, String> {
        Self::load(&[PathBuf::from("/usr/share/fonts")], split)
    }

    /// All faces.
    pub fn faces(&self) -> &[Typeface] {
        &self.faces
    }

    /// A face whose name begins with one of these and that has every character of the text. Thin ones are left out.
    pub(crate) fn one_of(&self, random: &mut Random, names: &[&str], text: &str) -> Option<&Typeface> {
        let is_fit = |face: &&Typeface| {
            names.iter().any(|name| face.name.starts_with(name))
                && !["Light", "Eco", "Coding", "Italic", "Oblique", "Mono"].iter().any(|part| face.name.contains(part))
                && face.covers(text)
        };
        let fit: Vec<&Typeface> = self.faces.iter().filter(is_fit).collect();
        (!fit.is_empty()).then(|| *random.pick(&fit))
    }

    /// A face that has every character of the text; `None` when there is none.
    pub(crate) fn pick(&self, random: &mut Random, text: &Text) -> Option<&Typeface> {
        // Latin and digits are mostly set in faces made for them, but Korean cards set theirs in Korean faces.
        let any = !matches!(text.script, Script::Latin | Script::Digits) || random.chance(0.35);
        for _ in 0..80 {
            let face = &self.faces[*random.pick(&self.shares)];
            // Documents hardly ever slant.
            if face.slanted && random.chance(0.8) {
                continue;
            }
            if face.covers(&text.text) && (any || !face.covers("가")) {
                return Some(face);
            }
        }
        self.faces.iter().find(|face| face.covers(&text.text))
    }
}

/// Whether a face is kept for validation.
fn held_out(name: &str) -> bool {
    name.bytes().fold(7u32, |h, b| h.wrapping_mul(31).wrapping_add(u32::from(b))) % 6 == 0
}

/// Name, index in its collection, share.
fn shelf(file: &Path) -> Option<(String, u32, usize)> {
    let name = file.file_stem()?.to_str()?;
    let (_, index, share) = SHELVES.iter().find(|(start, ..)| name.starts_with(start))?;
    (*share > 0).then(|| (name.to_owned(), *index, *share))
}
