//! Passwords with an @ and a dot, of which nobody may hear, and addresses of which others may be asked.

use super::may_be_asked_about;

#[rustfmt::skip]
const PASSWORDS: &[&str] = &[
    // No ending of a domain.
    "P@ssw0rd.2024", "Summer@2024.x1", "abcd@efgh.ijkl", "hunter@2.", "Tr0ub4dor@3.horse1", "me@home.1", "l0ve@first.sight", "a.b@c.d",
    "Correct-Horse@Battery.Staple", "monkey@dragon.tiger", "x@y.zz9", "Winter@2025.!", "dog@cat.bird", "Jan@uary.2025", "fido@rex.xn--",
    // Signs, digits and capitals as in passwords, at an ending that there is.
    "P@ssw0rd.com", "p@ssword.de", "P@SSWORD.ORG", "p@ss.word.com", "P4ssw0rt@home.de", "Summer@2024.com", "summer@2024.com", "Tr0ub4dor&3@home.com",
    "Pa$$w0rd!@me.tv", "H@ppy.day", "h@ckers.com", "J@mes.Bond", "Hello@World.Foo", "hello@World.com", "Hello@w0rld.com", "iLove@pizza.me", "MyDogRex@home.com", "Summer@home.com",
    "Hunter2@Work.io", "hunter2@work.io", "xK9@mQz.pL", "xK9mQ@zpLw.pl", "S3cret@place.net", "s3cret@place.net", "123456@home.com", "qwerty@home.com", "Qwertz123@web.dev",
    "me@home.Now", "Me@Home.now", "ILoveYou@home.now", "iloveyou@ever.love", "letmein@now.please.info", "kennwort@haus.de", "contr@sena.es", "m0tdep@sse.fr", "W@chtwoord.nl", "ABC123@HOME.COM",
    "password: nyla@park.com", "n#y@park.com", "nyla@p4rk.com", "Asdf@ghjk.co", "1234567890@park.com", "P@rola.it", "qwert@yuiop.de", "trustno1@all.net",
    // No address at all.
    "hunter2", "P@ssw0rd", "abcd-efgh-ijkl-mnop", "correct horse@battery.com", "päss@wört.de", "a@b@c.com", "", "@.com", "nyla@icloud",
];

#[rustfmt::skip]
const ADDRESSES: &[&str] = &[
    "nyla@park.example", "nyla.park@acme.com", "jo_doe-smith@acme.co.uk", "o'neill@acme.ie", "nyla+shop@park.family", "nyla84@park.net", "info@1und1.de", "a1@acme.at",
    "Nyla.Park@acme.com", "NYLA.PARK@ACME.COM", "  nyla@park.org ", "<nyla@park.org>", "mailto:nyla@park.org", "Nyla Park <nyla@park.org>", "E-mail: nyla@park.org", "nyla@park.org.",
    "nyla@xn--mnchen-3ya.de", "nyla@xn--e1afmkfd.xn--p1ai", "nyla@mail.park.com.br", "team@studio.design", "kontakt@xn--mller-kva.de",
    "jonas@smith.name", "hello@acme24.io", "secretary@school.edu", "compass@park.travel", "ｎｙｌａ＠ｐａｒｋ．ｃｏｍ", "a.b.c@park.photography", "np@park.me",
];

#[test]
fn nobody_is_asked_about_what_could_be_a_password() {
    assert!(PASSWORDS.len() >= 60);
    let leaving: Vec<_> = PASSWORDS
        .iter()
        .filter(|text| may_be_asked_about(text))
        .collect();
    assert!(leaving.is_empty(), "{leaving:?}");
    let long = format!("{}<nyla@park.com>", "x".repeat(super::MAX_ADDRESS));
    assert!(!may_be_asked_about(&long));
}

#[test]
fn others_may_be_asked_about_addresses_as_people_write_them() {
    let staying: Vec<_> = ADDRESSES
        .iter()
        .filter(|text| !may_be_asked_about(text))
        .collect();
    assert!(staying.is_empty(), "{staying:?}");
}
