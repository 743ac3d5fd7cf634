//! A copy of SQLite's file while it is in use, looked at before it counts as one; and the way back.

use crate::database::{self, Database, Dialect, told};
use crate::store;
use secrecy::SecretString;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// What whoever uses PostgreSQL does instead.
const POSTGRES: &str = "PostgreSQL makes its own backups: `pg_dump --format=custom --file=FILE`; and after `pg_restore`, before a relay is started, `icloud-connect-relay restore`";

/// Writes a copy to `file`, which must not be there yet. It is what the database was at one moment, was checked, and says of
/// itself that it is a backup.
pub(crate) async fn backup(database: &Database, file: &Path) -> Result<String, String> {
    if database.dialect() == Dialect::Postgres {
        return Err(POSTGRES.to_owned());
    }
    absent(file)?;
    let part = beside(file);
    let copied = copy_to(database, &part).await;
    let kept = copied.and_then(|invitations| {
        std::fs::rename(&part, file)
            .map_err(|error| written(file, &error))
            .map(|()| invitations)
    });
    if kept.is_err() {
        // Half a copy is none; where it cannot be removed, it is not taken for one either.
        let _ = std::fs::remove_file(&part);
    }
    let invitations = kept?;
    Ok(format!(
        "{} has {invitations} invitations, and was checked. Keep it as you keep the database: it has names and addresses in it.",
        file.display()
    ))
}

async fn copy_to(from: &Database, part: &Path) -> Result<i64, String> {
    drop(new_file(part).map_err(|error| written(part, &error))?);
    let failed = |error: sqlx::Error| format!("the copy failed: {}", told(&error));
    let name = part.to_str().ok_or("the file's name is no text")?;
    from.copy_into(name).await.map_err(failed)?;
    let copy = Database::open_file(part)
        .await
        .map_err(|error| error.to_string())?;
    let looked_at = async {
        sound(&copy).await?;
        store::mark_restored(&copy).await.map_err(failed)?;
        store::count_invitations(&copy).await.map_err(failed)
    };
    let invitations = looked_at.await;
    copy.close().await;
    let invitations = invitations?;
    File::open(part)
        .and_then(|file| file.sync_all())
        .map_err(|error| written(part, &error))?;
    Ok(invitations)
}

/// Puts a copy in the place of the database, which must not be there.
pub(crate) async fn put_back(url: &SecretString, file: &Path) -> Result<(), String> {
    let Some(place) = database::file(url) else {
        return Err(POSTGRES.to_owned());
    };
    for suffix in ["", "-wal", "-shm", "-journal"] {
        absent(&with(&place, suffix))?;
    }
    let part = beside(&place);
    let copied = async {
        let mut from = File::open(file)
            .map_err(|error| format!("{} cannot be read: {}", file.display(), error.kind()))?;
        let mut to = new_file(&part).map_err(|error| written(&part, &error))?;
        io::copy(&mut from, &mut to)
            .and_then(|_| to.sync_all())
            .map_err(|error| written(&part, &error))?;
        let copy = Database::open_file(&part)
            .await
            .map_err(|error| error.to_string())?;
        let looked_at = async {
            sound(&copy).await?;
            store::mark_restored(&copy)
                .await
                .map_err(|_| format!("{} is no backup of a relay", file.display()))
        };
        let looked_at = looked_at.await;
        copy.close().await;
        looked_at?;
        std::fs::rename(&part, &place).map_err(|error| written(&place, &error))
    };
    let copied = copied.await;
    if copied.is_err() {
        // Nothing was there, and nothing stays.
        let _ = std::fs::remove_file(&part);
    }
    copied
}

async fn sound(database: &Database) -> Result<(), String> {
    match database.is_sound().await {
        Ok(true) => Ok(()),
        Ok(false) => Err("the copy is damaged: SQLite's own check finds faults in it".to_owned()),
        Err(error) => Err(format!(
            "the copy is damaged, or no database: {}",
            told(&error)
        )),
    }
}

/// For its owner alone.
fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn absent(path: &Path) -> Result<(), String> {
    match path.try_exists() {
        Ok(false) => Ok(()),
        Ok(true) => Err(format!(
            "{} is there already: move it away first",
            path.display()
        )),
        Err(error) => Err(format!("{}: {}", path.display(), error.kind())),
    }
}

/// Where it is written until it is whole.
fn beside(path: &Path) -> PathBuf {
    with(path, ".part")
}

fn with(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn written(path: &Path, error: &io::Error) -> String {
    format!("{} cannot be written: {}", path.display(), error.kind())
}
