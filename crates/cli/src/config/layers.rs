use anyhow::anyhow;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::{Config, DEFAULT};
use crate::failure::{Failure, Hint};

/// Variables that start like a setting and are none.
const OTHER_VARIABLES: [&str; 2] = ["VIDIMUS_CONFIG", "VIDIMUS_ONNXRUNTIME"];
const SEE_DEFAULTS: &str = "`vidimus doctor --default-config` prints every key with its default";

/// The default file as a table. It is also the schema: its keys are all keys there are, its values have their types.
pub(super) fn parse_default() -> Result<Table, Failure> {
    DEFAULT.parse().map_err(|error: toml::de::Error| anyhow!("the built-in default file is damaged: {error}").into())
}

/// Lays a file over `table`, whose keys are the known ones.
pub(super) fn lay_file(table: &mut Table, name: &str, text: &str) -> Result<(), Failure> {
    let line = |at: usize| 1 + text.bytes().take(at).filter(|&byte| byte == b'\n').count();
    let file = DeTable::parse(text).map_err(|error| {
        let place = error.span().map_or_else(|| name.to_owned(), |span| format!("{name}:{}", line(span.start)));
        anyhow!("{place}: {}", error.message())
    })?;
    for (section, value) in file.get_ref() {
        let place = format!("{name}:{}", line(section.span().start));
        let Some(Value::Table(known)) = table.get_mut(&**section.get_ref()) else {
            return Err(unknown(&place, "section", section.get_ref(), table.keys()));
        };
        let DeValue::Table(settings) = value.get_ref() else {
            return Err(anyhow!("{place}: `{}` is a section: write [{0}]", section.get_ref()).into());
        };
        for (key, value) in settings {
            let place = format!("{name}:{}", line(key.span().start));
            let Some(slot) = known.get_mut(&**key.get_ref()) else {
                return Err(unknown(&place, &format!("key in [{}]", section.get_ref()), key.get_ref(), known.keys()));
            };
            set(slot, &place, key.get_ref(), owned(value))?;
            accept(section.get_ref(), key.get_ref(), slot, &place)?;
        }
    }
    Ok(())
}

/// Lays the variables `VIDIMUS_<SECTION>_<KEY>` over `table`.
pub(super) fn lay_environment(
    table: &mut Table,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<(), Failure> {
    for (name, text) in environment {
        if !name.starts_with("VIDIMUS_") || OTHER_VARIABLES.contains(&name.as_str()) {
            continue;
        }
        let slot = table.iter_mut().find_map(|(section, settings)| {
            let keys = settings.as_table_mut()?.iter_mut();
            keys.map(|(key, slot)| (section, key, slot))
                .find(|(section, key, _)| format!("VIDIMUS_{section}_{key}").to_ascii_uppercase() == name)
        });
        let Some((section, key, slot)) = slot else {
            return Err(anyhow!("the environment variable {name} names no setting")).hint(SEE_DEFAULTS);
        };
        // A text needs no quotes here; everything else is written as in TOML.
        let value = if slot.is_str() {
            Value::String(text)
        } else {
            text.parse().map_err(|_| anyhow!("the environment variable {name} must be written like {slot}"))?
        };
        set(slot, "the environment", &name, value)?;
        accept(section, key, slot, &format!("the environment variable {name}"))?;
    }
    Ok(())
}

/// Tries one value among the defaults, so that what is wrong with it is told with its place.
fn accept(section: &str, key: &str, value: &Value, place: &str) -> Result<(), Failure> {
    let mut table = parse_default()?;
    if let Some(slot) = table.get_mut(section).and_then(|section| section.get_mut(key)) {
        *slot = value.clone();
    }
    let config: Result<Config, toml::de::Error> = table.try_into();
    config.map_err(|error| anyhow!("{place}: `{key}`: {}", error.message())).hint(SEE_DEFAULTS)?;
    Ok(())
}

/// Puts `value` in place of the default, if it is of the same type.
fn set(slot: &mut Value, place: &str, key: &str, value: Value) -> Result<(), Failure> {
    if !slot.same_type(&value) {
        let (wanted, found) = (slot.type_str(), value.type_str());
        return Err(
            anyhow!("{place}: `{key}` takes a value of type {wanted}, not {found}; the default is {slot}").into()
        );
    }
    *slot = value;
    Ok(())
}

fn unknown<'a>(place: &str, what: &str, found: &str, known: impl Iterator<Item = &'a String>) -> Failure {
    let known: Vec<&str> = known.map(String::as_str).collect();
    let error = anyhow!("{place}: there is no {what} called `{found}`");
    let near = known.iter().map(|name| (eval::align(name, found).distance, name)).min();
    match near {
        Some((distance, name)) if distance <= 2 => Failure::new(error, format!("did you mean `{name}`?")),
        _ => Failure::new(error, format!("known are {}", known.join(", "))),
    }
}

/// Without the places in the file.
fn owned(value: &Spanned<DeValue<'_>>) -> Value {
    match value.get_ref() {
        DeValue::String(text) => Value::String(text.clone().into_owned()),
        DeValue::Integer(number) => {
            let digits = number.as_str();
            i64::from_str_radix(digits, number.radix()).map_or_else(|_| Value::String(digits.into()), Value::Integer)
        }
        DeValue::Float(number) => {
            number.as_str().parse().map_or_else(|_| Value::String(number.as_str().into()), Value::Float)
        }
        DeValue::Boolean(flag) => Value::Boolean(*flag),
        DeValue::Datetime(time) => Value::Datetime(*time),
        DeValue::Array(values) => Value::Array(values.iter().map(owned).collect()),
        DeValue::Table(table) => {
            Value::Table(table.iter().map(|(key, value)| (key.get_ref().clone().into_owned(), owned(value))).collect())
        }
    }
}
