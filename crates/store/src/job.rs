use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::{Error, Store, random_base36};

/// Work that was accepted and is done later. It is read, then its result is kept or, with an address, delivered; at any
/// moment one process at most holds it, by a lease that ends by itself when the process does.
pub struct NewJob {
    /// What it is found by; nobody has had it before and nobody can guess it.
    pub id: String,
    /// Whose it is.
    pub workspace: String,
    /// The door that it came through, as the caller spells it.
    pub door: String,
    /// Where the result goes.
    pub callback_url: Option<String>,
    /// What is to be done, pictures and all.
    pub request: Vec<u8>,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for a reader, or has one.
    ToRead,
    /// It has its result, which waits to be delivered.
    ToDeliver,
    /// It has its result, which nobody wants delivered.
    Done,
    /// Its result was delivered.
    Delivered,
    /// Its result could not be delivered in the time given.
    GivenUp,
}

impl State {
    /// Every state.
    pub const ALL: [State; 5] = [State::ToRead, State::ToDeliver, State::Done, State::Delivered, State::GivenUp];

    /// Its name in the database and for people.
    pub fn as_str(self) -> &'static str {
        match self {
            State::ToRead => "to_read",
            State::ToDeliver => "to_deliver",
            State::Done => "done",
            State::Delivered => "delivered",
            State::GivenUp => "given_up",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// The right to work on a job, until it is overtaken: each step asks whether it still holds.
#[derive(Clone, Debug)]
pub struct Lease {
    /// The job.
    pub job: String,
    token: String,
}

/// A job that is to be read. Holds pictures: it has no `Debug`.
pub struct Work {
    /// The right to do it.
    pub lease: Lease,
    /// Whose it is.
    pub workspace: String,
    /// The door that it came through.
    pub door: String,
    /// When it was accepted.
    pub created_ms: i64,
    /// How many times somebody began it, this time included.
    pub starts: u32,
    /// Whether its result is to be delivered.
    pub has_callback: bool,
    /// What is to be done; None when it does not open any more.
    pub request: Option<Vec<u8>>,
}

/// A result that is to be delivered. Holds personal data: it has no `Debug`.
pub struct Delivery {
    /// The right to do it.
    pub lease: Lease,
    /// Whose it is.
    pub workspace: String,
    /// How many times it was tried before.
    pub tries: u32,
    /// When the result was there.
    pub read_ms: i64,
    /// Where it goes and what it says; None when they do not open any more.
    pub letter: Option<(String, Vec<u8>)>,
}

/// A job as its owner sees it. Holds personal data: it has no `Debug`.
pub struct Job {
    /// How far it is.
    pub state: State,
    /// When it was accepted.
    pub created_ms: i64,
    /// Its result, when there is one.
    pub result: Option<Vec<u8>>,
}

fn place(job: &str, column: &str) -> String {
    format!("job/{job}/{column}")
}

impl Store {
    /// Keeps a job. When this returns, it is accepted and will not be lost.
    ///
    /// # Errors
    /// When there is a job of that id, or the database fails.
    pub async fn accept_job(&self, job: &NewJob, now_ms: i64) -> Result<(), Error> {
        let request = self.vault.seal(&place(&job.id, "request"), &job.request)?;
        let callback_url = job.callback_url.as_ref();
        let callback_url = callback_url.map(|url| self.vault.seal(&place(&job.id, "callback_url"), url.as_bytes()));
        sqlx::query(
            "INSERT INTO jobs (id, workspace, door, state, created_ms, due_ms, starts, tries, callback_url, request)
             VALUES ($1, $2, $3, $4, $5, $5, 0, 0, $6, $7)",
        )
        .bind(job.id.clone())
        .bind(job.workspace.clone())
        .bind(job.door.clone())
        .bind(State::ToRead.as_str())
        .bind(now_ms)
        .bind(callback_url.transpose()?)
        .bind(request)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// How many jobs wait to be read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn jobs_to_read(&self) -> Result<u64, Error> {
        let query = sqlx::query_as("SELECT COUNT(*) FROM jobs WHERE state = $1").bind(State::ToRead.as_str());
        let (count,): (i64,) = query.fetch_one(&self.pool).await?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Takes the job that has waited longest to be read, for `lease_ms`. `holder` names the process.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_work(&self, holder: &str, now_ms: i64, lease_ms: i64) -> Result<Option<Work>, Error> {
        let Some((lease, row)) = self.take(State::ToRead, "starts = starts + 1", holder, now_ms, lease_ms).await?
        else {
            return Ok(None);
        };
        let sealed: Option<Vec<u8>> = row.try_get("request")?;
        let url: Option<Vec<u8>> = row.try_get("callback_url")?;
        Ok(Some(Work {
            workspace: row.try_get("workspace")?,
            door: row.try_get("door")?,
            created_ms: row.try_get("created_ms")?,
            starts: count(&row, "starts")?,
            has_callback: url.is_some(),
            request: sealed.and_then(|sealed| self.vault.open(&place(&lease.job, "request"), &sealed).ok()),
            lease,
        }))
    }

    /// Takes the result that is due for delivery, for `lease_ms`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_delivery(&self, holder: &str, now_ms: i64, lease_ms: i64) -> Result<Option<Delivery>, Error> {
        let Some((lease, row)) = self.take(State::ToDeliver, "tries = tries + 1", holder, now_ms, lease_ms).await?
        else {
            return Ok(None);
        };
        let open = |column: &str| {
            let sealed: Option<Vec<u8>> = row.try_get(column)?;
            Ok::<_, sqlx::Error>(sealed.and_then(|sealed| self.vault.open(&place(&lease.job, column), &sealed).ok()))
        };
        let (url, body) = (open("callback_url")?, open("result")?);
        let read_ms: Option<i64> = row.try_get("ended_ms")?;
        Ok(Some(Delivery {
            workspace: row.try_get("workspace")?,
            tries: count(&row, "tries")?.saturating_sub(1),
            read_ms: read_ms.unwrap_or(now_ms),
            letter: url.and_then(|url| String::from_utf8(url).ok()).zip(body),
            lease,
        }))
    }

    async fn take(
        &self,
        state: State,
        counting: &str,
        holder: &str,
        now_ms: i64,
        lease_ms: i64,
    ) -> Result<Option<(Lease, AnyRow)>, Error> {
        let token = format!("{holder}/{}", random_base36(16)?);
        let statement = format!(
            "UPDATE jobs SET due_ms = $1, lease = $2, {counting} WHERE id = (
                SELECT id FROM jobs WHERE state = $3 AND due_ms <= $4 ORDER BY due_ms, id LIMIT 1 SKIP LOCKED)
             RETURNING *"
        );
        let rows = sqlx::query(self.sql(&statement))
            .bind(now_ms + lease_ms)
            .bind(token.clone())
            .bind(state.as_str())
            .bind(now_ms)
            .fetch_all(&self.pool)
            .await?;
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        Ok(Some((Lease { job: row.try_get("id")?, token }, row)))
    }

    /// Holds a job until `until_ms`. False when somebody else has it by now: then the work is to be dropped.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn renew(&self, lease: &Lease, until_ms: i64) -> Result<bool, Error> {
        let query = sqlx::query("UPDATE jobs SET due_ms = $3 WHERE id = $1 AND lease = $2");
        let query = query.bind(lease.job.clone()).bind(lease.token.clone()).bind(until_ms);
        Ok(query.execute(&self.pool).await?.rows_affected() > 0)
    }

