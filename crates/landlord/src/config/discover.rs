//! Which file is read when none is named.

use std::{ffi::OsString, path::PathBuf};

/// The variable that names the configuration file.
pub const CONFIG_VARIABLE: &str = "COMPUTE_CONFIG";

/// The file that holds the configuration, and whether it must exist.
///
/// `flag`, then `$COMPUTE_CONFIG`, both of which must exist; then
/// `landlord/config.yaml` below `$XDG_CONFIG_HOME` or `~/.config`, if it is
/// there. Relative `XDG_CONFIG_HOME`s are ignored, as the XDG rules say.
#[must_use]
pub fn discover(flag: Option<PathBuf>, env: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let given = |name: &str| env(name).filter(|value| !value.is_empty());
    if let Some(named) = flag.or_else(|| given(CONFIG_VARIABLE).map(PathBuf::from)) {
        return Some(named);
    }
    let folder = given("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| given("HOME").map(|home| PathBuf::from(home).join(".config")))?;
    Some(folder.join("landlord/config.yaml")).filter(|path| path.exists())
}
