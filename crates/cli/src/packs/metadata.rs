//! The notes that an ONNX file carries beside its network.
use anyhow::{Context as _, bail};
use prost::Message;

/// `ModelProto` of ONNX, of which only the field `metadata_props` is looked at (onnx.proto, field numbers 14, 1 and 2).
#[derive(Message)]
struct Model {
    #[prost(message, repeated, tag = "14")]
    notes: Vec<Note>,
}

#[derive(Message)]
struct Note {
    #[prost(string, tag = "1")]
    key: String,
    #[prost(string, tag = "2")]
    value: String,
}

/// The alphabet that an ONNX file of the PP-OCR family carries under `key`, a symbol a line, and the space that all of them
/// know without saying so.
///
/// # Errors
/// When there is no such note, or a line of it is not one symbol.
pub(super) fn alphabet(onnx: &[u8], key: &str) -> anyhow::Result<String> {
    let model = Model::decode(onnx).context("the network is no ONNX file")?;
    let Some(note) = model.notes.iter().find(|note| note.key == key) else {
        bail!("the network carries no note '{key}' with its alphabet");
    };
    let mut alphabet = String::new();
    for (number, line) in note.value.trim_end_matches('\n').split('\n').enumerate() {
        let mut symbols = line.trim_end_matches('\r').chars();
        match (symbols.next(), symbols.next()) {
            (Some(symbol), None) => alphabet.push(symbol),
            _ => bail!("line {} of the network's alphabet is not one symbol", number + 1),
        }
    }
    alphabet.push(' ');
    Ok(alphabet)
}

/// An ONNX file with notes and without a network, for tests.
#[cfg(test)]
pub(super) fn with_notes(notes: &[(&str, &str)]) -> Vec<u8> {
    let note = |(key, value): &(&str, &str)| Note { key: (*key).to_owned(), value: (*value).to_owned() };
    Model { notes: notes.iter().map(note).collect() }.encode_to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_is_found_among_the_notes() {
        let onnx = with_notes(&[("author", "nobody"), ("character", "A\né\n漢\r\n🛅\n")]);
        assert_eq!(alphabet(&onnx, "character").expect("is there"), "Aé漢🛅 ");
        for (onnx, message) in [
            (with_notes(&[("author", "nobody")]), "no note 'character'"),
            (with_notes(&[("character", "A\n\nB")]), "line 2"),
            (with_notes(&[("character", "A\nBC")]), "line 2"),
            (vec![0xff; 9], "no ONNX file"),
        ] {
            let error = alphabet(&onnx, "character").expect_err(message);
            assert!(error.to_string().contains(message), "{error}");
        }
    }
}
