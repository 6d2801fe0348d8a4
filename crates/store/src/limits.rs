use crate::{Digest, Error, Store};

impl Store {
    /// Takes an id of a request for a workspace until `until_ms`. False when it is taken already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_request_id(&self, workspace: &str, id: &str, now_ms: i64, until_ms: i64) -> Result<bool, Error> {
        let rows = sqlx::query(
            "INSERT INTO request_ids (workspace, digest, until_ms) VALUES ($1, $2, $3)
             ON CONFLICT (workspace, digest) DO UPDATE SET until_ms = excluded.until_ms
             WHERE request_ids.until_ms <= $4",
        )
        .bind(workspace.to_owned())
        // Callers choose the ids: as digests they are short, and say nothing.
        .bind(Digest::of(id).to_hex())
        .bind(until_ms)
        .bind(now_ms)
        .execute(&self.pool)
        .await?;
        Ok(rows.rows_affected() > 0)
    }

    /// Gives an id back, for a request that got no answer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn free_request_id(&self, workspace: &str, id: &str) -> Result<(), Error> {
        let query = sqlx::query("DELETE FROM request_ids WHERE workspace = $1 AND digest = $2");
        query.bind(workspace.to_owned()).bind(Digest::of(id).to_hex()).execute(&self.pool).await?;
        Ok(())
    }

    /// Counts one more call of a workspace, and tells how many there were in this minute of the clock.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_call(&self, workspace: &str, now_ms: i64) -> Result<u64, Error> {
        let rows: Vec<(i64,)> = sqlx::query_as(
            "INSERT INTO calls (workspace, minute, calls) VALUES ($1, $2, 1)
             ON CONFLICT (workspace, minute) DO UPDATE SET calls = calls.calls + 1 RETURNING calls",
        )
        .bind(workspace.to_owned())
        .bind(now_ms.div_euclid(60_000))
        .fetch_all(&self.passing)
        .await?;
        Ok(rows.first().map_or(0, |row| u64::try_from(row.0).unwrap_or(0)))
    }

    /// Removes what has run out: ids of requests, counts of calls, and jobs with their results.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep(&self, now_ms: i64) -> Result<(), Error> {
        for (statement, bound) in [
            ("DELETE FROM request_ids WHERE until_ms <= $1", now_ms),
            ("DELETE FROM calls WHERE minute < $1", now_ms.div_euclid(60_000) - 1),
            ("DELETE FROM jobs WHERE expires_ms <= $1", now_ms),
        ] {
            sqlx::query(statement).bind(bound).execute(&self.pool).await?;
        }
        Ok(())
    }
}
