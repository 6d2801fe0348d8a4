use std::sync::Once;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers};
use sqlx::{AnyPool, AssertSqlSafe, ConnectOptions as _};

use crate::vault::Vault;
use crate::{Error, ErrorKind, Key};

/// What the tables look like: the version of this program's, and the statements that lead to each version from the one
/// before. `BYTES` stands for the type of bytes and `PASSING` for a table that may be lost when the database fails, which the
/// two databases call differently.
const VERSIONS: [&[&str]; 2] = [
    &[
        "CREATE TABLE workspaces (
        name TEXT PRIMARY KEY,
        doors TEXT NOT NULL,
        disabled BIGINT NOT NULL,
        calls_per_minute BIGINT NOT NULL,
        concurrency BIGINT NOT NULL,
        callback_hosts TEXT NOT NULL,
        retention_s BIGINT NOT NULL,
        signing_secret BYTES NOT NULL,
        created_ms BIGINT NOT NULL)",
        "CREATE TABLE keys (
        door TEXT NOT NULL,
        id TEXT NOT NULL,
        workspace TEXT NOT NULL,
        path_digest TEXT,
        secret_digest TEXT NOT NULL,
        created_ms BIGINT NOT NULL,
        revoked_ms BIGINT,
        PRIMARY KEY (door, id))",
        "CREATE TABLE request_ids (
        workspace TEXT NOT NULL,
        digest TEXT NOT NULL,
        until_ms BIGINT NOT NULL,
        PRIMARY KEY (workspace, digest))",
        "CREATE INDEX request_ids_until ON request_ids (until_ms)",
        "CREATE TABLE calls (
        workspace TEXT NOT NULL,
        minute BIGINT NOT NULL,
        calls BIGINT NOT NULL,
        PRIMARY KEY (workspace, minute))",
        "CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        workspace TEXT NOT NULL,
        door TEXT NOT NULL,
        state TEXT NOT NULL,
        created_ms BIGINT NOT NULL,
        due_ms BIGINT NOT NULL,
        lease TEXT,
        starts BIGINT NOT NULL,
        tries BIGINT NOT NULL,
        last_error TEXT,
        ended_ms BIGINT,
        expires_ms BIGINT,
        callback_url BYTES,
        request BYTES,
        result BYTES)",
        "CREATE INDEX jobs_due ON jobs (state, due_ms)",
        "CREATE INDEX jobs_expiry ON jobs (expires_ms)",
    ],
    &[
        "DROP TABLE calls",
        "CREATE PASSING TABLE calls (
        workspace TEXT NOT NULL,
        minute BIGINT NOT NULL,
        calls BIGINT NOT NULL,
        PRIMARY KEY (workspace, minute))",
        "CREATE PASSING TABLE places (
        workspace TEXT NOT NULL,
        number BIGINT NOT NULL,
        lease TEXT,
        until_ms BIGINT NOT NULL,
        PRIMARY KEY (workspace, number))",
    ],
];

/// The databases there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file on this machine; any number of processes on it may share it.
    Sqlite,
    /// A server; any number of processes on any machines may share it.
    Postgres,
}

/// An open store. Cloning is cheap: clones share connections.
#[derive(Clone)]
pub struct Store {
    pub(crate) pool: AnyPool,
    /// For what may be lost when the machine fails: changes do not wait for the disk.
    pub(crate) passing: AnyPool,
    pub(crate) vault: std::sync::Arc<Vault>,
    backend: Backend,
}

impl Backend {
    /// The database that an address such as `sqlite:vidimus.db` or `postgres://host/name` names.
    pub fn of(url: &str) -> Option<Self> {
        match url.split_once(':')?.0 {
            "sqlite" => Some(Backend::Sqlite),
            "postgres" | "postgresql" => Some(Backend::Postgres),
            _ => None,
        }
    }

    /// What a statement that takes the next free row ends with, so that takers do not wait for each other. SQLite has
    /// one writer at a time anyway.
    fn skip_locked(self) -> &'static str {
        match self {
            Backend::Sqlite => "",
            Backend::Postgres => "FOR UPDATE SKIP LOCKED",
        }
    }
}

