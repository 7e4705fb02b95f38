//! The root of all tenants' folders.

use std::fs::{DirBuilder, File};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::tenant::TenantFolder;

/// An opened root: its folders exist and are ours alone.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    path: PathBuf,
    id: String,
}

impl Root {
    /// Opens `path`, making what is missing: folders 0700, and an id drawn once.
    ///
    /// # Errors
    /// When it cannot be made, or belongs to another user.
    pub(crate) fn open(path: &Path) -> std::io::Result<Self> {
        let tenants = path.join("tenants");
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&tenants)?;
        let path = path.canonicalize()?;
        let owner = std::fs::metadata(&path)?.uid();
        if owner != rustix::process::geteuid().as_raw() {
            return Err(std::io::Error::new(
                std::io::ErrorKind::PermissionDenied,
                format!("the folder belongs to user {owner}, not to this one"),
            ));
        }
        for folder in [&path, &tenants] {
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        }
        let id = read_or_draw_id(&path)?;
        Ok(Self { path, id })
    }

    /// Opens `path` for reading only: `None` when no tenant was ever made below it.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub(crate) fn open_existing(path: &Path) -> std::io::Result<Option<Self>> {
        let id = match std::fs::read_to_string(path.join("id")) {
            Ok(id) if is_id(id.trim()) => id.trim().to_owned(),
            Ok(_) => return Self::open(path).map(Some),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(Some(Self {
            path: path.canonicalize()?,
            id,
        }))
    }

    /// The folder of the tenant whose name on this engine is `name`; it need not exist.
    pub(crate) fn tenant(&self, name: &str) -> TenantFolder {
        TenantFolder::new(self.path.join("tenants"), name, &self.id)
    }

    /// The names of all tenants that have a folder or left one half removed, sorted.
    ///
    /// # Errors
    /// When the root cannot be read.
    pub(crate) fn names(&self) -> std::io::Result<Vec<String>> {
        let mut names = std::collections::BTreeSet::new();
        for entry in std::fs::read_dir(self.path.join("tenants"))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let hidden = name.strip_prefix('.');
            match hidden.and_then(|rest| rest.strip_suffix(".gone")) {
                Some(gone) => names.insert(gone.to_owned()),
                None if hidden.is_none() => names.insert(name),
                None => false,
            };
        }
        Ok(names.into_iter().collect())
    }
}

fn is_id(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Linked into place, so that two first verbs at once agree on one id.
fn read_or_draw_id(path: &Path) -> std::io::Result<String> {
    let file = path.join("id");
    if let Ok(id) = std::fs::read_to_string(&file)
        && is_id(id.trim())
    {
        return Ok(id.trim().to_owned());
    }
    let mut random = [0; 10];
    File::open("/dev/urandom")?.read_exact(&mut random)?;
    let id = data_encoding::BASE32_NOPAD
        .encode(&random)
        .to_ascii_lowercase();
    let temporary = path.join(format!(".id.{id}"));
    let mut options = File::options();
    options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&temporary)?
        .write_all(id.as_bytes())?;
    let linked = std::fs::hard_link(&temporary, &file);
    std::fs::remove_file(&temporary)?;
    match linked {
        Ok(()) => Ok(id),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let present = std::fs::read_to_string(&file)?.trim().to_owned();
            if is_id(&present) {
                return Ok(present);
            }
            // a file cut short by a full disk or a crash: nothing was ever started under it
            std::fs::write(&file, &id)?;
            Ok(id)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_drawn_once() {
        let folder = tempfile::tempdir().unwrap();
        let first = Root::open(folder.path()).unwrap();
        let again = Root::open_existing(folder.path()).unwrap().unwrap();
        assert_eq!(first.id, again.id);
        assert!(is_id(&first.id));
    }

    #[test]
    fn an_untouched_place_is_no_root() {
        let folder = tempfile::tempdir().unwrap();
        assert!(
            Root::open_existing(&folder.path().join("nothing"))
                .unwrap()
                .is_none()
        );
    }

    #[test]
    fn names_hold_the_half_removed_and_no_lock() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(folder.path()).unwrap();
        for name in ["b", ".a.gone", ".c.new"] {
            std::fs::create_dir(folder.path().join("tenants").join(name)).unwrap();
        }
        std::fs::write(folder.path().join("tenants/.b.lock"), "").unwrap();
        assert_eq!(root.names().unwrap(), ["a", "b"]);
    }
}
