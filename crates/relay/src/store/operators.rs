//! Operators: who may call the operators' side, and as what.

use crate::database::{Database, is_taken};
use crate::secrets;
use crate::store::audit::{Entry, note};
use invitation::operator::Role;
use secrecy::{ExposeSecret, SecretString};
use sqlx::Row;

/// Who calls.
#[derive(Clone, Debug)]
pub struct Operator {
    pub name: String,
    pub role: Role,
}

/// A token, as it is listed.
#[derive(Debug)]
pub struct Token {
    pub name: String,
    pub role: Role,
    pub created_at: i64,
    pub expires_at: Option<i64>,
    pub used_at: Option<i64>,
}

/// Makes a token; `None` where the name has one already.
///
/// # Errors
/// The database's, or no randomness.
pub async fn create_token(
    database: &Database,
    name: &str,
    role: Role,
    valid_seconds: Option<i64>,
) -> Result<Option<SecretString>, sqlx::Error> {
    let token = secrets::operator_token()
        .map_err(|_| sqlx::Error::Io(std::io::ErrorKind::Unsupported.into()))?;
    let mut within = database.begin().await?;
    let made = database
        .query(
            "INSERT INTO operators (id, name, role, hash, created_at, expires_at)
             VALUES ($1, $2, $3, $4, @now, CASE WHEN $5 > 0 THEN @now + $5 * 1000 END)",
        )
        .bind(uuid::Uuid::new_v4().to_string())
        .bind(name.to_owned())
        .bind(role.name())
        .bind(secrets::hash(token.expose_secret()))
        .bind(valid_seconds.unwrap_or(0))
        .execute(&mut *within)
        .await;
    match made {
        Err(error) if is_taken(&error) => return Ok(None),
        other => other?,
    };
    let entry = Entry {
        who: "command line",
        what: "token made",
        invitation: None,
        detail: Some(name),
    };
    note(database, &mut within, entry).await?;
    within.commit().await?;
    Ok(Some(token))
}

/// Ends the token of that name; whether there was one.
///
/// # Errors
/// The database's.
pub async fn revoke_token(database: &Database, name: &str) -> Result<bool, sqlx::Error> {
    let mut within = database.begin().await?;
    let ended = database
        .query("UPDATE operators SET revoked_at = @now WHERE name = $1 AND revoked_at IS NULL")
        .bind(name.to_owned())
        .execute(&mut *within)
        .await?
        .rows_affected();
    let entry = Entry {
        who: "command line",
        what: "token revoked",
        invitation: None,
        detail: Some(name),
    };
    if ended > 0 {
        note(database, &mut within, entry).await?;
    }
    within.commit().await?;
    Ok(ended > 0)
}

/// The tokens that count.
///
/// # Errors
/// The database's.
pub async fn tokens(database: &Database) -> Result<Vec<Token>, sqlx::Error> {
    let rows = database
        .query("SELECT name, role, created_at, expires_at, used_at FROM operators WHERE revoked_at IS NULL ORDER BY name")
        .fetch_all(database.pool())
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Token {
                name: row.try_get("name")?,
                role: Role::named(&row.try_get::<String, _>("role")?).unwrap_or(Role::Read),
                created_at: row.try_get("created_at")?,
                expires_at: row.try_get("expires_at")?,
                used_at: row.try_get("used_at")?,
            })
        })
        .collect()
}

/// Whose token it is, if it counts; and that it was used, to the minute.
pub(crate) async fn operator(database: &Database, token: &str) -> sqlx::Result<Option<Operator>> {
    let hash = secrets::hash(token);
    let row = database
        .query(
            "SELECT name, role, @now - COALESCE(used_at, 0) AS unused FROM operators
             WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @now)",
        )
        .bind(hash.clone())
        .fetch_optional(database.pool())
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    // Once a minute: a read must not wait for a write each time.
    if row.try_get::<i64, _>("unused")? > 60_000 {
        database
            .query("UPDATE operators SET used_at = @now WHERE hash = $1")
            .bind(hash)
            .execute(database.pool())
            .await?;
    }
    let name = row.try_get("name")?;
    Ok(Role::named(&row.try_get::<String, _>("role")?).map(|role| Operator { name, role }))
}
