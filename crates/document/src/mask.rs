use serde::{Deserialize, Serialize};

use crate::Quad;

/// What a mask leaves around the text on each of its four sides, in heights of the text: measured on the examples of
/// CLOVA OCR and CLOVA eKYC, exact to 1e-5.
const MARGIN: f32 = 0.1;

/// Which part of a field's text is to be hidden. In tables `"whole"` and `{ last_digits = 7 }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mask {
    /// All of it.
    Whole,
    /// From the last but `n`th digit on; punctuation and blanks between those digits stay legible. All of it when the
    /// text has no more than `n` digits.
    LastDigits(usize),
}

impl Mask {
    /// The text with an asterisk for every character that is hidden.
    ///
    /// ```
    /// use document::Mask;
    /// assert_eq!(Mask::LastDigits(7).hide("900101-2345678"), "900101-*******");
    /// assert_eq!(Mask::LastDigits(8).hide("11-22-333333-44"), "11-22-******-**");
    /// assert_eq!(Mask::LastDigits(7).hide("12-34"), "**-**");
    /// assert_eq!(Mask::Whole.hide("M 1"), "***");
    /// ```
    pub fn hide(self, text: &str) -> String {
        let from = self.start(text);
        let hidden = |(i, c): (usize, char)| match self {
            Mask::Whole => '*',
            Mask::LastDigits(_) if i >= from && c.is_alphanumeric() => '*',
            Mask::LastDigits(_) => c,
        };
        text.chars().enumerate().map(hidden).collect()
    }

    /// How much of the text, counted from its end in characters of equal width, is hidden; in `0..=1`.
    ///
    /// ```
    /// use document::Mask;
    /// assert_eq!(Mask::LastDigits(7).share("900101-2345678"), 0.5);
    /// assert_eq!(Mask::Whole.share("M123A4567"), 1.0);
    /// ```
    pub fn share(self, text: &str) -> f32 {
        let characters = text.chars().count();
        if characters == 0 { 1.0 } else { (characters - self.start(text)) as f32 / characters as f32 }
    }

    /// What is to be covered of a text that stands in these words or lines: one polygon around all, its right-hand part
    /// by the share of the characters that are hidden, and a margin. None without a quad.
    ///
    /// ```
    /// use document::{Mask, Quad};
    /// let number = Quad::rectangle(65.0, 181.0, 280.0, 35.0);
    /// let covered = Mask::LastDigits(7).area("900101-2345678", &[number]);
    /// assert_eq!(covered, Some(Quad::rectangle(201.5, 177.5, 147.0, 42.0)));
    /// ```
    pub fn area(self, text: &str, quads: &[Quad]) -> Option<Quad> {
        let area = Quad::enclosing(quads)?;
        Some(area.right_part(self.share(text)).grown(area.height() * MARGIN))
    }

    /// The position, in characters, where hiding begins.
    fn start(self, text: &str) -> usize {
        let Mask::LastDigits(digits) = self else { return 0 };
        let places = text.chars().enumerate().filter(|(_, c)| c.is_ascii_digit()).map(|(i, _)| i).collect::<Vec<_>>();
        // With fewer digits than must be hidden something was misread: then nothing is certain to be harmless.
        if places.len() <= digits { 0 } else { places.get(places.len() - digits).copied().unwrap_or_default() }
    }
}
