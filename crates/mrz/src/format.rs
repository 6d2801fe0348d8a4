use serde::{Deserialize, Serialize};

use crate::alphabet::CharSet;
use crate::layout::{Field, Layout};
use crate::layouts;

/// The layouts of machine-readable zones that are read and composed.
///
/// ```
/// # use vidimus_mrz as mrz;
/// use mrz::{CharSet, Format};
/// assert_eq!(Format::candidates(&[44, 44]), [Format::Td3, Format::MrvA]);
/// assert_eq!(Format::Td3.alphabet(1, 9), CharSet::DIGITS); // check digit of the document number
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Format {
    /// Card size, 3 lines of 30 (Doc 9303-5).
    Td1,
    /// 2 lines of 36 (Doc 9303-6).
    Td2,
    /// Passport size, 2 lines of 44 (Doc 9303-4).
    Td3,
    /// Visa, 2 lines of 44 (Doc 9303-7, format A).
    MrvA,
    /// Visa, 2 lines of 36 (Doc 9303-7, format B).
    MrvB,
    /// French identity card of 1988 to 2021, 2 lines of 36.
    FrenchId,
    /// Swiss and Liechtenstein driving licence, lines of 9, 30 and 30.
    SwissDrivingLicence,
    /// French driving licence since 2013, 1 line of 30.
    FrenchDrivingLicence,
    /// Chinese exit-entry permit card since 2014 (travel to Hong Kong, Macao and Taiwan), 1 line of 30.
    ChineseExitEntryPermit,
}

impl Format {
    /// Every format, those of Doc 9303 first.
    pub const ALL: [Format; 9] = [
        Format::Td1,
        Format::Td2,
        Format::Td3,
        Format::MrvA,
        Format::MrvB,
        Format::FrenchId,
        Format::SwissDrivingLicence,
        Format::FrenchDrivingLicence,
        Format::ChineseExitEntryPermit,
    ];

    /// The table of this format: lines, fields, check digits.
    pub fn layout(self) -> &'static Layout {
        match self {
            Format::Td1 => &layouts::TD1,
            Format::Td2 => &layouts::TD2,
            Format::Td3 => &layouts::TD3,
            Format::MrvA => &layouts::MRV_A,
            Format::MrvB => &layouts::MRV_B,
            Format::FrenchId => &layouts::FRENCH_ID,
            Format::SwissDrivingLicence => &layouts::SWISS_DRIVING_LICENCE,
            Format::FrenchDrivingLicence => &layouts::FRENCH_DRIVING_LICENCE,
            Format::ChineseExitEntryPermit => &layouts::CHINESE_EXIT_ENTRY_PERMIT,
        }
    }

    /// Length of each line, in characters.
    pub fn line_lengths(self) -> &'static [usize] {
        self.layout().line_lengths
    }

    /// The field that owns a position (both counted from 0); `None` outside the zone.
    pub fn field_at(self, line: usize, column: usize) -> Option<&'static Field> {
        self.layout().fields.iter().find(|field| field.span.contains(line, column))
    }

    /// The symbols that may stand at a position (both counted from 0); empty outside the zone.
    pub fn alphabet(self, line: usize, column: usize) -> CharSet {
        self.field_at(line, column).map_or(CharSet::NONE, |field| field.content.alphabet(column - field.span.start))
    }

    /// Whether some check digit depends on this position, or it is a check digit itself.
    ///
    /// Even there a check digit sees nine of ten wrong symbols only, see [`undetectable`](crate::undetectable). In the formats of
    /// Doc 9303 names, issuing state, nationality, sex and document code are never covered.
    pub fn detectable_by_check(self, line: usize, column: usize) -> bool {
        self.layout().checks.iter().any(|check| {
            check.digit.contains(line, column) || check.covers.iter().any(|span| span.contains(line, column))
        })
    }

    /// What may stand at each position of a line, counted from 0; empty when there is no such line.
    pub fn line_alphabets(self, line: usize) -> Vec<CharSet> {
        let length = self.line_lengths().get(line).copied().unwrap_or(0);
        (0..length).map(|column| self.alphabet(line, column)).collect()
    }

    /// The formats whose lines have these lengths, in the order of [`Format::ALL`].
    ///
    /// What the lengths leave open ([44, 44] is TD3 or MRV-A), [`Format::detect`] decides from the text.
    pub fn candidates(line_lengths: &[usize]) -> Vec<Format> {
        Self::ALL.into_iter().filter(|format| format.line_lengths() == line_lengths).collect()
    }

    /// The format of these lines by their lengths and first characters; `None` when none fits.
    ///
    /// ```
    /// # use vidimus_mrz as mrz;
    /// use mrz::Format;
    /// let visa = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"];
    /// assert_eq!(Format::detect(&visa), Some(Format::MrvB));
    /// ```
    pub fn detect(lines: &[&str]) -> Option<Format> {
        let lengths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
        Self::candidates(&lengths)
            .into_iter()
            .filter_map(|format| {
                let starts = lines.get(format.layout().mark_line)?;
                let mark =
                    format.layout().marks.iter().filter(|mark| starts.starts_with(**mark)).map(|m| m.len()).max()?;
                Some((mark, format))
            })
            .max_by_key(|(mark, _)| *mark)
            .map(|(_, format)| format)
    }
}
