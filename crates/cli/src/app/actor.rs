//! On whose behalf.

/// What was given, else `user@host`.
pub(super) fn actor(given: Option<&str>) -> String {
    if let Some(given) = given {
        return given.to_owned();
    }
    let user = ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|user| !user.is_empty()));
    let user = user.unwrap_or_else(|| "unknown".to_owned());
    match host() {
        Some(host) => format!("{user}@{host}"),
        None => user,
    }
}

#[cfg(unix)]
fn host() -> Option<String> {
    let names = rustix::system::uname();
    let host = names.nodename().to_str().ok()?;
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(not(unix))]
fn host() -> Option<String> {
    std::env::var("COMPUTERNAME").ok()
}
