//! What is known of codes of states before looking: most holders are nationals of the issuing state, and few codes exist.
use mrz::{CharSet, FieldKey, Format, Span, char_of, country_kind};

use crate::decide::ZoneRead;
use crate::lattice::Decoded;

/// Chance, before looking, that a code in neither ISO 3166-1 nor Doc 9303-3 section 5 is printed, against one that is.
const UNKNOWN_CODE: f32 = 0.002;
/// How much likelier the document code of a passport begins with the `P` that Doc 9303-4, section 4.2.2, wants than with any
/// one other letter.
const PASSPORT: f32 = 100.0;
/// Alternatives of a symbol that are weighed in a code.
const ALTERNATIVES: usize = 5;

/// How much likelier a nationality is that of the issuing state than any one other: states give passports to nationals, but
/// for refugees and staff of organisations (of those with other codes, one in a few dozens, any of 250), and cards to
/// residents, too.
fn own_nationality(format: Format) -> f32 {
    if format == Format::Td3 { 3000.0 } else { 30.0 }
}

/// How likely a code is before looking, against any one that is known.
fn prior(code: &str) -> f32 {
    if country_kind(code).is_some() { 1.0 } else { UNKNOWN_CODE }
}

/// Weighs the codes of document, issuing state and nationality, which no check digit covers, with what is known of codes.
pub fn weigh_codes(zone: &mut ZoneRead) {
    if zone.format == Format::Td3
        && let Some(first) = zone.lines.first_mut().and_then(|line| line.positions.first_mut())
    {
        weigh(first, |symbol| if char_of(symbol) == Some('P') { PASSPORT } else { 1.0 });
    }
    let mut state = None;
    for key in [FieldKey::IssuingState, FieldKey::Nationality] {
        let Some(span) = code_span(zone.format, key) else { continue };
        let Some(positions) = zone.lines.get_mut(span.line).and_then(|l| l.positions.get_mut(span.start..span.end))
        else {
            continue;
        };
        let best = weigh_code(positions, state.as_deref().map(|own| (own, own_nationality(zone.format))));
        state = state.or(best);
    }
}

/// Reweighs the symbols of one position by Bayes' rule.
fn weigh(position: &mut [(u8, f32)], prior: impl Fn(u8) -> f32) {
    position.iter_mut().for_each(|(symbol, probability)| *probability *= prior(*symbol));
    let total: f32 = position.iter().map(|symbol| symbol.1).sum();
    if total > 0.0 {
        position.iter_mut().for_each(|symbol| symbol.1 /= total);
        position.sort_by(|a, b| b.1.total_cmp(&a.1));
    }
}

/// Reweighs the three positions of one code by Bayes' rule and gives the likeliest code. `own` is the code that is likelier
/// than others, and how much.
fn weigh_code(positions: &mut [Vec<(u8, f32)>], own: Option<(&str, f32)>) -> Option<String> {
    let [a, b, c] = positions else { return None };
    let top = |position: &Vec<(u8, f32)>| position.iter().take(ALTERNATIVES).copied().collect::<Vec<_>>();
    let (a_top, b_top, c_top) = (top(a), top(b), top(c));
    let mut weights: Vec<([u8; 3], f32)> = Vec::new();
    for &(x, px) in &a_top {
        for &(y, py) in &b_top {
            for &(z, pz) in &c_top {
                let code: String = [x, y, z].iter().filter_map(|s| char_of(*s)).collect();
                let prior = own.filter(|own| own.0 == code).map_or_else(|| prior(&code), |own| own.1);
                weights.push(([x, y, z], px * py * pz * prior));
            }
        }
    }
    let total: f32 = weights.iter().map(|w| w.1).sum();
    if total <= 0.0 || total.is_nan() {
        return None;
    }
    for (i, position) in [a, b, c].into_iter().enumerate() {
        let mass = |symbol: u8| weights.iter().filter(|w| w.0[i] == symbol).map(|w| w.1).sum::<f32>() / total;
        position.truncate(ALTERNATIVES);
        position.iter_mut().for_each(|s| s.1 = mass(s.0));
        position.sort_by(|a, b| b.1.total_cmp(&a.1));
    }
    let best = weights.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(best.0.iter().filter_map(|s| char_of(*s)).collect())
}

/// Where a code of three letters stands in a format; `None` when the format has no such field.
fn code_span(format: Format, key: FieldKey) -> Option<Span> {
    format.layout().field(key).map(|field| field.span).filter(|span| span.len() == 3)
}

