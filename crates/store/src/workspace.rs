use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::random::fill;
use crate::{Error, ErrorKind, Store};

/// A client of the installation: what its keys may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    /// Its name; letters, digits and `-_.`.
    pub name: String,
    /// The doors that it may use, as the caller spells them; empty for all.
    pub doors: Vec<String>,
    /// Every request is refused.
    pub disabled: bool,
    /// Calls in a minute of the clock, over all processes; 0 for any number.
    pub calls_per_minute: u32,
    /// Requests at the same time, over all processes; 0 for any number.
    pub concurrency: u32,
    /// Hosts that results may be sent to; empty for any.
    pub callback_hosts: Vec<String>,
    /// Seconds for which the result of a job is kept after its end.
    pub retention_s: u32,
}

impl Workspace {
    /// A workspace without restrictions whose results are kept for a day.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            doors: Vec::new(),
            disabled: false,
            calls_per_minute: 0,
            concurrency: 0,
            callback_hosts: Vec::new(),
            retention_s: 86_400,
        }
    }

    /// Whether it may use a door.
    pub fn may_use(&self, door: &str) -> bool {
        self.doors.is_empty() || self.doors.iter().any(|allowed| allowed == door)
    }

    /// Whether results may be sent to a host, told without regard to case.
    pub fn may_call(&self, host: &str) -> bool {
        self.callback_hosts.is_empty() || self.callback_hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(host))
    }

    /// From a row that has all columns of the table.
    pub(crate) fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        let number = |name| row.try_get(name).map(|value: i64| u32::try_from(value).unwrap_or(u32::MAX));
        let list = |name| row.try_get(name).map(|text: String| split(&text));
        Ok(Self {
            name: row.try_get("name")?,
            doors: list("doors")?,
            disabled: number("disabled")? != 0,
            calls_per_minute: number("calls_per_minute")?,
            concurrency: number("concurrency")?,
            callback_hosts: list("callback_hosts")?,
            retention_s: number("retention_s")?,
        })
    }
}

fn split(list: &str) -> Vec<String> {
    list.split(',').filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

fn place(name: &str) -> String {
    format!("workspace/{name}/signing_secret")
}

impl Store {
    /// Makes a workspace, or changes the one of that name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_workspace(&self, workspace: &Workspace, now_ms: i64) -> Result<(), Error> {
        // As many bytes as Standard Webhooks asks for: 24 to 64. A workspace that is there keeps its own.
        let mut signing_secret = [0; 32];
        fill(&mut signing_secret)?;
        let sealed = self.vault.seal(&place(&workspace.name), &signing_secret)?;
        sqlx::query(
            "INSERT INTO workspaces (name, doors, disabled, calls_per_minute, concurrency, callback_hosts, retention_s,
                signing_secret, created_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (name) DO UPDATE SET doors = excluded.doors, disabled = excluded.disabled,
                calls_per_minute = excluded.calls_per_minute, concurrency = excluded.concurrency,
                callback_hosts = excluded.callback_hosts, retention_s = excluded.retention_s",
        )
        .bind(workspace.name.clone())
        .bind(workspace.doors.join(","))
        .bind(i64::from(workspace.disabled))
        .bind(i64::from(workspace.calls_per_minute))
        .bind(i64::from(workspace.concurrency))
        .bind(workspace.callback_hosts.join(","))
        .bind(i64::from(workspace.retention_s))
        .bind(sealed)
        .bind(now_ms)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The workspace of that name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn workspace(&self, name: &str) -> Result<Option<Workspace>, Error> {
        let query = sqlx::query("SELECT * FROM workspaces WHERE name = $1").bind(name.to_owned());
        let row = query.fetch_optional(&self.pool).await?;
        Ok(row.as_ref().map(Workspace::from_row).transpose()?)
    }

    /// All workspaces, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn workspaces(&self) -> Result<Vec<Workspace>, Error> {
        let rows = sqlx::query("SELECT * FROM workspaces ORDER BY name").fetch_all(&self.pool).await?;
        Ok(rows.iter().map(Workspace::from_row).collect::<Result<_, _>>()?)
    }

    /// The bytes that callbacks to a workspace are signed with.
    ///
    /// # Errors
    /// When there is no such workspace, the secret does not open, or the database fails.
    pub async fn signing_secret(&self, workspace: &str) -> Result<Vec<u8>, Error> {
        let query = sqlx::query_as("SELECT signing_secret FROM workspaces WHERE name = $1").bind(workspace.to_owned());
        let row: Option<(Vec<u8>,)> = query.fetch_optional(&self.pool).await?;
        let (sealed,) = row.ok_or(Error::new(ErrorKind::Unknown, "there is no such workspace"))?;
        self.vault.open(&place(workspace), &sealed)
    }
}
