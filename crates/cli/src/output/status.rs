//! A tenant's status for people.

use landlord_compute::result::{ComputeState, ComputeStatus, HealthStatus, Reason};

use super::{
    Table,
    table::{Cell, Tone, clean, seconds},
};

/// A state in its colour.
pub(crate) fn state_cell(state: &ComputeState) -> Cell {
    let tone = match state {
        ComputeState::Running => Tone::Good,
        ComputeState::Failed => Tone::Bad,
        ComputeState::Stopped | ComputeState::Unknown => Tone::Plain,
        _ => Tone::Busy,
    };
    Cell::toned(clean(state.as_str()), tone)
}

/// A health in its colour.
pub(crate) fn health_cell(health: &HealthStatus) -> Cell {
    let tone = match health {
        HealthStatus::Healthy => Tone::Good,
        HealthStatus::Unhealthy => Tone::Bad,
        _ => Tone::Plain,
    };
    Cell::toned(clean(health.as_str()), tone)
}

/// Everything of a status that people need, in lines.
pub(crate) fn status_text(status: &ComputeStatus, color: bool) -> String {
    let mut text = heading(status, color);
    reasons(&mut text, &status.reasons);
    if !status.containers.is_empty() {
        text.push('\n');
        text.push_str(&containers(status, color));
    }
    if !status.endpoints.is_empty() {
        text.push('\n');
        let mut table = Table::new(["ENDPOINT", "CONTAINER", "SCOPE", "URL"]);
        for endpoint in &status.endpoints {
            table.row([
                endpoint.name.as_str().into(),
                endpoint.container.as_str().into(),
                endpoint.scope.as_str().into(),
                endpoint.url.as_str().into(),
            ]);
        }
        text.push_str(&table.render(color));
    }
    text
}

fn heading(status: &ComputeStatus, color: bool) -> String {
    let mut table = Table::new(["TENANT", "PROVIDER", "STATE", "HEALTH", "READY", "ASKED"]);
    let counts = status.replicas;
    table.row([
        status.tenant_id.as_str().into(),
        status.provider_type.as_str().into(),
        state_cell(&status.state),
        health_cell(&status.health),
        format!("{}/{}", counts.ready, counts.desired).into(),
        seconds(status.last_updated).into(),
    ]);
    let mut text = table.render(color);
    if let Some(flight) = &status.in_flight {
        let until = flight.deadline.map(|at| format!(" until {}", seconds(at)));
        line(
            &mut text,
            format_args!(
                "an operation is under way{} (target {})",
                until.unwrap_or_default(),
                flight.spec_hash
            ),
        );
    }
    if let Some(last) = status.metadata.get("last_rollout") {
        line(&mut text, format_args!("last rollout: {}", clean(last)));
    }
    text
}

fn line(text: &mut String, args: std::fmt::Arguments<'_>) {
    text.push_str(&format!("{args}\n"));
}

fn reasons(text: &mut String, reasons: &[Reason]) {
    for reason in reasons {
        line(
            text,
            format_args!("{}: {}", reason.code, clean(&reason.message)),
        );
        if let Some(evidence) = &reason.evidence {
            line(text, format_args!("  the engine says: {}", clean(evidence)));
        }
        if let Some(next) = &reason.next_step {
            line(text, format_args!("  next: {}", clean(next)));
        }
    }
}

fn containers(status: &ComputeStatus, color: bool) -> String {
    let mut table = Table::new([
        "CONTAINER",
        "REPLICA",
        "STATE",
        "HEALTH",
        "RESTARTS",
        "REASON",
    ]);
    for container in &status.containers {
        let reason = container.reason.as_ref();
        let reason = reason.map(|reason| format!("{}: {}", reason.code, reason.message));
        table.row([
            container.name.as_str().into(),
            container.replica.as_str().into(),
            container.state.as_str().into(),
            health_cell(&container.health),
            container.restarts.to_string().into(),
            reason.unwrap_or_default().into(),
        ]);
    }
    table.render(color)
}
