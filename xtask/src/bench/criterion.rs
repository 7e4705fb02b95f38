//! The medians that criterion left in the target folder.

use cargo_metadata::camino::Utf8Path;

use super::Measured;
use super::figures::FIGURES;

/// The median time, in nanoseconds, of each figure that criterion measured.
pub(super) fn read(folder: &Utf8Path) -> Measured {
    let names = FIGURES.iter().map(|figure| figure.name);
    names
        .filter_map(|name| Some((name, Ok(median(&folder.join(name))?))))
        .collect()
}

fn median(folder: &Utf8Path) -> Option<f64> {
    let text = std::fs::read_to_string(folder.join("new/estimates.json")).ok()?;
    let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
    estimates.get("median")?.get("point_estimate")?.as_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_median_of_known_figures() {
        let folder = tempfile::tempdir().unwrap();
        let new = folder.path().join("manager_status/new");
        std::fs::create_dir_all(&new).unwrap();
        let estimates = r#"{"mean":{"point_estimate":9.0},"median":{"point_estimate":4.5}}"#;
        std::fs::write(new.join("estimates.json"), estimates).unwrap();
        let measured = read(Utf8Path::from_path(folder.path()).unwrap());
        assert_eq!(measured, Measured::from([("manager_status", Ok(4.5))]));
    }
}
