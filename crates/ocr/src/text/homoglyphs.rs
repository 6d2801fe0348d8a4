//! Letters of different scripts that are printed alike: the line around them tells which are meant.
use std::sync::LazyLock;

use super::free::{Character, TextRead};

/// Letters of one look in Latin, Cyrillic and Greek, a blank where a script has none. The recogniser is taught the first of each
/// for all (`training/text_lines.py` reads the same file), packs tell them apart as well as they can.
static ALIKE: LazyLock<Vec<[char; 3]>> = LazyLock::new(|| {
    let row = |line: &str| {
        let mut letters = line.chars().map(|letter| if letter == '_' { ' ' } else { letter });
        std::array::from_fn(|_| letters.next().unwrap_or(' '))
    };
    include_str!("homoglyphs.txt").lines().map(row).collect()
});

/// Latin, Cyrillic and Greek, in the order of [`ALIKE`].
const LATIN: usize = 0;
const CYRILLIC: usize = 1;

/// Letters of Cyrillic that look like capitals of Latin printed smaller than what stands beside them, or like digits.
const CYRILLIC_ALONE: [(char, char); 8] =
    [('в', 'B'), ('к', 'K'), ('м', 'M'), ('н', 'H'), ('т', 'T'), ('З', '3'), ('з', '3'), ('б', '6')];

/// What stands among Latin where such a letter was read.
fn among_latin(symbol: char) -> Option<char> {
    CYRILLIC_ALONE.iter().find(|(own, _)| *own == symbol).map(|(_, other)| *other)
}

/// Gives every letter that other scripts have too to the script of its word, else of its line, else to Latin; what might be
/// a small capital or a digit tells only where nothing else does. What was shared out among letters of one look becomes one probability
/// again.
pub(super) fn settle(read: &mut TextRead) {
    let whole = script_of(&read.characters);
    for word in read.characters.split_mut(|character| character.symbol == ' ') {
        let is_weak = |character: &Character| among_latin(character.symbol).is_some();
        let weak = word.iter().any(is_weak).then_some(CYRILLIC);
        let script = script_of(word).or(whole).or(weak).unwrap_or(LATIN);
        for character in word {
            let replaced = among_latin(character.symbol).filter(|_| script == LATIN);
            character.symbol = replaced.unwrap_or(character.symbol);
            let found = ALIKE.iter().find(|alike| alike.contains(&character.symbol));
            let Some(alike) = found.copied().or(replaced.map(|symbol| [symbol; 3])) else { continue };
            let before = character.probability;
            let is_same = |symbol: &char| alike.contains(symbol);
            let same: f32 = character.others.iter().filter(|(symbol, _)| is_same(symbol)).map(|(_, share)| share).sum();
            character.others.retain(|(symbol, _)| !is_same(symbol));
            character.probability = (before + same).min(1.0);
            if alike[script] != ' ' {
                character.symbol = alike[script];
            }
            if before > 0.0 {
                let surer = (character.probability / before).ln();
                read.log_probability = (read.log_probability + surer).min(0.0);
            }
        }
    }
}

/// The script that most letters name which no other script has; None when none does.
fn script_of(characters: &[Character]) -> Option<usize> {
    let mut votes = [0; 3];
    for Character { symbol, .. } in characters {
        let script = match symbol {
            _ if ALIKE.iter().any(|alike| alike.contains(symbol)) || among_latin(*symbol).is_some() => continue,
            'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => LATIN,
            '\u{400}'..='\u{52F}' => CYRILLIC,
            '\u{370}'..='\u{3FF}' => 2,
            _ => continue,
        };
        votes[script] += 1;
    }
    // The first of equals is Latin, which is printed most.
    let most = votes.into_iter().max().filter(|most| *most > 0)?;
    votes.iter().position(|count| *count == most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(text: &str) -> TextRead {
        let character =
            |symbol| Character { symbol, probability: 0.5, others: vec![('I', 0.4), ('T', 0.1)], centre: 0.0 };
        let mut read = TextRead { characters: text.chars().map(character).collect(), log_probability: -3.0 };
        settle(&mut read);
        read
    }

    #[test]
    fn letters_of_one_look_follow_their_word_then_their_line() {
        for (read, meant) in [
            ("SOFΙA", "SOFIA"),     // a Greek letter
            ("АВE 12", "ABE 12"),   // two Cyrillic ones, and nothing that tells
            ("МОСКВA", "MOCKBA"),   // there is nothing here but letters that Latin has too
            ("ИВAН ОТ", "ИВАН ОТ"), // the line tells what the second word is
            ("ΑΘΗΝA REPUBLIC", "ΑΘΗΝΑ REPUBLIC"),
            ("홍길동 А", "홍길동 A"),
            ("DOв 16 SEX", "DOB 16 SEX"), // small capitals
            ("1ЗÄA0", "13ÄA0"),           // digits
            ("з DOB 16", "3 DOB 16"),
            ("ЗАО ИВАН", "ЗАО ИВАН"),
            ("DRIVE ѕт", "DRIVE sT"),
            ("кто тут", "кто тут"), // and none
            ("тем ИЛИ нет", "тем ИЛИ нет"),
        ] {
            assert_eq!(settled(read).text(), meant);
        }
    }

    #[test]
    fn their_probabilities_are_one() {
        let read = settled("Ι");
        assert_eq!((read.characters[0].symbol, read.characters[0].others.len()), ('I', 1));
        assert!((read.characters[0].probability - 0.9).abs() < 1e-6);
        assert!((read.log_probability - (-3.0 + (0.9f32 / 0.5).ln())).abs() < 1e-6);
        assert_eq!(settled("D").characters[0].probability, 0.5);
        // What was taken for a letter may have been seen as the digit, too.
        let character = |symbol, others| Character { symbol, probability: 0.5, others, centre: 0.0 };
        let characters = vec![character('З', vec![('3', 0.4)]), character('D', vec![])];
        let mut read = TextRead { characters, log_probability: -3.0 };
        settle(&mut read);
        assert_eq!((read.text().as_str(), read.characters[0].others.len()), ("3D", 0));
        assert!((read.characters[0].probability - 0.9).abs() < 1e-6);
    }
}