/// Decodes the issuing state's line anew as if it named the holder's nationality, when another code was read there: a symbol
/// that was overlooked shifts the rest of its line, and the alignment that the nationality demands may explain the strip
/// nearly as well. Both alignments count by Bayes' rule. `again` decodes a line under sets of symbols.
pub(crate) fn restate(format: Format, lines: &mut [Decoded], again: impl Fn(usize, &[CharSet]) -> Option<Decoded>) {
    let code = |lines: &[Decoded], span: Span| -> String {
        let positions = lines.get(span.line).and_then(|line| line.positions.get(span.start..span.end)).unwrap_or(&[]);
        positions.iter().filter_map(|p| p.first().and_then(|s| char_of(s.0))).collect()
    };
    let spans = code_span(format, FieldKey::IssuingState).zip(code_span(format, FieldKey::Nationality));
    let Some((state, nationality)) = spans else { return };
    let (own, read) = (code(lines, nationality), code(lines, state));
    if read == own || country_kind(&own).is_none() {
        return;
    }
    let mut grammar = format.line_alphabets(state.line);
    for (set, letter) in grammar.iter_mut().skip(state.start).zip(own.chars()) {
        *set = CharSet::of(letter.encode_utf8(&mut [0; 4]));
    }
    let Some((free, bound)) = lines.get_mut(state.line).zip(again(state.line, &grammar)) else { return };
    let odds = (bound.log_likelihood - free.log_likelihood).exp() * own_nationality(format) / prior(&read);
    let share = odds / (1.0 + odds);
    if share > 0.5 {
        free.centres = bound.centres;
    }
    for (position, bound) in free.positions.iter_mut().zip(bound.positions) {
        position.iter_mut().for_each(|symbol| symbol.1 *= 1.0 - share);
        for (symbol, probability) in bound {
            match position.iter_mut().find(|known| known.0 == symbol) {
                Some(known) => known.1 += share * probability,
                None => position.push((symbol, share * probability)),
            }
        }
        position.sort_by(|a, b| b.1.total_cmp(&a.1));
    }
}

#[cfg(test)]
mod tests {
    use document::Quad;

    use super::*;
    use crate::lattice::decode;
    use crate::recogniser::{CLASSES, Step};

    /// Steps in which each symbol of `text` is seen once, with a gap after it.
    fn steps(text: &str) -> Vec<Step> {
        let seen = |class: usize, sure: f32| -> Step {
            std::array::from_fn(|c| if c == class { sure } else { (1.0 - sure) / (CLASSES - 1) as f32 })
        };
        let symbols = text.chars().filter_map(mrz::symbol_of);
        symbols.flat_map(|symbol| [seen(usize::from(symbol), 0.98), seen(CLASSES - 1, 0.98)]).collect()
    }

    fn text(line: &Decoded) -> String {
        line.positions.iter().filter_map(|p| p.first().and_then(|s| char_of(s.0))).collect()
    }

    #[test]
    fn an_overlooked_letter_of_the_state_is_found_by_the_nationality() {
        let format = Format::Td3;
        let printed = ["P<GRCDASKALOPOULOS<<ARTEMIUS<<<<<<<<<<<<<<<<", "AP23838768GRC8505028M2208132<<<<<<<<<<<<<<08"];
        let mut strips = printed.map(steps);
        // The C is nearly hidden: without it the D makes Grenada of Greece.
        strips[0][8] = std::array::from_fn(|c| match c {
            12 => 0.05,
            c if c == CLASSES - 1 => 0.94,
            _ => 0.01 / 36.0,
        });
        let again = |line: usize, sets: &[CharSet]| decode(strips.get(line)?, sets);
        let mut lines: Vec<Decoded> = (0..2).map(|i| again(i, &format.line_alphabets(i)).expect("fits")).collect();
        assert_ne!(text(&lines[0]), printed[0]);
        restate(format, &mut lines, again);
        assert_eq!(text(&lines[0]), printed[0]);
        let sums = lines[0].positions.iter().map(|p| p.iter().map(|s| s.1).sum::<f32>());
        assert!(sums.map(|sum| (sum - 1.0).abs()).fold(0.0, f32::max) < 1e-3);
    }

    #[test]
    fn what_a_passport_begins_with_and_whose_it_is_helps_to_read_it() {
        let printed = ["A<SRBPOPADIC<<PRIBISLAV<<<<<<<<<<<<<<<<<<<<<", "2834304833COD7011225M21010372211970763275<88"];
        let lines = printed.iter().map(|text| {
            let positions = text.chars().map(|c| vec![(mrz::symbol_of(c).expect("a symbol"), 1.0)]).collect();
            crate::decide::LineRead { positions, quads: Vec::new(), quad: Quad::rectangle(0.0, 0.0, 44.0, 1.0) }
        });
        let mut zone = ZoneRead { format: Format::Td3, lines: lines.collect(), log_likelihood: 0.0 };
        let doubt = |position: &mut Vec<(u8, f32)>, other: char, share: f32| {
            position[0].1 = 1.0 - share;
            position.push((mrz::symbol_of(other).expect("a symbol"), share));
        };
        doubt(&mut zone.lines[0].positions[0], 'P', 0.3);
        for (column, letter) in (10..).zip("SRB".chars()) {
            doubt(&mut zone.lines[1].positions[column], letter, 0.1);
        }
        weigh_codes(&mut zone);
        let top = |line: usize, column: usize| char_of(zone.lines[line].positions[column][0].0).expect("a symbol");
        assert_eq!(top(0, 0), 'P');
        assert_eq!((10..13).map(|column| top(1, column)).collect::<String>(), "SRB");
    }

    #[test]
    fn a_state_that_is_a_code_stays() {
        let printed = ["P<UTODOE<<JANE<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "AP23838768GRC8505028M2208132<<<<<<<<<<<<<<08"];
        let strips = printed.map(steps);
        let again = |line: usize, sets: &[CharSet]| decode(strips.get(line)?, sets);
        let mut lines: Vec<Decoded> = (0..2).map(|i| again(i, &Format::Td3.line_alphabets(i)).expect("fits")).collect();
        restate(Format::Td3, &mut lines, again);
        assert_eq!(text(&lines[0]), printed[0]);
    }
}
