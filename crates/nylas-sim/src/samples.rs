//! Calendars and messages as a person might have them: always the same for one address, and dated back from now.

use serde_json::{Value, json};

use crate::{
    clock::now,
    grant::{Grant, name_of},
};

/// Name and colour. Everybody has the first two.
const CALENDARS: [(&str, &str); 9] = [
    ("Home", "#1badf8"),
    ("Family", "#ff2968"),
    ("School run", "#ff9500"),
    ("Choir", "#cc73e1"),
    ("Allotment", "#63da38"),
    ("Book club", "#a2845e"),
    ("Swimming", "#5ac8fa"),
    ("Work", "#ffcc00"),
    ("Holidays with Gran", "#34aadc"),
];

/// Sender's name, sender's address, subject, beginning.
const MESSAGES: [[&str; 4]; 9] = [
    [
        "Marta Lind",
        "marta.lind@mail.example",
        "Sunday lunch?",
        "We would love to have you over, the children keep asking.",
    ],
    [
        "Hillside Primary School",
        "office@hillside-primary.example",
        "Trip to the museum on Thursday",
        "Please send a packed lunch and a raincoat.",
    ],
    [
        "Northside Choir",
        "hello@northside-choir.example",
        "Rehearsal moved to 19:30",
        "The hall is taken until seven, so we start a little later.",
    ],
    [
        "Public Library",
        "notices@library.example",
        "Your reserved book has arrived",
        "It will be kept for you at the desk until Saturday.",
    ],
    [
        "Tom Okafor",
        "tom@okafor.example",
        "Photos from the weekend",
        "Here are the ones from the lake, the dog is in most of them.",
    ],
    [
        "Corner Bakery",
        "orders@corner-bakery.example",
        "Your order is ready to collect",
        "Two sourdough loaves and the lemon cake.",
    ],
    [
        "Dr. Ines Faro, dentist",
        "reception@faro-dental.example",
        "A reminder of your appointment",
        "We look forward to seeing you. Call us if you cannot come.",
    ],
    [
        "City Buses",
        "travel@city-buses.example",
        "Line 12 runs every ten minutes from Monday",
        "The new timetable is at every stop.",
    ],
    [
        "Gran",
        "gran@mail.example",
        "How does this tablet work",
        "I pressed something and now the letters are very big.",
    ],
];

/// How old the messages are, in minutes.
const AGES: [u64; 6] = [14, 3 * 60, 11 * 60, 26 * 60, 3 * 24 * 60, 8 * 24 * 60];

/// Three of one's own after the two that everybody has, and the birthdays, which nobody can change.
pub(crate) fn calendars(grant: &Grant) -> Vec<Value> {
    let seed = seed(&grant.email);
    let (common, own) = CALENDARS.split_at(2);
    let mut all: Vec<Value> = common
        .iter()
        .chain(rotated(own, seed).take(3))
        .map(|(name, color)| calendar(grant, name, color, false))
        .collect();
    all.push(calendar(grant, "Birthdays", "#8e8e93", true));
    all
}

fn calendar(grant: &Grant, name: &str, color: &str, read_only: bool) -> Value {
    json!({
        "id": id(&[&grant.email, "calendar", name]),
        "grant_id": grant.id,
        "object": "calendar",
        "name": name,
        "hex_color": color,
        "is_owned_by_user": true,
        "is_primary": false,
        "read_only": read_only,
        "timezone": "Europe/London",
    })
}

/// Newest first.
pub(crate) fn messages(grant: &Grant) -> Vec<Value> {
    let seed = seed(&grant.email);
    rotated(&MESSAGES, seed)
        .zip(AGES)
        .enumerate()
        .map(|(nth, ([name, email, subject, snippet], age))| {
            json!({
                "id": id(&[&grant.email, "message", subject]),
                "grant_id": grant.id,
                "object": "message",
                "thread_id": id(&[&grant.email, "thread", subject]),
                "subject": subject,
                "from": [{ "name": name, "email": email }],
                "to": [{ "name": name_of(&grant.email), "email": grant.email }],
                "date": now() - (age + seed % 10) * 60,
                "snippet": snippet,
                "folders": ["INBOX"],
                "unread": nth < 2,
                "starred": false,
                "attachments": [],
            })
        })
        .collect()
}

fn rotated<T>(all: &[T], seed: u64) -> impl Iterator<Item = &T> {
    let start = seed as usize % all.len();
    all[start..].iter().chain(&all[..start])
}

/// The same for one address however it is capitalised.
fn seed(email: &str) -> u64 {
    hash(&[&email.to_ascii_lowercase()])
}

fn id(parts: &[&str]) -> String {
    format!("{:016x}", hash(parts))
}

/// FNV-1a: unlike the standard library's hash, the same in every version.
fn hash(parts: &[&str]) -> u64 {
    parts
        .iter()
        .flat_map(|part| part.bytes().chain([0]))
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}
