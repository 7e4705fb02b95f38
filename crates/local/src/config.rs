//! What an operator sets for the local provider.

use std::path::PathBuf;

use landlord_core::{Error, ErrorKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::manifest::Settings;

/// The least that a log file may hold before it is rotated, bytes.
const LEAST_LOG: u64 = 64 * 1024;

/// Configuration of one local provider. Every field has a default.
///
/// ```
/// # use landlord_local::LocalConfig;
/// let config = LocalConfig::new().root("/var/lib/landlord").secrets_dir("/etc/landlord/secrets");
/// assert_eq!(config.log_files, 3);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LocalConfig {
    /// The folder of all state, made with rights 0700. Default: `$XDG_STATE_HOME/landlord`, else
    /// `~/.local/state/landlord`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<PathBuf>,
    /// The folder that `secrets[].source` names files in. Default: none, and specs with secrets
    /// are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secrets_dir: Option<PathBuf>,
    /// What is started as supervisor: `current_exe` (the default; the program must call
    /// `landlord_local::supervisor::init` first in `main`), or the path of `landlord-supervisor`.
    pub supervisor: SupervisorProgram,
    /// Bytes after which a container's log file is rotated: at least 65536, default 10 MiB.
    #[schemars(range(min = 65536))]
    pub log_max_bytes: u64,
    /// How many log files of a container are kept, the current one included: 1 to 100, default 3.
    #[schemars(range(min = 1, max = 100))]
    pub log_files: u32,
}

/// The program that supervises.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "String", into = "String")]
#[schemars(with = "String")]
pub enum SupervisorProgram {
    /// The program that runs now; written `current_exe`.
    #[default]
    CurrentExe,
    /// Another program, `landlord-supervisor` as a rule.
    Path(PathBuf),
}

impl From<String> for SupervisorProgram {
    fn from(text: String) -> Self {
        if text == "current_exe" {
            Self::CurrentExe
        } else {
            Self::Path(text.into())
        }
    }
}

impl From<SupervisorProgram> for String {
    fn from(program: SupervisorProgram) -> Self {
        match program {
            SupervisorProgram::CurrentExe => "current_exe".into(),
            SupervisorProgram::Path(path) => path.to_string_lossy().into_owned(),
        }
    }
}

impl Default for LocalConfig {
    fn default() -> Self {
        let settings = Settings::default();
        Self {
            root: None,
            secrets_dir: None,
            supervisor: SupervisorProgram::default(),
            log_max_bytes: settings.log_max_bytes,
            log_files: settings.log_files,
        }
    }
}

impl LocalConfig {
    /// The defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the folder of all state.
    #[must_use]
    pub fn root(mut self, root: impl Into<PathBuf>) -> Self {
        self.root = Some(root.into());
        self
    }

    /// Sets the folder of secrets.
    #[must_use]
    pub fn secrets_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.secrets_dir = Some(folder.into());
        self
    }

    /// Sets the program that supervises.
    #[must_use]
    pub fn supervisor(mut self, program: SupervisorProgram) -> Self {
        self.supervisor = program;
        self
    }

    /// Sets the size after which a log file is rotated, bytes, and how many are kept.
    #[must_use]
    pub fn logs(mut self, max_bytes: u64, files: u32) -> Self {
        (self.log_max_bytes, self.log_files) = (max_bytes, files);
        self
    }

    /// The root in force.
    pub(crate) fn resolved_root(&self) -> Result<PathBuf, Error> {
        if let Some(root) = &self.root {
            return absolute(root.clone());
        }
        let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
        variable("XDG_STATE_HOME")
            // the specification of XDG says to pass over what is not absolute
            .filter(|path| path.is_absolute())
            .or_else(|| Some(variable("HOME")?.join(".local/state")))
            .map(|state| state.join("landlord"))
            .ok_or_else(|| {
                Error::new(ErrorKind::Config, "no folder for state: `HOME` is not set")
                    .with_help("set `local.root`")
            })
    }

    /// What a supervisor is told.
    pub(crate) fn settings(&self) -> Result<Settings, Error> {
        let secrets_dir = self.secrets_dir.clone().map(absolute).transpose()?;
        Ok(Settings {
            secrets_dir,
            log_max_bytes: self.log_max_bytes,
            log_files: self.log_files,
        })
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let wrong = |text: String| Err(Error::new(ErrorKind::Config, text));
        if self.log_max_bytes < LEAST_LOG {
            return wrong(format!(
                "local.log_max_bytes: {} is too little: at least {LEAST_LOG}",
                self.log_max_bytes
            ));
        }
        if !(1..=100).contains(&self.log_files) {
            return wrong(format!(
                "local.log_files: {} is not in 1 to 100",
                self.log_files
            ));
        }
        Ok(())
    }
}

/// A supervisor works in another folder than the program that starts it.
fn absolute(path: PathBuf) -> Result<PathBuf, Error> {
    std::path::absolute(&path).map_err(|error| {
        Error::new(ErrorKind::Config, format!("{} is no path", path.display())).with_source(&error)
    })
}

/// What a spec may hold under `provider_config` for this provider: nothing, so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LocalSpecConfig {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_an_empty_block() {
        let config: LocalConfig = serde_json::from_str("{}").unwrap();
        assert_eq!(config, LocalConfig::default());
        assert!(serde_json::from_str::<LocalConfig>(r#"{"rot":"/x"}"#).is_err());
    }

    #[test]
    fn the_supervisor_is_a_text() {
        let config: LocalConfig = serde_json::from_str(r#"{"supervisor":"/x/y"}"#).unwrap();
        assert_eq!(config.supervisor, SupervisorProgram::Path("/x/y".into()));
        let text = serde_json::to_string(&LocalConfig::default()).unwrap();
        assert!(text.contains(r#""supervisor":"current_exe""#), "{text}");
    }

    #[test]
    fn limits_are_checked() {
        assert!(LocalConfig::new().check().is_ok());
        assert!(LocalConfig::new().logs(1, 3).check().is_err());
        assert!(LocalConfig::new().logs(1 << 20, 0).check().is_err());
    }
}
