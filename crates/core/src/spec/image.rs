//! Grammar of image references.
//!
//! The one of the OCI distribution project: `[domain[:port]/]path[:tag][@digest]`. Written here
//! since the crates that have it bring regular expressions or a whole image model with them.

/// Longest name without tag and digest, by the grammar.
const NAME_MAX: usize = 255;
const TAG_MAX: usize = 128;
/// Shortest digest that the grammar knows, in hexadecimal digits.
const DIGEST_MIN: usize = 32;

/// Checks an image reference.
///
/// # Errors
/// What the first offending part should be, as a lower-case fragment.
pub(crate) fn check_image(reference: &str) -> Result<(), &'static str> {
    let (rest, digest) = match reference.split_once('@') {
        Some((rest, digest)) => (rest, Some(digest)),
        None => (reference, None),
    };
    if let Some(digest) = digest {
        check_digest(digest)?;
    }
    let (name, tag) = split_tag(rest);
    if let Some(tag) = tag {
        check_tag(tag)?;
    }
    check_name(name)
}

/// The tag begins at the last colon after the last slash; an earlier one is a port's.
fn split_tag(rest: &str) -> (&str, Option<&str>) {
    match rest.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
        _ => (rest, None),
    }
}

fn check_name(name: &str) -> Result<(), &'static str> {
    if name.is_empty() {
        return Err("an image name, such as registry.example/app:1.2");
    }
    if name.len() > NAME_MAX {
        return Err("an image name of at most 255 characters");
    }
    let path = match name.split_once('/') {
        Some((domain, path)) if is_domain_like(domain) => {
            check_domain(domain)?;
            path
        }
        _ => name,
    };
    path.split('/').try_for_each(check_component)
}

/// As docker tells a registry from the first part of a path.
fn is_domain_like(first: &str) -> bool {
    first == "localhost"
        || first.contains(['.', ':', '['])
        || first.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn check_domain(domain: &str) -> Result<(), &'static str> {
    const ALLOWED: &str = "a registry host, with a port from 1 to 65535 if any";
    let (host, port) = match domain
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
    {
        Some((address, port)) => {
            let address: Result<std::net::Ipv6Addr, _> = address.parse();
            address.map_err(|_| ALLOWED)?;
            (
                "ipv6",
                port.strip_prefix(':')
                    .or(if port.is_empty() { None } else { Some("") }),
            )
        }
        None => match domain.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (domain, None),
        },
    };
    let port_fits = port.is_none_or(|port| {
        port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok_and(|port| port > 0)
    });
    let host_fits = host.split('.').all(|label| {
        let label = label.as_bytes();
        label.first().is_some_and(u8::is_ascii_alphanumeric)
            && label.last().is_some_and(u8::is_ascii_alphanumeric)
            && label
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    });
    (port_fits && host_fits).then_some(()).ok_or(ALLOWED)
}

/// `[a-z0-9]+` parts, with `.`, `_`, `__` or any number of `-` between them.
fn check_component(component: &str) -> Result<(), &'static str> {
    const ALLOWED: &str =
        "an image path of lower-case letters and digits, with . _ __ or - between them";
    let bytes = component.as_bytes();
    let is_word = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let framed = bytes.first().is_some_and(is_word) && bytes.last().is_some_and(is_word);
    let separators_fit = bytes
        .split(is_word)
        .all(|separator| matches!(separator, b"" | b"." | b"_" | b"__") || is_dashes(separator));
    (framed && separators_fit).then_some(()).ok_or(ALLOWED)
}

fn is_dashes(separator: &[u8]) -> bool {
    separator.iter().all(|byte| *byte == b'-')
}

fn check_tag(tag: &str) -> Result<(), &'static str> {
    let bytes = tag.as_bytes();
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let fits = bytes.len() <= TAG_MAX
        && bytes.first().is_some_and(is_word)
        && bytes
            .iter()
            .all(|byte| is_word(byte) || b".-".contains(byte));
    fits.then_some(())
        .ok_or("a tag of 1 to 128 letters, digits and _ . -, no . or - first")
}

fn check_digest(digest: &str) -> Result<(), &'static str> {
    const ALLOWED: &str = "a digest, such as sha256: and 64 hexadecimal digits";
    let (algorithm, hex) = digest.split_once(':').ok_or(ALLOWED)?;
    let length_fits = match algorithm {
        "sha256" => hex.len() == 64,
        "sha512" => hex.len() == 128,
        _ => hex.len() >= DIGEST_MIN,
    };
    let algorithm_fits = algorithm.split(['+', '.', '-', '_']).all(|part| {
        part.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let hex_fits = hex
        .bytes()
        .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    (length_fits && algorithm_fits && hex_fits)
        .then_some(())
        .ok_or(ALLOWED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_the_grammar_are_accepted() {
        let digest = "a".repeat(64);
        for reference in [
            "nginx",
            "nginx:1.27",
            "library/nginx",
            "registry.example/team/app:v1.2-rc_3",
            "localhost:5000/app",
            "localhost/app",
            "[2001:db8::1]:5000/app:1",
            "[::1]/app",
            "123.dkr.ecr.eu-west-1.amazonaws.com/a/b__c/d--e.f_g:latest",
            &format!("app@sha256:{digest}"),
            &format!("r.example:443/app:1@sha256:{digest}"),
            "Registry.Example/app",
        ] {
            assert_eq!(check_image(reference), Ok(()), "{reference}");
        }
    }

    #[test]
    fn others_are_refused() {
        let long = format!("a/{}", "b".repeat(300));
        let tag = format!("a:{}", "t".repeat(129));
        for reference in [
            "",
            ":",
            "@",
            "/",
            "a/",
            "/a",
            "a//b",
            "Nginx",
            "nginx:",
            "nginx:-x",
            "ngi nx",
            "a:b:c",
            "nginx@sha256:abc",
            "nginx@sha256:",
            "nginx@",
            "-a",
            "a-",
            "a..b",
            "a___b",
            "a._b",
            "r.example:0/app",
            "r.example:99999/app",
            "r.example:x/app",
            "r..example/app",
            "[::1/app",
            "[zz]/app",
            "[::1]5000/app",
            "http://r.example/app",
            "app\u{1b}[31m",
            "app\0",
            "ünix",
            &long,
            &tag,
            "${image}",
            "a:1@sha256:ABCDEF",
        ] {
            assert!(check_image(reference).is_err(), "{reference}");
        }
    }
}
