//! The database: SQLite's file, or a PostgreSQL that many relays share. The same SQL for both, and their clock, never ours.

use secrecy::{ExposeSecret, SecretString};
use sqlx::any::{AnyArguments, AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::query::Query;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Any, AnyPool, AssertSqlSafe, ConnectOptions, SqlSafeStr, Transaction};
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// Longest wait for a connection, and of SQLite for another writer.
const PATIENCE: Duration = Duration::from_secs(5);

/// `SQLITE_READONLY` and `SQLITE_CANTOPEN`: of files that root made, for one.
const READ_ONLY: u32 = 8;
const CANNOT_OPEN: u32 = 14;

/// Which of the two it is, where they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// The database that the configuration names.
#[derive(Clone)]
pub struct Database {
    pool: AnyPool,
    dialect: Dialect,
}

/// Why it could not be opened. The address is not in it, because it may hold a password.
#[derive(Debug)]
pub enum OpenError {
    /// Neither `sqlite:` nor `postgres:`.
    Kind,
    /// It does not answer, or refuses.
    Connect(sqlx::Error),
    /// Its tables could not be made.
    Migrate(sqlx::migrate::MigrateError),
}

/// The migrations, in their order: what both databases take, and what each has of its own.
const MIGRATIONS: [(&str, &str, &str); 7] = [
    (
        include_str!("../migrations/0001_begin.sql"),
        include_str!("../migrations/0001_begin.sqlite.sql"),
        include_str!("../migrations/0001_begin.postgres.sql"),
    ),
    (include_str!("../migrations/0002_grants.sql"), "", ""),
    (include_str!("../migrations/0003_jobs.sql"), "", ""),
    (include_str!("../migrations/0004_returns.sql"), "", ""),
    (include_str!("../migrations/0005_phone.sql"), "", ""),
    (include_str!("../migrations/0006_renews.sql"), "", ""),
    (include_str!("../migrations/0007_not_all.sql"), "", ""),
];

impl Dialect {
    /// Milliseconds since 1970.
    fn now(self) -> &'static str {
        match self {
            Dialect::Sqlite => "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
            Dialect::Postgres => "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)",
        }
    }
}

