//! A tenant's life from the first apply to the last destroy.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::Stdio,
};

use serde_json::{Value, json};

use crate::support::{Home, eventually, spec};

fn get(url: &str) -> String {
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn url(home: &Home, tenant: &str) -> String {
    let status = home.run(&["status", tenant, "-o", "json"]).ends(0).json();
    status["endpoints"][0]["url"].as_str().unwrap().to_owned()
}

#[test]
fn from_apply_to_destroy() {
    let home = Home::new();
    let file = home.write("acme.yaml", spec("acme", "1"));
    let file = file.to_str().unwrap();

    let plan = home
        .run(&["plan", "-f", file, "--detailed-exitcode"])
        .ends(2);
    assert!(
        plan.stdout
            .ends_with("1 to create, 0 to change, 0 to replace, 0 unchanged\n")
    );
    home.run(&["apply", "-f", file, "--dry-run"]).ends(0);
    assert!(home.tenants().is_empty());

    let applied = home.run(&["apply", "-f", file]).ends(0);
    let url = url(&home, "acme");
    assert_eq!(
        applied.stdout.lines().last(),
        Some(url.as_str()),
        "{}",
        applied.stdout
    );
    assert!(get(&url).starts_with("HTTP/1.1 200"));

    // again: nothing to do
    let again = home
        .run(&["apply", "-f", file, "-o", "json"])
        .ends(0)
        .json();
    assert_eq!(again["tenants"][0]["result"], "unchanged");
    home.run(&["plan", "-f", file, "--detailed-exitcode"])
        .ends(0);

    let listed = home.run(&["list", "-o", "json"]).ends(0).json();
    assert_eq!(listed[0]["tenant_id"], "acme");
    assert_eq!(listed[0]["state"], "running");
    eventually("a line of output", || {
        home.run(&["logs", "acme", "--tail", "5"])
            .ends(0)
            .stdout
            .contains("web/")
    });
    home.run(&["wait", "acme"]).ends(0);
    home.run(&["wait", "acme", "--for", "failed", "--timeout", "1s"])
        .ends(24)
        .says(&["state: running", "--timeout"]);

    // another version; env values only as fingerprints
    home.write("acme.yaml", spec("acme", "2"));
    let plan = home
        .run(&["plan", "-f", file, "--detailed-exitcode"])
        .ends(2);
    assert!(
        plan.stdout.contains("containers[web].env[SENTINEL]"),
        "{}",
        plan.stdout
    );
    assert!(!plan.stdout.contains("s3nt1nel"));
    let updated = home.run(&["apply", "-f", file, "-o", "json"]).ends(0);
    assert_eq!(updated.json()["tenants"][0]["result"], "updated");
    assert!(!updated.stdout.contains("s3nt1nel"));
    assert!(get(&url).starts_with("HTTP/1.1 200"), "the endpoint stays");

    home.run(&["restart", "acme"]).ends(0);
    home.run(&["scale", "acme", "--replicas", "2"]).ends(0);
    let status = home.run(&["status", "acme", "-o", "json"]).ends(0).json();
    assert_eq!(
        status["replicas"],
        json!({"desired": 2, "running": 2, "ready": 2})
    );
    home.run(&["scale", "acme", "--replicas", "0"]).ends(0);
    home.run(&["wait", "acme", "--for", "stopped"]).ends(0);

    let receipt = home
        .run(&["destroy", "acme", "--yes", "-o", "json"])
        .ends(0)
        .json();
    assert_eq!(receipt["status"], "removed");
    home.run(&["status", "acme"]).ends(16);
    assert!(home.tenants().is_empty());
    let twice = home
        .run(&["destroy", "acme", "--yes", "-o", "json"])
        .ends(0)
        .json();
    assert_eq!(twice["status"], "already_absent");

    audited(&home);
}

/// Every change left its records, and no env value.
fn audited(home: &Home) {
    let records = home.run(&["audit", "show", "-o", "json"]).ends(0);
    assert!(!records.stdout.contains("s3nt1nel"));
    let records = records.json();
    let records = records.as_array().unwrap();
    let intents = records.iter().filter(|each| each["phase"] == "intent");
    let verbs: Vec<&str> = intents.map(|each| each["verb"].as_str().unwrap()).collect();
    assert_eq!(
        verbs,
        [
            "apply", "apply", "apply", "restart", "update", "update", "destroy", "destroy"
        ]
    );
    assert!(records[0]["actor"].as_str().unwrap().starts_with("tester"));
    let head = home.run(&["audit", "head"]).ends(0).stdout;
    home.run(&["audit", "verify", "--expect-head", head.trim()])
        .ends(0);

    let trail = home.path().join(".local/state/landlord/audit/audit.jsonl");
    let text = std::fs::read_to_string(&trail).unwrap();
    std::fs::write(&trail, text.replacen("\"acme\"", "\"evil\"", 1)).unwrap();
    home.run(&["audit", "verify"]).ends(4).says(&["NOT intact"]);
}

#[test]
fn the_shapes_of_json() {
    let home = Home::new();
    let file = home.write("acme.yaml", spec("acme", "1"));
    let file = file.to_str().unwrap();
    let shape = |args: &[&str]| steady(home.run(args).ends(0).json());
    insta::assert_json_snapshot!("plan", shape(&["plan", "-f", file, "-o", "json"]));
    insta::assert_json_snapshot!("apply", shape(&["apply", "-f", file, "-o", "json"]));
    insta::assert_json_snapshot!("status", shape(&["status", "acme", "-o", "json"]));
    insta::assert_json_snapshot!("list", shape(&["list", "-o", "json"]));
    insta::assert_json_snapshot!("show", shape(&["show", "acme", "-o", "json"]));
    let validate = ["validate", "-f", "acme.yaml", "-o", "json"];
    insta::assert_json_snapshot!("validate", shape(&validate));
    let destroy = ["destroy", "acme", "--yes", "-o", "json"];
    insta::assert_json_snapshot!("destroy", shape(&destroy));
}

/// The value with what differs from run to run replaced by what it is.
fn steady(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let entries = map.into_iter().map(|(key, value)| {
                let value = match (key.as_str(), &value) {
                    ("port", Value::Number(_)) => json!("<port>"),
                    ("cursor", _) => json!("<cursor>"),
                    ("generation", _) => json!("<generation>"),
                    (_, Value::String(text)) => steady_text(&key, text),
                    _ => steady(value),
                };
                (key, value)
            });
            Value::Object(entries.collect())
        }
        Value::Array(list) => list.into_iter().map(steady).collect(),
        other => other,
    }
}

