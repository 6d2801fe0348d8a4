//! Opens the store that the configuration names.
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context as _, anyhow};
use store::{Backend, Key, Store};
use tokio::runtime::Runtime;

use crate::config::{Config, Database};
use crate::failure::{Failure, Hint};

/// Opens the store.
pub(crate) async fn open(database: &Database) -> Result<Store, Failure> {
    let key = key(database)?;
    Store::open(&database.url, &key)
        .await
        .with_context(|| format!("the database {} cannot be opened", describe(database)))
        .hint("database.url is sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME")
}

/// A store and what it runs on, for commands that need nothing else.
pub(crate) fn open_alone(config: &Config) -> Result<(Runtime, Store), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.context("the async runtime cannot be started")?;
    let store = runtime.block_on(open(&config.database))?;
    Ok((runtime, store))
}

/// The address without user and password.
pub(crate) fn describe(database: &Database) -> String {
    match database.url.split_once("://").map(|(scheme, rest)| (scheme, rest.rsplit_once('@'))) {
        Some((scheme, Some((_, place)))) => format!("{scheme}://{}", place.split('?').next().unwrap_or_default()),
        _ => database.url.split('?').next().unwrap_or_default().to_owned(),
    }
}

fn key(database: &Database) -> Result<Key, Failure> {
    let path = &database.key_file;
    match fs::read_to_string(path) {
        Ok(text) => Key::from_text(&text)
            .ok_or_else(|| anyhow!("{} holds no key", path.display()))
            .hint("a key is 32 bytes as base64: head -c 32 /dev/urandom | base64"),
        Err(error) if error.kind() == ErrorKind::NotFound && Backend::of(&database.url) == Some(Backend::Sqlite) => {
            make_key(path)
        }
        Err(error) => Err(anyhow::Error::new(error).context(format!("{} cannot be read", path.display())))
            .hint("every process on one database needs the same key: head -c 32 /dev/urandom | base64 > FILE"),
    }
}

/// For the owner's eyes only, and never over one that is there.
fn make_key(path: &Path) -> Result<Key, Failure> {
    let key = Key::random().context("a key cannot be made")?;
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let written = file.and_then(|mut file| writeln!(file, "{}", key.to_text()).and_then(|()| file.sync_all()));
    written.with_context(|| format!("{} cannot be written", path.display())).hint("set database.key_file")?;
    eprintln!("made the key that jobs are sealed with: {}", path.display());
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        for (url, expected) in [
            ("sqlite:vidimus.db", "sqlite:vidimus.db"),
            ("sqlite:vidimus.db?mode=rwc", "sqlite:vidimus.db"),
            ("postgres://user:s3cret@db.example:5432/vidimus?sslmode=require", "postgres://db.example:5432/vidimus"),
            ("postgres://user:s3c@ret@db/vidimus", "postgres://db/vidimus"),
            ("postgres:///vidimus?host=/run&password=s3cret", "postgres:///vidimus"),
        ] {
            let database = Database { url: url.into(), key_file: "k".into() };
            assert_eq!(describe(&database), expected);
            assert!(!format!("{database:?}").contains("s3c"));
        }
    }
}
