//! Command lines, files and surroundings that are wrong.

use std::process::Stdio;

use crate::support::{Home, Run, spec};

#[test]
fn usage_is_64() {
    let home = Home::new();
    for args in [
        &[][..],
        &["teleport"],
        &["apply"],
        &["status"],
        &["scale", "acme"],
        &["scale", "acme", "--replicas", "-1"],
        &["scale", "acme", "--replicas", "1001"],
        &["apply", "-f", "x", "--concurrency", "0"],
        &["wait", "acme", "--for", "happiness"],
        &["logs", "acme", "--since", "yesterday"],
        &["list", "--timeout", "soon"],
        &["list", "-o", "xml"],
        &["list", "-q", "-v"],
        &["orphans", "--sweep"],
        &["list", "--provider", "No!"],
    ] {
        let run = home.run(args).ends(64);
        assert_eq!(run.stdout, "", "{args:?}");
        assert!(!run.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn destroy_without_a_terminal_needs_yes() {
    let home = Home::new();
    home.run(&["destroy", "acme"]).ends(64).says(&["--yes"]);
}

#[test]
fn files_that_cannot_be_read() {
    let home = Home::new();
    home.run(&["apply", "-f", "nowhere.yaml"])
        .ends(66)
        .says(&["nowhere.yaml", "help:"]);
    home.write("empty/notes.txt", "");
    home.run(&["apply", "-f", "empty"])
        .ends(66)
        .says(&["empty", ".yaml"]);
    home.run(&["apply", "-f", "*.yaml"])
        .ends(66)
        .says(&["*.yaml"]);
    home.write("binary.yaml", [0xff, 0xfe, 0x00]);
    home.run(&["apply", "-f", "binary.yaml"])
        .ends(66)
        .says(&["binary.yaml", "UTF-8"]);
}

#[test]
fn an_unwritable_state_folder_stops_the_operation_before_it_starts() {
    let home = Home::new();
    let file = home.write("spec.yaml", spec("acme", "1"));
    // a file where a folder should be: root may write into folders without rights
    home.write("blocked", "");
    let blocked = home.path().join("blocked/state");
    let blocked = blocked.to_str().unwrap();
    let file = file.to_str().unwrap();
    home.run(&["apply", "-f", file, "--local-root", blocked])
        .ends(26)
        .says(&["blocked/state", "landlord config show"]);
    let audit = format!("{blocked}/audit.jsonl");
    home.run(&["apply", "-f", file, "--audit-path", &audit])
        .ends(22)
        .says(&["audit", "nothing was changed", "--audit-path"]);
    assert!(home.tenants().is_empty());
}

#[test]
fn unknown_tenants() {
    let home = Home::new();
    for verb in ["status", "show", "logs", "watch", "wait"] {
        let run = home.run(&[verb, "acme"]).ends(16);
        let run = run.says(&["of acme: no tenant", "help: `landlord list`", "apply -f"]);
        assert!(!run.stderr.contains("left behind"), "{}", run.stderr);
    }
    home.run(&["restart", "acme"])
        .ends(16)
        .says(&["help: `landlord list`", "left behind: nothing was changed"]);
    home.run(&["scale", "acme", "--replicas", "2"])
        .ends(16)
        .says(&[
            "scale of acme: no tenant",
            "left behind: nothing was changed",
        ]);
    home.run(&["wait", "acme", "--for", "gone"]).ends(0);
    home.run(&["destroy", "acme", "--yes"]).ends(0);
    home.run(&["destroy", "acme", "--yes", "--must-exist"])
        .ends(16);
    assert!(home.tenants().is_empty());
}

#[test]
fn a_command_that_does_not_exist_and_one_that_is_not_executable() {
    for command in ["/nowhere/program", "/etc/passwd"] {
        let home = Home::new();
        let text = spec("acme", "1").replace("[landlord, demo-server]", &format!("[{command}]"));
        let file = home.write("spec.yaml", text);
        home.run(&["apply", "-f", file.to_str().unwrap(), "--timeout", "20s"])
            .ends(12)
            .says(&["spec.yaml:6:5", command, "help:"]);
        home.run(&["status", "acme"]).ends(16);
        assert!(home.tenants().is_empty(), "{command}");
    }
}

#[test]
fn a_health_check_that_never_passes() {
    let home = Home::new();
    let text = spec("acme", "1").replace("/healthz", "/nowhere");
    let text = text.replace("demo-server]", "demo-server, --unhealthy]");
    let text = text.replace("/nowhere", "/healthz");
    let file = home.write("spec.yaml", text);
    let run = home.run(&["apply", "-f", file.to_str().unwrap(), "--timeout", "8s"]);
    assert!([13, 24].contains(&run.code), "{run:?}");
    run.says(&["left behind", "taken back"]);
    home.run(&["status", "acme"]).ends(16);
    assert!(home.tenants().is_empty());
}

#[test]
fn a_port_in_use() {
    let home = Home::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let text = spec("acme", "1").replace(
        "container_port: 8080",
        &format!("container_port: 8080, host_port: {port}"),
    );
    let file = home.write("spec.yaml", text);
    let run = home.run(&["apply", "-f", file.to_str().unwrap(), "--timeout", "20s"]);
    assert!(run.code != 0, "{run:?}");
    run.says(&[&port.to_string(), "help:"]);
    assert!(home.tenants().is_empty());
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let home = Home::new();
    let mut command = home.command(&["schema"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let run = Run::of(&child.wait_with_output().unwrap());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

#[test]
fn errors_for_programs_are_json() {
    let home = Home::new();
    let run = home
        .run(&["status", "acme", "--log-format", "json"])
        .ends(16);
    let error: serde_json::Value = serde_json::from_str(run.stderr.trim()).unwrap();
    assert_eq!(error["kind"], "tenant_not_found");
}
