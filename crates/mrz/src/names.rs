use std::ops::Range;

/// A name field taken apart; ranges are columns within the field.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) primary: Range<usize>,
    pub(crate) secondary: Option<Range<usize>>,
    /// Fillers stand where the rules have none, in the primary and in the secondary identifier.
    pub(crate) irregular: [bool; 2],
}

/// Splits at the first two fillers (Doc 9303-4 clause 4.2.3): before them the primary identifier, after them the secondary.
pub(crate) fn split(field: &[char]) -> Names {
    let end = trimmed(field);
    let text = field.get(..end).unwrap_or_default();
    let Some(gap) = text.windows(2).position(|pair| pair == ['<', '<']) else {
        return Names { primary: 0..end, secondary: None, irregular: [text.first() == Some(&'<'), false] };
    };
    let start = gap + text.iter().skip(gap).take_while(|&&c| c == '<').count();
    let rest = text.get(start..).unwrap_or_default();
    let doubled = rest.windows(2).any(|pair| pair == ['<', '<']);
    Names {
        primary: 0..gap,
        secondary: Some(start..end),
        irregular: [text.first() == Some(&'<'), doubled || start > gap + 2],
    }
}

/// Words of an identifier with one space between them; `None` when it is blank.
pub(crate) fn words(identifier: &[char]) -> Option<String> {
    let words: Vec<String> =
        identifier.split(|&c| c == '<').filter(|word| !word.is_empty()).map(|word| word.iter().collect()).collect();
    if words.is_empty() { None } else { Some(words.join(" ")) }
}

/// Length without the trailing fillers.
pub(crate) fn trimmed(field: &[char]) -> usize {
    field.iter().rposition(|&c| c != '<').map_or(0, |last| last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits() {
        let table = [
            ("ERIKSSON<<ANNA<MARIA<<<", Some("ERIKSSON"), Some("ANNA MARIA"), [false, false]),
            ("SMITH<JONES<<SUSIE<<", Some("SMITH JONES"), Some("SUSIE"), [false, false]),
            ("ARKFREITH<<<<", Some("ARKFREITH"), None, [false, false]),
            ("SATRIYA<SUDARPA<<<<", Some("SATRIYA SUDARPA"), None, [false, false]),
            ("ERIKSSON<<ANNA<<MARIA", Some("ERIKSSON"), Some("ANNA MARIA"), [false, true]),
            ("ERIKSSON<<<ANNA<<", Some("ERIKSSON"), Some("ANNA"), [false, true]),
            ("<<ANNA", None, Some("ANNA"), [true, false]),
            ("<<<<", None, None, [false, false]),
            ("", None, None, [false, false]),
        ];
        for (text, primary, secondary, irregular) in table {
            let field: Vec<char> = text.chars().collect();
            let names = split(&field);
            assert_eq!(words(&field[names.primary.clone()]).as_deref(), primary, "{text}");
            assert_eq!(names.secondary.clone().and_then(|s| words(&field[s])).as_deref(), secondary, "{text}");
            assert_eq!(names.irregular, irregular, "{text}");
        }
    }
}