    /// Gives a job back undone; it is due again at `due_ms`. A start that led nowhere does not count.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hand_back(&self, lease: &Lease, due_ms: i64) -> Result<(), Error> {
        let query =
            sqlx::query("UPDATE jobs SET due_ms = $3, lease = NULL, starts = starts - 1 WHERE id = $1 AND lease = $2");
        query.bind(lease.job.clone()).bind(lease.token.clone()).bind(due_ms).execute(&self.pool).await?;
        Ok(())
    }

    /// Gives back everything that `holder` has: for a process that ends.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hand_back_all(&self, holder: &str, now_ms: i64) -> Result<u64, Error> {
        // Holders are letters and digits, so the pattern means itself.
        let query = sqlx::query("UPDATE jobs SET due_ms = $1, lease = NULL WHERE lease LIKE $2");
        Ok(query.bind(now_ms).bind(format!("{holder}/%")).execute(&self.pool).await?.rows_affected())
    }

    /// Keeps the result of a job, and erases what was to be done. It is delivered next when the job has an address, and
    /// else kept for `retention_ms`. False when somebody else has the job by now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn finish_work(&self, work: &Work, result: &[u8], now_ms: i64, retention_ms: i64) -> Result<bool, Error> {
        let sealed = self.vault.seal(&place(&work.lease.job, "result"), result)?;
        let state = if work.has_callback { State::ToDeliver } else { State::Done };
        let rows = sqlx::query(
            "UPDATE jobs SET state = $3, result = $4, request = NULL, lease = NULL, due_ms = $5, ended_ms = $5,
                expires_ms = $6
             WHERE id = $1 AND lease = $2",
        )
        .bind(work.lease.job.clone())
        .bind(work.lease.token.clone())
        .bind(state.as_str())
        .bind(sealed)
        .bind(now_ms)
        .bind((!work.has_callback).then_some(now_ms + retention_ms))
        .execute(&self.pool)
        .await?;
        Ok(rows.rows_affected() > 0)
    }

    /// The result was delivered, or is given up; it is kept for `retention_ms` more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_delivery(
        &self,
        lease: &Lease,
        state: State,
        error: Option<&str>,
        now_ms: i64,
        retention_ms: i64,
    ) -> Result<(), Error> {
        sqlx::query(
            "UPDATE jobs SET state = $3, lease = NULL, last_error = $4, expires_ms = $5 WHERE id = $1 AND lease = $2",
        )
        .bind(lease.job.clone())
        .bind(lease.token.clone())
        .bind(state.as_str())
        .bind(error.map(str::to_owned))
        .bind(now_ms + retention_ms)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The delivery failed and is tried again at `due_ms`; `error` says how, without saying what was in it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_off_delivery(&self, lease: &Lease, error: &str, due_ms: i64) -> Result<(), Error> {
        let query =
            sqlx::query("UPDATE jobs SET due_ms = $3, lease = NULL, last_error = $4 WHERE id = $1 AND lease = $2");
        let query = query.bind(lease.job.clone()).bind(lease.token.clone()).bind(due_ms).bind(error.to_owned());
        query.execute(&self.pool).await?;
        Ok(())
    }

    /// A job of a workspace, as it came through a door. Another's job is as good as none.
    ///
    /// # Errors
    /// When the database fails, or a result does not open.
    pub async fn job(&self, workspace: &str, door: &str, id: &str) -> Result<Option<Job>, Error> {
        let row =
            sqlx::query("SELECT state, created_ms, result FROM jobs WHERE id = $1 AND workspace = $2 AND door = $3")
                .bind(id.to_owned())
                .bind(workspace.to_owned())
                .bind(door.to_owned())
                .fetch_optional(&self.pool)
                .await?;
        let Some(row) = row else { return Ok(None) };
        let name: String = row.try_get("state")?;
        let sealed: Option<Vec<u8>> = row.try_get("result")?;
        Ok(Some(Job {
            state: State::from_name(&name).unwrap_or(State::ToRead),
            created_ms: row.try_get("created_ms")?,
            result: sealed.map(|sealed| self.vault.open(&place(id, "result"), &sealed)).transpose()?,
        }))
    }
}

fn count(row: &AnyRow, column: &str) -> Result<u32, sqlx::Error> {
    row.try_get(column).map(|value: i64| u32::try_from(value).unwrap_or(u32::MAX))
}