impl Database {
    /// Opens it and brings its tables up to date; a relay of the version before goes on working with them.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(url: &SecretString) -> Result<Database, OpenError> {
        sqlx::any::install_default_drivers();
        let text = url.expose_secret();
        let dialect = match text.split(':').next() {
            Some("sqlite") => Dialect::Sqlite,
            Some("postgres" | "postgresql") => Dialect::Postgres,
            _ => return Err(OpenError::Kind),
        };
        let mut options = AnyPoolOptions::new()
            .acquire_timeout(PATIENCE)
            // A connection that the database closed is found out when it is used, and used no more.
            .max_connections(match dialect {
                // One writes at a time anyway; more only wait inside SQLite.
                Dialect::Sqlite => 4,
                Dialect::Postgres => 16,
            });
        if dialect == Dialect::Sqlite {
            options = options.after_connect(|connection, _| {
                Box::pin(async move {
                    let wait = PATIENCE.as_millis();
                    let pragmas = format!(
                        "PRAGMA busy_timeout = {wait}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
                         PRAGMA secure_delete = ON;"
                    );
                    sqlx::raw_sql(AssertSqlSafe(pragmas)).execute(connection).await?;
                    Ok(())
                })
            });
        }
        let connect = AnyConnectOptions::from_str(text).map_err(OpenError::Connect)?;
        let pool = options
            .connect_with(connect)
            .await
            .map_err(OpenError::Connect)?;
        migrator(dialect)
            .run(&pool)
            .await
            .map_err(OpenError::Migrate)?;
        let database = Database { pool, dialect };
        // Where the tables were up to date, nothing was written yet, and the first customer would find out. Another error
        // passes: somebody may be at it.
        let written = database.query("UPDATE invitations SET id = id WHERE 1 = 0");
        match written.execute(&database.pool).await {
            Err(error) if sqlite_code(&error) == Some(READ_ONLY) => Err(OpenError::Connect(error)),
            _ => Ok(database),
        }
    }

    /// SQLite's file by its name, as it stands there: its tables are not brought up to date.
    ///
    /// # Errors
    /// [`OpenError::Connect`].
    pub(crate) async fn open_file(file: &Path) -> Result<Database, OpenError> {
        sqlx::any::install_default_drivers();
        let connect = std::path::absolute(file)
            .map_err(sqlx::Error::Io)
            .and_then(|file| {
                let url = SqliteConnectOptions::new().filename(file).to_url_lossy();
                AnyConnectOptions::from_url(&url)
            });
        let pool = AnyPoolOptions::new()
            .max_connections(1)
            .connect_with(connect.map_err(OpenError::Connect)?)
            .await
            .map_err(OpenError::Connect)?;
        let dialect = Dialect::Sqlite;
        Ok(Database { pool, dialect })
    }

    /// Writes what SQLite's file holds at this moment into another, which is empty.
    pub(crate) async fn copy_into(&self, file: &str) -> sqlx::Result<()> {
        self.query("VACUUM INTO $1")
            .bind(file.to_owned())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Whether SQLite finds nothing wrong with its file.
    pub(crate) async fn is_sound(&self) -> sqlx::Result<bool> {
        let row = self
            .query("PRAGMA integrity_check(1)")
            .fetch_one(&self.pool)
            .await?;
        Ok(sqlx::Row::try_get::<String, _>(&row, 0)? == "ok")
    }

    /// A statement, in which `@now` stands for the database's clock.
    pub(crate) fn query(&self, sql: &'static str) -> Query<'static, Any, AnyArguments> {
        sqlx::query(self.spelled(sql))
    }

    fn spelled(&self, sql: &'static str) -> impl SqlSafeStr {
        AssertSqlSafe(sql.replace("@now", self.dialect.now()))
    }

    /// Where statements are sent one by one.
    pub(crate) fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Several statements that count together or not at all.
    pub(crate) async fn begin(&self) -> sqlx::Result<Transaction<'static, Any>> {
        match self.dialect {
            // Whoever begins to read and then wants to write is refused when another one wrote in between.
            Dialect::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await,
            Dialect::Postgres => self.pool.begin().await,
        }
    }

    /// Its clock.
    pub(crate) async fn now(&self) -> sqlx::Result<i64> {
        let row = self
            .query("SELECT @now AS now")
            .fetch_one(&self.pool)
            .await?;
        sqlx::Row::try_get(&row, "now")
    }

    /// What was erased is overwritten in the file, too; pages of before may stand in SQLite's log until then. PostgreSQL does
    /// it in its own time.
    pub(crate) async fn overwrite(&self) -> sqlx::Result<()> {
        if self.dialect == Dialect::Sqlite {
            self.query("PRAGMA wal_checkpoint(TRUNCATE)")
                .fetch_all(&self.pool)
                .await?;
        }
        Ok(())
    }

    /// The same with the whole file written anew: what was erased by a relay that did not overwrite is gone, too.
    pub(crate) async fn write_anew(&self) -> sqlx::Result<()> {
        if self.dialect == Dialect::Sqlite {
            self.query("VACUUM").execute(&self.pool).await?;
        }
        self.overwrite().await
    }

    /// Which of the two it is.
    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Ends what is open.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// SQLite's file, if it is SQLite.
pub(crate) fn file(url: &SecretString) -> Option<PathBuf> {
    let text = url.expose_secret();
    if !text.starts_with("sqlite:") {
        return None;
    }
    let options = SqliteConnectOptions::from_str(text).ok()?;
    Some(options.get_filename().to_owned())
}

fn migrator(dialect: Dialect) -> Migrator {
    let migration = |(at, (both, sqlite, postgres)): (usize, &(&str, &str, &str))| {
        let own = match dialect {
            Dialect::Sqlite => sqlite,
            Dialect::Postgres => postgres,
        };
        let sql = AssertSqlSafe(format!("{both}\n{own}")).into_sql_str();
        let version = i64::try_from(at + 1).unwrap_or(i64::MAX);
        Migration::new(version, "".into(), MigrationType::Simple, sql, false)
    };
    let migrations = MIGRATIONS.iter().enumerate().map(migration).collect();
    let mut migrator = Migrator::with_migrations(migrations);
    // A newer relay beside this one may have made more.
    migrator.set_ignore_missing(true);
    migrator
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Kind => {
                f.write_str("the database's address begins neither with sqlite: nor with postgres:")
            }
            OpenError::Connect(error) => write!(f, "the database does not open: {}", told(error)),
            OpenError::Migrate(error) => write!(f, "the database's tables cannot be made: {error}"),
        }
    }
}

impl std::error::Error for OpenError {}

/// What went wrong in the database, without what was asked: values may stand in its own words.
pub(crate) fn told(error: &sqlx::Error) -> String {
    match error {
        _ if matches!(sqlite_code(error), Some(READ_ONLY | CANNOT_OPEN)) => {
            "its file cannot be opened and written: is its folder there, and do both belong to the user that the relay \
             runs as?"
                .to_owned()
        }
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            format!("refused ({code})")
        }
        sqlx::Error::Io(error) => format!("no connection: {}", error.kind()),
        sqlx::Error::PoolTimedOut => "no connection in time".to_owned(),
        sqlx::Error::Configuration(_) => "its address cannot be read".to_owned(),
        sqlx::Error::ColumnNotFound(name) => format!("no column {name}"),
        sqlx::Error::ColumnDecode { index, .. } => format!("column {index} cannot be read"),
        sqlx::Error::Tls(_) => "no trusted connection".to_owned(),
        _ => "it failed".to_owned(),
    }
}

/// SQLite's own code, without what it says beside that.
fn sqlite_code(error: &sqlx::Error) -> Option<u32> {
    let code = error.as_database_error()?.code()?;
    // PostgreSQL's have five characters.
    let own = code.len() < 5;
    own.then(|| code.parse().ok())
        .flatten()
        .map(|code: u32| code & 0xff)
}

/// The same as a sentence.
pub(crate) fn unanswered(error: &sqlx::Error) -> String {
    format!("the database: {}", told(error))
}

/// Whether something was there already that may be there once.
pub(crate) fn is_taken(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}
