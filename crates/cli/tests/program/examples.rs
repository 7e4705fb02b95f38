//! The examples that the repository shows.

use std::path::{Path, PathBuf};

use crate::support::Home;

fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect()
}

#[test]
fn every_example_is_valid_and_names_its_schema() {
    let examples = examples();
    assert!(!examples.is_empty());
    for path in examples {
        let text = std::fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap();
        assert_eq!(
            first,
            "# yaml-language-server: $schema=../schemas/spec.json"
        );
        let home = Home::new();
        home.run(&["validate", "-f", path.to_str().unwrap()])
            .ends(0);
    }
}
