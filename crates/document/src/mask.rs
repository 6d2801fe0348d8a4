/// Which part of a field's text is to be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    /// The position, in characters, where hiding begins.
    fn start(self, text: &str) -> usize {
        let Mask::LastDigits(digits) = self else { return 0 };
        let places = text.chars().enumerate().filter(|(_, c)| c.is_ascii_digit()).map(|(i, _)| i).collect::<Vec<_>>();
        // With fewer digits than must be hidden something was misread: then nothing is certain to be harmless.
        if places.len() <= digits { 0 } else { places.get(places.len() - digits).copied().unwrap_or_default() }
    }
}
