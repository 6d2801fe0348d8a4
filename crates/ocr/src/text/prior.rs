/// How much likelier a text with a date in it is than one that differs from it in a character or two, such as 01712/2024.
const DATE: f64 = 20.0;

/// How likely a text is before anything was seen of it, up to a common factor: documents are full of dates.
pub(super) fn prior(text: &str) -> f64 {
    if has_date(text) { DATE } else { 1.0 }
}

/// Whether there is a day, a month and a year of four digits, in any order in which they are printed.
fn has_date(text: &str) -> bool {
    let text = text.replace(". ", ".");
    ['.', '/', '-'].into_iter().any(|mark| {
        let mut runs = text.split(|c: char| !c.is_ascii_digit() && c != mark);
        runs.any(|run| is_date(&run.trim_matches(mark).split(mark).collect::<Vec<_>>()))
    })
}

fn is_date(parts: &[&str]) -> bool {
    let (year, one, other) = match parts {
        [year, month, day] if year.len() == 4 => (year, month, day),
        [one, other, year] if year.len() == 4 => (year, one, other),
        _ => return false,
    };
    let small = |part: &str| part.parse::<u16>().ok().filter(|_| part.len() <= 2);
    let (Ok(year), Some(one), Some(other)) = (year.parse::<u16>(), small(one), small(other)) else { return false };
    (1900..2100).contains(&year) && (1..=31).contains(&one.max(other)) && (1..=12).contains(&one.min(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_other_numbers() {
        for text in
            ["01/12/2024", "EXP: 12-31-2029", "2001.02.03.", "1990. 3. 18. 까지", "2014.1.2 ~ 2024.1.1", "31.12.1999A"]
        {
            assert!(has_date(text), "{text}");
        }
        for text in [
            "01712/2024",
            "123-45-67890",
            "11-22-333333-44",
            "2024.13.32",
            "1.2.3.2024",
            "00/12/2024",
            "12/2024",
            "2024-0001-01",
            "1234.5.6",
            "",
            "...",
        ] {
            assert!(!has_date(text), "{text}");
        }
    }
}
