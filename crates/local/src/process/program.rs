//! Where a workload's program is looked for.

use std::path::{Path, PathBuf};

use rustix::fs::Access;

/// The folders after the supervisor's own one in a workload's PATH.
pub(crate) const DEFAULT_PATH: &str =
    "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

/// Why a program cannot be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ProgramError {
    /// Neither an absolute path nor a bare name.
    #[error("{0:?} is a relative path; give an absolute path, or a name to be found in PATH")]
    Relative(String),
    /// Nothing there.
    #[error("{0:?} does not exist; looked in {1}")]
    Missing(String, String),
    /// There, but a folder or without the right to execute it.
    #[error("{} is not an executable file", .0.display())]
    NotExecutable(PathBuf),
}

/// Finds `program` as `execvp` would, with `path` as the search path.
pub(crate) fn resolve(program: &str, path: &str) -> Result<PathBuf, ProgramError> {
    if program.starts_with('/') {
        return check(Path::new(program)).unwrap_or_else(|| {
            Err(ProgramError::Missing(
                program.to_owned(),
                "that place".into(),
            ))
        });
    }
    if program.is_empty() || program.contains('/') {
        return Err(ProgramError::Relative(program.to_owned()));
    }
    let mut refused = None;
    for folder in path.split(':').filter(|folder| folder.starts_with('/')) {
        match check(&Path::new(folder).join(program)) {
            Some(Ok(found)) => return Ok(found),
            Some(Err(error)) => refused = refused.or(Some(error)),
            None => {}
        }
    }
    Err(refused.unwrap_or_else(|| ProgramError::Missing(program.to_owned(), path.to_owned())))
}

/// `None` when nothing is there.
fn check(candidate: &Path) -> Option<Result<PathBuf, ProgramError>> {
    let metadata = std::fs::metadata(candidate).ok()?;
    let executable = metadata.is_file() && rustix::fs::access(candidate, Access::EXEC_OK).is_ok();
    Some(if executable {
        Ok(candidate.to_owned())
    } else {
        Err(ProgramError::NotExecutable(candidate.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_the_path() {
        assert!(resolve("sh", DEFAULT_PATH).unwrap().ends_with("sh"));
        assert!(resolve("/bin/sh", "").is_ok());
    }

    #[test]
    fn each_refusal_says_why() {
        assert!(matches!(
            resolve("./x", DEFAULT_PATH),
            Err(ProgramError::Relative(_))
        ));
        assert!(matches!(
            resolve("", DEFAULT_PATH),
            Err(ProgramError::Relative(_))
        ));
        assert!(matches!(
            resolve("no-such-thing", "/bin"),
            Err(ProgramError::Missing(..))
        ));
        assert!(matches!(
            resolve("/no/such", "/bin"),
            Err(ProgramError::Missing(..))
        ));
        assert!(matches!(
            resolve("/etc/passwd", ""),
            Err(ProgramError::NotExecutable(_))
        ));
        assert!(matches!(
            resolve("/bin", ""),
            Err(ProgramError::NotExecutable(_))
        ));
    }

    #[test]
    fn relative_folders_of_the_path_are_passed_over() {
        assert!(matches!(
            resolve("sh", ".:bin"),
            Err(ProgramError::Missing(..))
        ));
    }
}