fn steady_text(key: &str, text: &str) -> Value {
    if text.parse::<jiff::Timestamp>().is_ok() {
        return json!("<time>");
    }
    if key.ends_with("_hash") {
        return json!("<hash>");
    }
    if text.len() == 9 && text.starts_with('#') {
        return json!("<fingerprint>");
    }
    let mut words = String::new();
    for part in text.split_inclusive(|character: char| !character.is_ascii_digit()) {
        let (digits, rest) =
            part.split_at(part.trim_end_matches(|c: char| !c.is_ascii_digit()).len());
        // ports and pids; the 127 of the loopback address stays
        words.push_str(if digits.len() > 3 { "<number>" } else { digits });
        words.push_str(rest);
    }
    match words.rsplit_once("/tenants/") {
        Some((_, folder)) => json!(format!("<root>/tenants/{folder}")),
        None => json!(words),
    }
}

#[test]
fn show_reveals_only_when_asked_and_can_be_applied_again() {
    let home = Home::new();
    let good = home.write("acme.yaml", spec("acme", "1"));
    home.run(&["apply", "-q", "-f", good.to_str().unwrap()])
        .ends(0);
    for format in ["table", "json", "yaml"] {
        let shown = home.run(&["show", "acme", "-o", format]).ends(0).stdout;
        assert!(
            shown.contains("SENTINEL") && !shown.contains("s3nt1nel"),
            "{shown}"
        );
    }
    let shown = home.run(&["show", "acme", "--reveal"]).ends(0).stdout;
    assert!(shown.contains("s3nt1nel-1"), "{shown}");
    let plan = home.pipe(&["plan", "-f", "-", "--detailed-exitcode"], &shown);
    plan.ends(0);
}

#[test]
fn many_at_once_with_one_that_fails() {
    let home = Home::new();
    home.write("specs/a.yaml", spec("a", "1"));
    home.write("specs/c.yaml", spec("c", "1"));
    // what no check before the first apply can see
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let bad = spec("b", "1").replace(
        "container_port: 8080",
        &format!("container_port: 8080, host_port: {port}"),
    );
    home.write("specs/b.yaml", bad);
    let args = [
        "apply",
        "-f",
        "specs",
        "--keep-going",
        "-o",
        "json",
        "--timeout",
        "40s",
    ];
    let run = home.run(&args).ends(3).says(&[&port.to_string()]);
    let answer = run.json();
    let results: Vec<&str> = answer["tenants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tenant| tenant["result"].as_str().unwrap())
        .collect();
    assert_eq!(results, ["created", "failed", "created"]);
    assert_eq!(answer["tenants"][1]["error"]["kind"], "provision_failed");
    assert_eq!(answer["summary"]["created"], 2);
}

#[test]
fn watch_tells_changes_line_by_line_and_ends_at_an_interruption() {
    let home = Home::new();
    let file = home.write("acme.yaml", spec("acme", "1"));
    home.run(&["apply", "-q", "-f", file.to_str().unwrap()])
        .ends(0);
    let mut command = home.command(&["watch", "-o", "json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    assert_eq!(next()["event"], "snapshot");
    home.run(&["destroy", "acme", "--yes"]).ends(0);
    while next()["event"] != "gone" {}
    interrupt(child.id());
    let run = crate::support::Run::of(&child.wait_with_output().unwrap()).ends(130);
    assert_eq!(run.stderr, "", "there is nothing to clean up");
}

#[test]
fn following_logs_ends_when_nobody_reads_any_more() {
    let home = Home::new();
    let file = home.write("acme.yaml", spec("acme", "1"));
    home.run(&["apply", "-q", "-f", file.to_str().unwrap()])
        .ends(0);
    let mut command = home.command(&["logs", "acme", "-f"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    assert!(line.starts_with("web/0 | "), "{line}");
    drop(reader);
    eventually("the end of the command", || {
        child.try_wait().unwrap().is_some()
    });
    let run = crate::support::Run::of(&child.wait_with_output().unwrap()).ends(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn an_interrupted_apply_cleans_up_and_says_what_is_left() {
    let home = Home::new();
    let text = spec("acme", "1").replace("demo-server]", "demo-server, --unhealthy]");
    let file = home.write("acme.yaml", text);
    let mut command = home.command(&["apply", "-f", file.to_str().unwrap()]);
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    eventually("the tenant's folder", || !home.tenants().is_empty());
    std::thread::sleep(std::time::Duration::from_millis(500));
    interrupt(child.id());
    let run = crate::support::Run::of(&child.wait_with_output().unwrap()).ends(130);
    run.says(&["cancelling", "left behind"]);
    home.run(&["destroy", "acme", "--yes"]).ends(0);
    assert!(home.tenants().is_empty());
}

fn interrupt(pid: u32) {
    let status = std::process::Command::new("kill")
        .args(["-INT", &pid.to_string()])
        .status();
    assert!(status.unwrap().success());
}
