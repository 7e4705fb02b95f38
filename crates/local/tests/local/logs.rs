//! What containers said.

use futures_util::StreamExt as _;
use landlord_core::options::LogsOptions;
use landlord_core::result::LogLine;
use landlord_core::spec::ContainerName;
use landlord_core::{ErrorKind, Provider as _};
use rustix::process::Signal;

use crate::support::{Bench, kill, tenant, web};

async fn all(bench: &Bench, options: &LogsOptions) -> Vec<LogLine> {
    let lines = bench.provider.logs(&bench.ctx(), &tenant("acme"), options);
    lines.map(|line| line.unwrap()).collect().await
}

#[tokio::test]
async fn lines_are_kept_followed_and_outlive_the_supervisor() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    let lines = all(&bench, &LogsOptions::new()).await;
    assert_eq!(lines[0].text(), "demo-server 1 starting");
    assert_eq!(
        (lines[0].replica.as_str(), lines[0].container.as_str()),
        ("0", "web")
    );
    let resumed = all(&bench, &LogsOptions::new().after(lines[0].cursor.clone())).await;
    assert_eq!(resumed.len(), lines.len() - 1);

    let follow = LogsOptions::new().follow(true).tail(1_usize);
    let mut stream = bench.provider.logs(&bench.ctx(), &tenant("acme"), &follow);
    assert!(
        stream
            .next()
            .await
            .unwrap()
            .unwrap()
            .text()
            .contains("listening")
    );
    bench.update(&web("acme", "2")).await.unwrap();
    let mut seen = Vec::new();
    while !seen
        .iter()
        .any(|text: &String| text.contains("2 listening"))
    {
        seen.push(stream.next().await.unwrap().unwrap().text().into_owned());
    }
    drop(stream);

    kill(bench.supervisor_pid(), Signal::KILL);
    bench.no_process_left().await;
    assert!(all(&bench, &LogsOptions::new()).await.len() >= 4);
    bench.destroy("acme").await.unwrap();
    let gone = bench
        .provider
        .logs(&bench.ctx(), &tenant("acme"), &LogsOptions::new())
        .next()
        .await;
    assert_eq!(
        *gone.unwrap().unwrap_err().kind(),
        ErrorKind::TenantNotFound
    );
}

#[tokio::test]
async fn a_container_that_the_tenant_does_not_have_is_refused_with_those_it_has() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    let only = |name: &str| LogsOptions::new().container(ContainerName::new(name).unwrap());
    assert!(!all(&bench, &only("web")).await.is_empty());
    for follow in [false, true] {
        let options = only("wbe").follow(follow);
        let mut stream = bench.provider.logs(&bench.ctx(), &tenant("acme"), &options);
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidSpec);
        assert_eq!(error.help(), Some("the tenant's containers are: web"));
        assert!(stream.next().await.is_none());
    }
}
