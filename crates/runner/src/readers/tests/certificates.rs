//! Who signed a certificate that nobody trusts.

use super::is_cheap;
use crate::readers::certificate;
use rcgen::{CertificateParams, CustomExtension, DnType, KeyPair};
use testing::on_little_stack;

fn with(more: impl Fn(&mut CertificateParams)) -> Vec<u8> {
    let mut params = CertificateParams::new(vec![]).unwrap();
    more(&mut params);
    let key = KeyPair::generate().unwrap();
    params.self_signed(&key).unwrap().der().to_vec()
}

/// A certificate with so many names of who signed it, and so many extensions.
fn signed_by_many(names: u64, extensions: u64) -> Vec<u8> {
    with(|params| {
        for at in 0..names {
            let kind = DnType::CustomDnType(vec![1, 3, 6, 1, at]);
            params.distinguished_name.push(kind, "x");
        }
        for at in 0..extensions {
            let extension = CustomExtension::from_oid_content(&[1, 3, 6, at], vec![5, 0]);
            params.custom_extensions.push(extension);
        }
    })
}

/// One value of DER.
fn sequence(tag: u8, inside: &[u8]) -> Vec<u8> {
    let length = u32::try_from(inside.len()).unwrap().to_be_bytes();
    [&[tag, 0x84], &length[..], inside].concat()
}

#[test]
fn a_certificate_costs_twice_as_much_for_twice_as_much() {
    let read = |der: &Vec<u8>| drop(certificate(der));
    is_cheap(
        "certificate: names",
        1_200,
        |n| signed_by_many(n as u64, 0),
        read,
    );
    is_cheap(
        "certificate: extensions",
        1_200,
        |n| signed_by_many(1, n as u64),
        read,
    );
    // Names of other kinds (RFC 5280, section 4.2.1.6) and of directories hold anything at all.
    for tag in [0xa0, 0xa4] {
        let nested = |n: usize| {
            let inside = (0..n).fold(vec![tag, 0], |inside, _| sequence(0x30, &inside));
            let names = sequence(0x30, &sequence(tag, &inside));
            with(|params| {
                let extension = CustomExtension::from_oid_content(&[2, 5, 29, 17], names.clone());
                params.custom_extensions.push(extension);
            })
        };
        is_cheap(&format!("certificate: {tag:x}"), 1_500, nested, read);
        on_little_stack(|| read(&nested(10_000)));
    }
}
