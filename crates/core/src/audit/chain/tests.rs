use super::*;
use crate::audit::AuditPhase;

const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";

fn event() -> AuditEvent {
    let time = "2026-01-02T03:04:05Z".parse().unwrap();
    AuditEvent::new(time, AuditPhase::Outcome, "op-1", "provision")
        .actor("ci")
        .installation("eu")
        .provider("ecs")
        .tenant("acme")
        .outcome("rolled_back")
        .error_kind("ProvisionFailed")
        .object_id("service", "ll-acme")
}

fn seal(sealer: &Sealer) -> Vec<u8> {
    let mut line = Vec::new();
    sealer
        .seal(ChainPosition::START, &event(), &mut line)
        .unwrap();
    assert_eq!(line.pop(), Some(b'\n'));
    line
}

#[test]
fn written_form_is_stable() {
    let line = String::from_utf8(seal(&Sealer::new(None))).unwrap();
    insta::assert_snapshot!(line);
    let line = String::from_utf8(seal(&Sealer::new(Some(AuditKey::new(KEY).unwrap())))).unwrap();
    insta::assert_snapshot!(line);
}

#[test]
fn hash_is_sha256_of_the_bytes_before_it() {
    let line = seal(&Sealer::new(None));
    let text = String::from_utf8(line).unwrap();
    let (covered, rest) = text.rsplit_once(",\"hash\":\"").unwrap();
    let expected = HEXLOWER.encode(&Sha256::digest(covered.as_bytes()));
    assert_eq!(rest, format!("{expected}\"}}"));
}

#[test]
fn a_line_reads_back_under_its_own_key_only() {
    let keyed = Sealer::new(Some(AuditKey::new(KEY).unwrap()));
    let other = Sealer::new(Some(AuditKey::new(b"another key, long enough").unwrap()));
    let line = seal(&keyed);
    let Line::Sealed(record) = keyed.open(&line) else {
        panic!("own line is refused");
    };
    assert_eq!(record.event, event());
    assert!(matches!(other.open(&line), Line::OtherKey(_)));
    assert!(matches!(Sealer::new(None).open(&line), Line::OtherKey(_)));
}

#[test]
fn another_spelling_of_the_same_json_is_an_edit() {
    let sealer = Sealer::new(None);
    let line = String::from_utf8(seal(&sealer)).unwrap();
    let spaced = line.replacen(",", ", ", 1);
    assert!(matches!(sealer.open(spaced.as_bytes()), Line::Edited(_)));
    let trailing = format!("{line} ");
    assert!(matches!(sealer.open(trailing.as_bytes()), Line::Edited(_)));
}

#[test]
fn every_changed_byte_is_noticed() {
    let sealer = Sealer::new(Some(AuditKey::new(KEY).unwrap()));
    let line = seal(&sealer);
    for at in 0..line.len() {
        let mut changed = line.clone();
        changed[at] ^= 1;
        assert!(
            !matches!(sealer.open(&changed), Line::Sealed(_)),
            "byte {at}"
        );
    }
}

#[test]
fn keys_are_checked_and_never_shown() {
    assert!(matches!(
        AuditKey::new(b"short"),
        Err(AuditError::WeakKey { bytes: 5 })
    ));
    let key = AuditKey::new(KEY).unwrap();
    let shown = format!("{key:?} {:?}", Sealer::new(Some(key.clone())));
    assert!(shown.contains(key.id()));
    assert!(!shown.contains("0123456789abcdef"));
    assert!(!shown.contains(&HEXLOWER.encode(KEY)));
}

#[test]
fn positions_round_trip_as_text() {
    let position = ChainPosition::new(42, ChainHash([7; 32]));
    assert_eq!(
        position.to_string().parse::<ChainPosition>().unwrap(),
        position
    );
    for bad in ["", "42", "42:", "x:00", "42:zz", "-1:07"] {
        assert!(bad.parse::<ChainPosition>().is_err(), "{bad}");
    }
}

#[test]
fn unknown_phases_and_fields_survive() {
    let sealer = Sealer::new(None);
    let mut line = Vec::new();
    let mut later = event();
    later.phase = AuditPhase::Other("amended".to_owned());
    sealer
        .seal(ChainPosition::START, &later, &mut line)
        .unwrap();
    line.pop();
    let Line::Sealed(record) = sealer.open(&line) else {
        panic!("an unknown phase is refused");
    };
    assert_eq!(record.event.phase.as_str(), "amended");
}
