use crate::{Error, State, Store};

/// A job as the operator sees it: nothing of what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRow {
    /// What it is found by.
    pub id: String,
    /// Whose it is.
    pub workspace: String,
    /// The door that it came through.
    pub door: String,
    /// How far it is, by name.
    pub state: String,
    /// When it was accepted.
    pub created_ms: i64,
    /// When it is due, or its lease ends.
    pub due_ms: i64,
    /// How many times its reading began.
    pub starts: i64,
    /// How many times its delivery was tried.
    pub tries: i64,
    /// What went wrong last.
    pub last_error: Option<String>,
}

type Columns = (String, String, String, String, i64, i64, i64, i64, Option<String>);

impl Store {
    /// Jobs, the oldest first: those in `state`, or all; at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn jobs(&self, state: Option<State>, limit: u32) -> Result<Vec<JobRow>, Error> {
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT id, workspace, door, state, created_ms, due_ms, starts, tries, last_error FROM jobs
             WHERE $1 = '' OR state = $1 ORDER BY created_ms, id LIMIT $2",
        )
        .bind(state.map_or("", State::as_str))
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        let row = |(id, workspace, door, state, created_ms, due_ms, starts, tries, last_error): Columns| JobRow {
            id,
            workspace,
            door,
            state,
            created_ms,
            due_ms,
            starts,
            tries,
            last_error,
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Delivers a result once more that was given up, or at once one that waits. False when there is none such.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn retry_job(&self, id: &str, now_ms: i64) -> Result<bool, Error> {
        let rows = sqlx::query(
            "UPDATE jobs SET state = $2, due_ms = $3, ended_ms = $3, tries = 0, expires_ms = NULL, lease = NULL
             WHERE id = $1 AND state IN ($2, $4) AND callback_url IS NOT NULL",
        )
        .bind(id.to_owned())
        .bind(State::ToDeliver.as_str())
        .bind(now_ms)
        .bind(State::GivenUp.as_str())
        .execute(&self.pool)
        .await?;
        Ok(rows.rows_affected() > 0)
    }

    /// Removes a job with everything in it, whatever it is at. False when there is none such.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_job(&self, id: &str) -> Result<bool, Error> {
        let query = sqlx::query("DELETE FROM jobs WHERE id = $1").bind(id.to_owned());
        Ok(query.execute(&self.pool).await?.rows_affected() > 0)
    }
}
