//! Numbers, dates, signs.
use crate::alphabet::{Letters, letters};
use crate::person::digits;
use crate::random::Random;

/// Year, month, day.
pub(super) fn date(random: &mut Random) -> (i32, i32, i32) {
    (random.whole(1930, 2049), random.whole(1, 12), random.whole(1, 31))
}

/// A line of digits and signs.
pub(super) fn text(random: &mut Random) -> String {
    match random.uniform(0.0, 1.0) {
        d if d < 0.27 => pattern(random),
        d if d < 0.45 => numeric_date(random),
        d if d < 0.62 => string(random),
        d if d < 0.69 => amount(random),
        d if d < 0.76 => digits_of_length(random),
        d if d < 0.87 => code(random),
        _ => signs(random),
    }
}

fn digits_of_length(random: &mut Random) -> String {
    let count = random.whole(1, 20) as usize;
    digits(random, count)
}

/// Capital letters and digits that make no word: none of them is told by its neighbours.
fn code(random: &mut Random) -> String {
    let count = random.whole(4, 10) as usize;
    let letters = random.uniform(0.3, 0.9);
    let symbol = |random: &mut Random| match random.chance(letters) {
        true => b'A' + random.index(26) as u8,
        false => b'0' + random.index(10) as u8,
    };
    (0..count).map(|_| char::from(symbol(random))).collect()
}

/// A number of a Korean or foreign document. In a pattern `#` stands for a digit and `@` for a capital letter.
pub(super) fn pattern(random: &mut Random) -> String {
    const PATTERNS: &[&str] = &[
        "######-#######",
        "######-#######",
        "######-#######",
        "######-#******",
        "######-#",
        "##-##-######-##",
        "##-##-######-##",
        "##-######-##",
        "##-##-######",
        "###-##-#####",
        "###-##-#####",
        "######-#######",
        "M########",
        "M###@####",
        "@########",
        "@@#######",
        "###-####-####",
        "##-###-####",
        "##-####-####",
        "(##)###-####",
        "#####",
        "###-###",
        "+82-10-####-####",
        "0##-####-####",
        "1###-####",
        "######-##-######",
        "###-######-##-###",
        "####-####-####-####",
        "#### #### #### ####",
        "####-###-####",
        "#-####-##-######",
        "@###-####-####-##",
        "### ### ###",
        "###.###.###-##",
        "##.###.###-#",
        "##.##.##-###.##",
        "########@",
        "@#######@",
        "@@@######",
        "###-##-####",
        "@@-##-####",
        "@#### ##### #####",
        "@###-###-##-###-#",
        "##/##",
        "##:##",
        "##:##:##",
        "#.#.#.#",
        "###cm",
        "### cm",
        "#'-##\"",
        "###lb",
        "(####)",
        "No. ######",
        "№ ######",
        "#/#",
        "##-#",
        "###-##",
        "[##-##-######]",
        "<####>",
        "#######*",
        "****-****",
        "####/####/######",
        "#,###,###",
        "##%",
        "#.##",
        "S/N ########",
        "@@@-###-@@",
        "####.##",
        "ID######",
        "F-#",
        "E-#",
        "D-##-#",
        "H-2",
        "㈜###",
        "①",
        "※ ####",
        "#㎡",
        "###.##㎡",
        "##℃",
        "#°##'##\"",
        "##@#####",
        "###@####",
        "##@ ####",
        "KR-######",
        "######@@######",
        "A+",
        "RH+ A",
        "Rh- O",
        "(+)###-###-####",
    ];
    let mut text = String::new();
    for c in random.pick::<&str>(PATTERNS).chars() {
        match c {
            '#' => text.push(char::from(b'0' + random.index(10) as u8)),
            '@' => text.push(char::from(b'A' + random.index(26) as u8)),
            other => text.push(other),
        }
    }
    text
}

/// A date in figures.
pub(super) fn numeric_date(random: &mut Random) -> String {
    let (y, m, d) = date(random);
    let short = y % 100;
    match random.index(18) {
        0 => format!("{y}.{m:02}.{d:02}."),
        1 => format!("{y}.{m}.{d}."),
        2 => format!("{y}. {m}. {d}."),
        3 => format!("{y}. {m:02}. {d:02}."),
        4 => format!("{y}.{m:02}.{d:02}"),
        5 | 6 => format!("{y}-{m:02}-{d:02}"),
        7 => format!("{d:02}.{m:02}.{y}"),
        8 => format!("{d:02}/{m:02}/{y}"),
        9 => format!("{m:02}/{d:02}/{y}"),
        10 => format!("{d:02} {m:02} {y}"),
        11 => format!("{d:02}-{m:02}-{y}"),
        12 => format!("{d:02}.{m:02}.{short:02}"),
        13 => format!("{y}/{m:02}/{d:02}"),
        14 => format!("{y}{m:02}{d:02}"),
        15 => format!("~ {y}.{m:02}.{d:02}."),
        16 => {
            let end = y + random.whole(1, 10);
            format!("{y}.{m:02}.{d:02}. ~ {end}.{m:02}.{d:02}.")
        }
        _ => format!("'{short:02}.{m:02}.{d:02}"),
    }
}

fn amount(random: &mut Random) -> String {
    let groups = random.whole(0, 3);
    let mut text = random.whole(1, 999).to_string();
    for _ in 0..groups {
        text.push(',');
        text += &digits(random, 3);
    }
    let currency = *random.pick(&["₩", "€", "£", "¥", "$", "¢", "₫", "₽", "₺", "₴", ""]);
    match random.index(4) {
        0 => format!("{text} {currency}"),
        1 => format!("{currency}{text}.{}", digits(random, 2)),
        _ => format!("{currency}{text}"),
    }
}

/// Random digits and ASCII signs, in groups.
fn string(random: &mut Random) -> String {
    let groups = random.whole(1, 4);
    let mut text = String::new();
    for _ in 0..groups {
        let count = random.whole(1, 7) as usize;
        text += &digits(random, count);
        if random.chance(0.7) {
            text.push(*random.pick(&['-', '.', '/', ' ', ':', ',', '-', '·', '(', ')', '*', '#', '+', '=', '_', '~']));
        } else {
            text.push(' ');
        }
    }
    text
}

/// Every sign of ASCII and the alphabet's others, among digits and letters.
fn signs(random: &mut Random) -> String {
    let ascii: Vec<char> = (b'!'..=b'~').map(char::from).filter(char::is_ascii_punctuation).collect();
    let count = random.whole(2, 12);
    let mut text = String::new();
    for _ in 0..count {
        match random.index(5) {
            0 => text.push(*random.pick(&ascii)),
            1 => text.push(*random.pick(letters(Letters::Signs))),
            2 => text.push(char::from(b'A' + random.index(26) as u8)),
            3 if random.chance(0.4) => text.push(' '),
            _ => text.push(char::from(b'0' + random.index(10) as u8)),
        }
    }
    text
}
