use crate::{Error, Store, random_base36};

/// One of the places that a workspace has for requests at the same time. Whoever holds it has it until a time, which they
/// move on while they live: the places of a process that dies come free by themselves.
#[derive(Debug)]
pub struct Place {
    workspace: String,
    number: i64,
    token: String,
}

impl Store {
    /// Takes one of the `most` places of a workspace until `until_ms`; None when all are taken. `holder` names the
    /// process.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_place(
        &self,
        workspace: &str,
        most: u32,
        holder: &str,
        now_ms: i64,
        until_ms: i64,
    ) -> Result<Option<Place>, Error> {
        let token = format!("{holder}/{}", random_base36(16)?);
        let place = |number| Place { workspace: workspace.to_owned(), number, token: token.clone() };
        loop {
            let free: Vec<(i64,)> = sqlx::query_as(self.sql(
                "UPDATE places SET lease = $1, until_ms = $2 WHERE workspace = $3 AND number = (
                    SELECT number FROM places WHERE workspace = $3 AND number < $4 AND until_ms <= $5
                    ORDER BY number LIMIT 1 SKIP LOCKED)
                 RETURNING number",
            ))
            .bind(token.clone())
            .bind(until_ms)
            .bind(workspace.to_owned())
            .bind(i64::from(most))
            .bind(now_ms)
            .fetch_all(&self.passing)
            .await?;
            if let Some((number,)) = free.first() {
                return Ok(Some(place(*number)));
            }
            // A workspace gets its rows as it comes to need them.
            let query = sqlx::query_as("SELECT COUNT(*) FROM places WHERE workspace = $1").bind(workspace.to_owned());
            let (number,): (i64,) = query.fetch_one(&self.passing).await?;
            if number >= i64::from(most) {
                return Ok(None);
            }
            let rows = sqlx::query(
                "INSERT INTO places (workspace, number, lease, until_ms) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (workspace, number) DO NOTHING",
            )
            .bind(workspace.to_owned())
            .bind(number)
            .bind(token.clone())
            .bind(until_ms)
            .execute(&self.passing)
            .await?;
            if rows.rows_affected() > 0 {
                return Ok(Some(place(number)));
            }
            // Somebody else made it first: another look, at one place more.
        }
    }

    /// Holds all places of `holder` until `until_ms`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_places(&self, holder: &str, until_ms: i64) -> Result<(), Error> {
        // Holders are letters and digits, so the pattern means itself.
        let query = sqlx::query("UPDATE places SET until_ms = $1 WHERE lease LIKE $2");
        query.bind(until_ms).bind(format!("{holder}/%")).execute(&self.passing).await?;
        Ok(())
    }

    /// Gives a place back, unless it ran out and is another's by now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn leave_place(&self, place: &Place) -> Result<(), Error> {
        sqlx::query("UPDATE places SET lease = NULL, until_ms = 0 WHERE workspace = $1 AND number = $2 AND lease = $3")
            .bind(place.workspace.clone())
            .bind(place.number)
            .bind(place.token.clone())
            .execute(&self.passing)
            .await?;
        Ok(())
    }

    /// Gives back all places of `holder`: for a process that ends.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn leave_all_places(&self, holder: &str) -> Result<(), Error> {
        let query = sqlx::query("UPDATE places SET lease = NULL, until_ms = 0 WHERE lease LIKE $1");
        query.bind(format!("{holder}/%")).execute(&self.passing).await?;
        Ok(())
    }
}
