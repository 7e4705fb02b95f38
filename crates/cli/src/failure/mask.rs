//! Hiding the values of a file that a message quotes.
//!
//! A quoted line may hold env values beside what is wrong. Only keys and the
//! text at the places themselves are shown.

use std::ops::Range;

/// `text` of the same length in bytes, with every value starred out but at `shown`.
pub(super) fn mask(text: &str, shown: &[Range<usize>]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let kept = key_end(line);
        for (index, character) in line.char_indices() {
            let at = offset + index;
            let visible = index < kept
                || character.is_whitespace()
                || shown.iter().any(|range| range.contains(&at));
            if visible && !character.is_control() || character == '\n' {
                masked.push(character);
            } else {
                // as many bytes as there were, so that positions stay right
                masked.extend(std::iter::repeat_n('*', character.len_utf8()));
            }
        }
        offset += line.len();
    }
    masked
}

/// Where a line's first key ends, its colon included; where it has none, the marks before it.
fn key_end(line: &str) -> usize {
    let marks = |character: char| character.is_whitespace() || "-{[,".contains(character);
    let start = line.len() - line.trim_start_matches(marks).len();
    let rest = &line[start..];
    let Some(colon) = rest.find(':') else {
        return start;
    };
    let (key, after) = rest.split_at(colon);
    let is_key = !key.is_empty()
        && key.len() <= 64
        && key
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || "_-.\"' ".contains(character))
        && after[1..].chars().next().is_none_or(char::is_whitespace);
    if is_key { start + colon + 1 } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_places_stay_and_values_go() {
        let text = "env: {A: s3cret}\nport: 70000\n  - token-abc\nü: x\n";
        let start = text.find("70000").unwrap();
        let masked = mask(text, std::slice::from_ref(&(start..start + 5)));
        assert_eq!(
            masked,
            "env: *** *******\nport: 70000\n  - *********\n*** *\n"
        );
        assert_eq!(masked.len(), text.len());
    }

    #[test]
    fn urls_are_no_keys() {
        assert_eq!(mask("postgres://u:p@h\n", &[]), "****************\n");
    }
}
