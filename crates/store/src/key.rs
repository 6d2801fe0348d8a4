use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::random::random_hex;
use crate::{Digest, Error, Store, Workspace, random_base36};

/// What a key is made for.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// The workspace that it belongs to, which must be there.
    pub workspace: String,
    /// The door that it opens, as the caller spells it.
    pub door: String,
    /// What the key is found by; None takes a random one.
    pub id: Option<String>,
    /// Whether the key has two halves: one in the path of a request, one in a header.
    pub in_path: bool,
}

/// A key at the one moment at which it can be read.
pub struct Credentials {
    /// What it is found by; no secret.
    pub id: String,
    /// The half in the path.
    pub path: Option<String>,
    /// The half in a header.
    pub secret: String,
}

/// What a key opens, and what to compare the one offered with.
#[derive(Clone, Debug)]
pub struct Access {
    /// The workspace that it belongs to.
    pub workspace: Workspace,
    path: Option<Digest>,
    secret: Option<Digest>,
}

/// A key as it is listed: without anything that opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// The door that it opens.
    pub door: String,
    /// What it is found by.
    pub id: String,
    /// The workspace that it belongs to.
    pub workspace: String,
    /// When it was made.
    pub created_ms: i64,
    /// When it was revoked.
    pub revoked_ms: Option<i64>,
}

impl Access {
    /// Whether the half in the path is right; a key without one has none to be right.
    pub fn path_is(&self, offered: &str) -> bool {
        self.path.is_some_and(|path| path.is_of(offered))
    }

    /// Whether the half in the header is right.
    pub fn secret_is(&self, offered: &str) -> bool {
        self.secret.is_some_and(|secret| secret.is_of(offered))
    }
}

impl Store {
    /// Makes a key.
    ///
    /// # Errors
    /// When the door has a key of that id already, or the database fails.
    pub async fn create_key(&self, new: &NewKey, now_ms: i64) -> Result<Credentials, Error> {
        let id = match &new.id {
            Some(id) => id.clone(),
            None => random_base36(12)?,
        };
        let path = new.in_path.then(|| random_hex(32)).transpose()?;
        let secret = random_hex(32)?;
        sqlx::query(
            "INSERT INTO keys (door, id, workspace, path_digest, secret_digest, created_ms)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(new.door.clone())
        .bind(id.clone())
        .bind(new.workspace.clone())
        .bind(path.as_deref().map(|path| Digest::of(path).to_hex()))
        .bind(Digest::of(&secret).to_hex())
        .bind(now_ms)
        .execute(&self.pool)
        .await?;
        Ok(Credentials { id, path, secret })
    }

    /// What the key of that id opens at a door; None for one that is unknown or revoked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn access(&self, door: &str, id: &str) -> Result<Option<Access>, Error> {
        let row = sqlx::query(
            "SELECT workspaces.*, keys.path_digest, keys.secret_digest
             FROM keys JOIN workspaces ON workspaces.name = keys.workspace
             WHERE keys.door = $1 AND keys.id = $2 AND keys.revoked_ms IS NULL",
        )
        .bind(door.to_owned())
        .bind(id.to_owned())
        .fetch_optional(&self.pool)
        .await?;
        let access = |row: &AnyRow| {
            let path: Option<String> = row.try_get("path_digest")?;
            let secret: String = row.try_get("secret_digest")?;
            Ok::<_, sqlx::Error>(Access {
                workspace: Workspace::from_row(row)?,
                path: path.as_deref().and_then(Digest::from_hex),
                secret: Digest::from_hex(&secret),
            })
        };
        Ok(row.as_ref().map(access).transpose()?)
    }

    /// All keys, by workspace, door and id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keys(&self) -> Result<Vec<KeyRow>, Error> {
        let rows: Vec<(String, String, String, i64, Option<i64>)> =
            sqlx::query_as("SELECT door, id, workspace, created_ms, revoked_ms FROM keys ORDER BY workspace, door, id")
                .fetch_all(&self.pool)
                .await?;
        let row =
            |(door, id, workspace, created_ms, revoked_ms)| KeyRow { door, id, workspace, created_ms, revoked_ms };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Revokes the keys of that id, at every door; returns how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_key(&self, id: &str, now_ms: i64) -> Result<u64, Error> {
        let query = sqlx::query("UPDATE keys SET revoked_ms = $1 WHERE id = $2 AND revoked_ms IS NULL");
        Ok(query.bind(now_ms).bind(id.to_owned()).execute(&self.pool).await?.rows_affected())
    }

    /// Removes the keys of a workspace, and with them every trace that they were there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_keys(&self, workspace: &str) -> Result<(), Error> {
        let query = sqlx::query("DELETE FROM keys WHERE workspace = $1").bind(workspace.to_owned());
        query.execute(&self.pool).await?;
        Ok(())
    }
}
