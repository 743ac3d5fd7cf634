//! Whether an event is Nylas': it is signed with a secret that both know.

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use data_encoding::HEXLOWER_PERMISSIVE;
use flate2::read::GzDecoder;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use std::io::Read;

const SIGNATURE: &str = "x-nylas-signature";
/// Largest event, when it is unpacked.
const LARGEST: u64 = 1024 * 1024;

/// The event, unpacked, if one of the secrets signed it. Over which bytes of a packed one is not published: over those that
/// came or over those that are in it, either way somebody signed who has the secret.
pub(super) fn signed(secrets: &[SecretString], headers: &HeaderMap, body: &Bytes) -> Option<Bytes> {
    let mut signatures = headers.get_all(SIGNATURE).iter();
    let (Some(signature), None) = (signatures.next(), signatures.next()) else {
        return None;
    };
    let signature = HEXLOWER_PERMISSIVE.decode(signature.as_bytes()).ok()?;
    let by_one = |bytes: &[u8]| {
        secrets
            .iter()
            .any(|secret| is_by(secret, bytes, &signature))
    };
    let packed = headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"gzip"));
    if !packed {
        return by_one(body).then(|| body.clone());
    }
    let came = by_one(body);
    let unpacked = unpacked(body)?;
    (came || by_one(&unpacked)).then_some(unpacked)
}

/// In the same time, wherever the two differ.
fn is_by(secret: &SecretString, bytes: &[u8], signature: &[u8]) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()) else {
        return false;
    };
    mac.update(bytes);
    mac.verify_slice(signature).is_ok()
}

fn unpacked(body: &[u8]) -> Option<Bytes> {
    let mut bytes = vec![];
    let read = GzDecoder::new(body)
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .ok()?;
    (read as u64 <= LARGEST).then(|| bytes.into())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::read::GzEncoder;

    fn hex(secret: &str, bytes: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(bytes);
        data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes())
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = vec![];
        GzEncoder::new(bytes, Compression::default())
            .read_to_end(&mut packed)
            .unwrap();
        packed
    }

    fn asked(signature: &str, encoding: Option<&str>, body: &[u8]) -> Option<Bytes> {
        let mut headers = HeaderMap::new();
        headers.insert(SIGNATURE, signature.parse().unwrap());
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, encoding.parse().unwrap());
        }
        let secrets = ["old", "new"].map(SecretString::from);
        signed(&secrets, &headers, &Bytes::copy_from_slice(body))
    }

    /// RFC 4231, test case 2.
    #[test]
    fn a_signature_is_the_hmac_that_others_make() {
        let known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hex("Jefe", b"what do ya want for nothing?"), known);
    }

    #[test]
    fn an_event_counts_by_one_of_two_secrets_and_by_no_other() {
        let body = b"{\"type\": \"grant.expired\"}";
        for secret in ["old", "new"] {
            let signature = hex(secret, body);
            assert_eq!(asked(&signature, None, body).unwrap(), body.as_slice());
            assert_eq!(
                asked(&signature.to_uppercase(), None, body).unwrap(),
                body.as_slice()
            );
            assert_eq!(asked(&signature, None, b"{}"), None);
            assert_eq!(asked(&signature[..62], None, body), None);
        }
        for signature in [hex("other", body), String::new(), "zz".to_owned()] {
            assert_eq!(asked(&signature, None, body), None, "{signature}");
        }
    }

    #[test]
    fn a_packed_event_counts_over_what_came_or_what_is_in_it() {
        let body = b"{\"type\": \"grant.expired\"}";
        let packed = gzip(body);
        for signature in [hex("new", &packed), hex("old", body)] {
            assert_eq!(
                asked(&signature, Some("gzip"), &packed).unwrap(),
                body.as_slice()
            );
        }
        assert_eq!(asked(&hex("new", body), Some("gzip"), body), None);
        assert_eq!(asked(&hex("other", body), Some("gzip"), &packed), None);
        // A thousand times larger than it looks.
        let bomb = gzip(&vec![b' '; 2 * 1024 * 1024]);
        assert!(bomb.len() < 10_000);
        assert_eq!(asked(&hex("new", &bomb), Some("gzip"), &bomb), None);
    }

    #[test]
    fn two_signatures_are_none() {
        let body = b"{}";
        let mut headers = HeaderMap::new();
        for secret in ["old", "new"] {
            headers.append(SIGNATURE, hex(secret, body).parse().unwrap());
        }
        let secrets = ["old", "new"].map(SecretString::from);
        assert_eq!(signed(&secrets, &headers, &Bytes::from_static(body)), None);
    }
}