impl Store {
    /// Connects and brings the tables up to date. A missing SQLite file is made; `key` is the operator's.
    ///
    /// # Errors
    /// When the address is no database's, the database cannot be reached, or a newer program has been at it.
    pub async fn open(url: &str, key: &Key) -> Result<Self, Error> {
        static DRIVERS: Once = Once::new();
        DRIVERS.call_once(install_default_drivers);
        let wrong_url = Error::new(ErrorKind::Database, "the address names neither SQLite nor PostgreSQL");
        let backend = Backend::of(url).ok_or(wrong_url)?;
        let options = match backend {
            Backend::Sqlite if !url.contains("mode=") => {
                format!("{url}{}mode=rwc", if url.contains('?') { '&' } else { '?' })
            }
            _ => url.to_owned(),
        };
        let options: AnyConnectOptions = options.parse()?;
        let pool = connect(backend, options.clone(), "FULL").await?;
        let passing = match backend {
            Backend::Sqlite => connect(backend, options, "NORMAL").await?,
            Backend::Postgres => pool.clone(),
        };
        let store = Self { pool, passing, vault: Vault::new(key).into(), backend };
        store.bring_up_to_date().await?;
        Ok(store)
    }

    /// Which database it is.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), Error> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// A statement of this program, with `SKIP LOCKED` replaced by what the database calls it.
    pub(crate) fn sql(&self, statement: &str) -> AssertSqlSafe<String> {
        AssertSqlSafe(statement.replace("SKIP LOCKED", self.backend.skip_locked()))
    }

    async fn bring_up_to_date(&self) -> Result<(), Error> {
        // Processes that start together take turns.
        let begin = match self.backend {
            Backend::Sqlite => "BEGIN IMMEDIATE",
            Backend::Postgres => "BEGIN",
        };
        let mut transaction = self.pool.begin_with(begin).await?;
        if self.backend == Backend::Postgres {
            // Any number that only this program uses.
            let lock = "WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(7664108)) SELECT COUNT(*) FROM turn";
            sqlx::query(lock).fetch_all(&mut *transaction).await?;
        }
        sqlx::query("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)")
            .execute(&mut *transaction)
            .await?;
        let version: (Option<i64>,) =
            sqlx::query_as("SELECT MAX(version) FROM schema_version").fetch_one(&mut *transaction).await?;
        let version = usize::try_from(version.0.unwrap_or(0)).unwrap_or(usize::MAX);
        let missing = VERSIONS
            .get(version..)
            .ok_or(Error::new(ErrorKind::Newer, "the database is of a newer version of the program"))?;
        let (bytes, passing) = match self.backend {
            Backend::Sqlite => ("BLOB", ""),
            // Changes of such a table do not wait for the disk.
            Backend::Postgres => ("BYTEA", "UNLOGGED"),
        };
        for (number, statements) in (version + 1..).zip(missing) {
            for statement in *statements {
                let statement = statement.replace("BYTES", bytes).replace("PASSING", passing);
                sqlx::query(AssertSqlSafe(statement)).execute(&mut *transaction).await?;
            }
            sqlx::query("INSERT INTO schema_version (version) VALUES ($1)")
                .bind(i64::try_from(number).unwrap_or(i64::MAX))
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// Connections to a database. `synchronous` is what a change waits for in SQLite: with FULL, that it is on the disk.
async fn connect(
    backend: Backend,
    options: AnyConnectOptions,
    synchronous: &'static str,
) -> Result<AnyPool, sqlx::Error> {
    let connections = match backend {
        // It has one writer at a time, so more would only wait for each other inside it.
        Backend::Sqlite => 1,
        Backend::Postgres => 8,
    };
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(5))
        .after_connect(move |connection, _| {
            Box::pin(async move {
                if backend == Backend::Sqlite {
                    // What is erased is overwritten.
                    for pragma in ["journal_mode = WAL", "secure_delete = ON", &format!("synchronous = {synchronous}")]
                    {
                        sqlx::query(AssertSqlSafe(format!("PRAGMA {pragma}"))).fetch_all(&mut *connection).await?;
                    }
                }
                Ok(())
            })
        })
        .connect_with(options.disable_statement_logging())
        .await
}
