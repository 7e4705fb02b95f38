//! Rules of health checks.

use super::{Findings, container::check_words};
use crate::spec::{
    HealthCheckConfig, HealthCheckType, PortMapping, Protocol, ViolationKind, path::Path,
};

const SECONDS_MAX: u32 = 3600;
const THRESHOLD_MAX: u32 = 100;
const HTTP_PATH_MAX: usize = 1024;

pub(super) fn check(
    path: &Path<'_>,
    check: &HealthCheckConfig,
    ports: &[PortMapping],
    findings: &mut Findings,
) {
    match check.check_type {
        HealthCheckType::Http => {
            check_port(path, check, ports, findings);
            if let Some(http_path) = &check.http_path {
                check_http_path(&path.field("http_path"), http_path, findings);
            }
            refuse_command(path, check, findings);
        }
        HealthCheckType::Tcp => {
            check_port(path, check, ports, findings);
            refuse_http_path(path, check, findings);
            refuse_command(path, check, findings);
        }
        HealthCheckType::Exec => {
            check_command(&path.field("command"), &check.command, findings);
            refuse_http_path(path, check, findings);
            if let Some(port) = check.port {
                let message = "no port in a check of type exec";
                findings.add(
                    &path.field("port"),
                    ViolationKind::Unexpected,
                    port,
                    message,
                );
            }
        }
    }
    check_timing(path, check, findings);
}

fn check_port(
    path: &Path<'_>,
    check: &HealthCheckConfig,
    ports: &[PortMapping],
    findings: &mut Findings,
) {
    let path = path.field("port");
    let Some(port) = check.port else {
        let allowed = format!("a port, which a check of type {} asks", check.check_type);
        return findings.add_bare(&path, ViolationKind::Missing, allowed);
    };
    let declared = ports
        .iter()
        .any(|mapping| mapping.key() == (port, Protocol::Tcp));
    if port == 0 {
        findings.range(&path, 0, 1, 65535);
    } else if !declared {
        findings.add(
            &path,
            ViolationKind::Unresolved,
            port,
            "a container_port of protocol tcp that this container declares in ports",
        );
    }
}

fn check_http_path(path: &Path<'_>, http_path: &str, findings: &mut Findings) {
    findings.text(
        path,
        http_path,
        |text| {
            text.starts_with('/')
                && text.len() <= HTTP_PATH_MAX
                && text.bytes().all(|byte| byte.is_ascii_graphic())
        },
        "a path of at most 1024 printable ASCII characters without spaces, / first",
    );
}

fn check_command(path: &Path<'_>, command: &[String], findings: &mut Findings) {
    if command.first().is_none_or(String::is_empty) {
        let allowed = "a program and its arguments, which a check of type exec runs";
        findings.add_bare(path, ViolationKind::Missing, allowed);
    }
    check_words(path, command, findings);
}

fn refuse_http_path(path: &Path<'_>, check: &HealthCheckConfig, findings: &mut Findings) {
    if let Some(http_path) = &check.http_path {
        let allowed = format!("no http_path in a check of type {}", check.check_type);
        findings.add(
            &path.field("http_path"),
            ViolationKind::Unexpected,
            http_path,
            allowed,
        );
    }
}

fn refuse_command(path: &Path<'_>, check: &HealthCheckConfig, findings: &mut Findings) {
    if !check.command.is_empty() {
        let allowed = format!("no command in a check of type {}", check.check_type);
        findings.add_bare(&path.field("command"), ViolationKind::Unexpected, allowed);
    }
}

fn check_timing(path: &Path<'_>, check: &HealthCheckConfig, findings: &mut Findings) {
    let timeout = path.field("timeout_seconds");
    findings.range(
        &path.field("interval_seconds"),
        check.interval_seconds,
        2,
        SECONDS_MAX,
    );
    findings.range(&timeout, check.timeout_seconds, 1, SECONDS_MAX);
    if check.timeout_seconds >= check.interval_seconds && check.interval_seconds >= 2 {
        findings.add(
            &timeout,
            ViolationKind::Conflict,
            check.timeout_seconds,
            format!(
                "less than interval_seconds, which is {}",
                check.interval_seconds
            ),
        );
    }
    findings.range(
        &path.field("healthy_threshold"),
        check.healthy_threshold,
        1,
        THRESHOLD_MAX,
    );
    findings.range(
        &path.field("unhealthy_threshold"),
        check.unhealthy_threshold,
        1,
        THRESHOLD_MAX,
    );
    findings.range(
        &path.field("start_period_seconds"),
        check.start_period_seconds,
        0,
        SECONDS_MAX,
    );
}
