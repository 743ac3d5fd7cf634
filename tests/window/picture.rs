//! A picture of the virtual screen: what a person would see.

use std::{
    fs::File,
    io::{BufReader, BufWriter},
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread::sleep,
    time::{Duration, Instant},
};
use x11rb::{
    connection::Connection,
    cookie::VoidCookie,
    errors::ConnectionError,
    protocol::xproto::{
        Atom, AtomEnum, BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ClientMessageEvent,
        ConnectionExt, CreateWindowAux, EventMask, ImageFormat, InputFocus, KEY_PRESS_EVENT,
        KEY_RELEASE_EVENT, MOTION_NOTIFY_EVENT, MapState, Window, WindowClass,
    },
    protocol::xtest::ConnectionExt as _,
    rust_connection::RustConnection,
};

/// Writes the window of this place and size as a PNG.
pub(crate) fn take(display: &str, (x, y): (i16, i16), (width, height): (u16, u16), path: &Path) {
    let (connection, screen) =
        x11rb::connect(Some(display)).unwrap_or_else(|error| panic!("{display}: {error}"));
    let root = connection.setup().roots[screen].root;
    let asked = connection.get_image(ImageFormat::Z_PIXMAP, root, x, y, width, height, u32::MAX);
    let image = asked
        .map(x11rb::cookie::Cookie::reply)
        .unwrap_or_else(|error| panic!("{display}: {error}"));
    let image = image.unwrap_or_else(|error| panic!("{display}: {error}"));
    // 24 bits in 32: blue, green, red, nothing.
    let pixels: Vec<u8> = image
        .data
        .chunks_exact(4)
        .flat_map(|p| [p[2], p[1], p[0]])
        .collect();
    let file = File::create(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut encoder = png::Encoder::new(BufWriter::new(file), width.into(), height.into());
    encoder.set_color(png::ColorType::Rgb);
    let written = encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(&pixels));
    written.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// How wide a PNG is, and its pixels: transparency, red, green, blue.
pub(crate) fn read(path: &Path) -> (u32, Vec<u32>) {
    let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut reader = png::Decoder::new(BufReader::new(file))
        .read_info()
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut bytes = vec![0; reader.output_buffer_size().unwrap_or_default()];
    let info = reader
        .next_frame(&mut bytes)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let pixels = bytes[..info.buffer_size()]
        .chunks_exact(4)
        .map(|p| u32::from_be_bytes([p[3], p[0], p[1], p[2]]));
    (info.width, pixels.collect())
}

/// Watches the screen until `over` says so: when it last changed.
pub(crate) fn last_change(display: &str, over: &AtomicBool) -> Instant {
    let (connection, screen) =
        x11rb::connect(Some(display)).unwrap_or_else(|error| panic!("{display}: {error}"));
    let screen = &connection.setup().roots[screen];
    let (root, width, height) = (screen.root, screen.width_in_pixels, screen.height_in_pixels);
    let look = || {
        let asked =
            connection.get_image(ImageFormat::Z_PIXMAP, root, 0, 0, width, height, u32::MAX);
        let image = asked
            .map(x11rb::cookie::Cookie::reply)
            .unwrap_or_else(|error| panic!("{display}: {error}"));
        image
            .unwrap_or_else(|error| panic!("{display}: {error}"))
            .data
    };
    let (mut last, mut changed) = (look(), Instant::now());
    while !over.load(Ordering::Relaxed) {
        sleep(Duration::from_millis(10));
        let now = look();
        if now != last {
            (last, changed) = (now, Instant::now());
        }
    }
    changed
}

/// Every colour that a place of the screen has until `over` says so, one after the other: red, green, blue.
pub(crate) fn colours_at(display: &str, (x, y): (i16, i16), over: &AtomicBool) -> Vec<[u8; 3]> {
    let (connection, screen) =
        x11rb::connect(Some(display)).unwrap_or_else(|error| panic!("{display}: {error}"));
    let root = connection.setup().roots[screen].root;
    let mut seen: Vec<[u8; 3]> = vec![];
    while !over.load(Ordering::Relaxed) {
        let asked = connection.get_image(ImageFormat::Z_PIXMAP, root, x, y, 1, 1, u32::MAX);
        if let Ok(Ok(image)) = asked.map(x11rb::cookie::Cookie::reply) {
            let now = [image.data[2], image.data[1], image.data[0]];
            if seen.last() != Some(&now) {
                seen.push(now);
            }
        }
        sleep(Duration::from_millis(2));
    }
    seen
}

/// A connection to the screen, and all of its windows.
pub(crate) fn windows(display: &str) -> (RustConnection, Window, Vec<Window>) {
    let (connection, screen) =
        x11rb::connect(Some(display)).unwrap_or_else(|error| panic!("{display}: {error}"));
    let root = connection.setup().roots[screen].root;
    let (mut all, mut next) = (vec![root], 0);
    while let Some(window) = all.get(next) {
        // A window may go while they are listed.
        let tree = connection.query_tree(*window).map(|tree| tree.reply());
        if let Ok(Ok(tree)) = tree {
            all.extend(tree.children);
        }
        next += 1;
    }
    (connection, root, all)
}

pub(crate) fn atom(connection: &RustConnection, name: &str) -> Atom {
    let asked = connection.intern_atom(false, name.as_bytes()).ok();
    let atom = asked.and_then(|asked| asked.reply().ok());
    atom.unwrap_or_else(|| panic!("no atom {name}")).atom
}

pub(crate) fn title(connection: &RustConnection, window: Window) -> Option<String> {
    let name = atom(connection, "_NET_WM_NAME");
    let asked = connection.get_property(false, window, name, AtomEnum::ANY, 0, 1000);
    let value = asked.ok()?.reply().ok()?.value;
    (!value.is_empty()).then(|| String::from_utf8_lossy(&value).into_owned())
}

/// The titles of the windows.
pub(crate) fn titles(display: &str) -> Vec<String> {
    let (connection, _, all) = windows(display);
    all.into_iter()
        .filter_map(|window| title(&connection, window))
        .collect()
}

/// Asks the window of this title to close, as the button in its frame does.
pub(crate) fn close_window(display: &str, wanted: &str) {
    let (connection, _, all) = windows(display);
    let window = all
        .into_iter()
        .find(|window| title(&connection, *window).is_some_and(|title| title == wanted));
    let window = window.unwrap_or_else(|| panic!("no window {wanted:?}"));
    let protocols = atom(&connection, "WM_PROTOCOLS");
    let delete = atom(&connection, "WM_DELETE_WINDOW");
    let event = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
    let sent = connection.send_event(false, window, EventMask::NO_EVENT, event);
    heard(display, sent);
}

/// Takes the keyboard from every window.
pub(crate) fn unfocus(display: &str) {
    let (connection, root, _) = windows(display);
    let asked = connection.set_input_focus(InputFocus::NONE, root, x11rb::CURRENT_TIME);
    heard(display, asked);
}

/// Waits until the screen has read what it was asked: it drops what a program leaves unread that hangs up.
fn heard(display: &str, asked: Result<VoidCookie<'_, RustConnection>, ConnectionError>) {
    let read = asked.map(VoidCookie::check);
    assert!(matches!(read, Ok(Ok(()))), "{display}: {read:?}");
}

/// Width and height of every menu that is open.
pub(crate) fn menus(display: &str) -> Vec<(u16, u16)> {
    let (connection, _, all) = windows(display);
    let open = all.into_iter().filter_map(|window| {
        let shown = connection
            .get_window_attributes(window)
            .ok()?
            .reply()
            .ok()?;
        let place = connection.get_geometry(window).ok()?.reply().ok()?;
        let is_menu = shown.override_redirect && shown.map_state == MapState::VIEWABLE;
        (is_menu && place.height > 20).then_some((place.width, place.height))
    });
    open.collect()
}

/// Presses a button of the mouse at a place of the screen.
pub(crate) fn press(display: &str, button: u8, place: (i16, i16)) {
    let events = [
        (MOTION_NOTIFY_EVENT, 0),
        (BUTTON_PRESS_EVENT, button),
        (BUTTON_RELEASE_EVENT, button),
    ];
    fake(display, &events, place);
}

/// Presses Enter on a keyboard, for the window that has it.
pub(crate) fn press_enter(display: &str) {
    /// The keys' places on every PC keyboard.
    const SHIFT: u8 = 50;
    const ENTER: u8 = 36;
    // The web view hands one key on after the other: what was waiting in the page is done before Enter comes.
    for key in [SHIFT, ENTER] {
        let events = [(KEY_PRESS_EVENT, key), (KEY_RELEASE_EVENT, key)];
        fake(display, &events, (0, 0));
    }
}

/// What a hand does, as the window system sees it: kinds of events with their button or key.
fn fake(display: &str, events: &[(u8, u8)], (x, y): (i16, i16)) {
    let (connection, root, _) = windows(display);
    for (event, detail) in events {
        heard(
            display,
            connection.xtest_fake_input(*event, *detail, 0, root, x, y, 0),
        );
    }
}

/// All that the screen shows: four bytes a pixel.
pub(crate) fn pixels(display: &str) -> Vec<u8> {
    let (connection, root, _) = windows(display);
    let place = connection.get_geometry(root).map(|asked| asked.reply());
    let Ok(Ok(place)) = place else { return vec![] };
    let (width, height) = (place.width, place.height);
    let image = connection.get_image(ImageFormat::Z_PIXMAP, root, 0, 0, width, height, u32::MAX);
    match image.map(x11rb::cookie::Cookie::reply) {
        Ok(Ok(image)) => image.data,
        _ => vec![],
    }
}

/// Which part of the pixels is the same in both, up to 1.
pub(crate) fn likeness(one: &[u8], other: &[u8]) -> f64 {
    let all = one.len().max(other.len()) / 4;
    let pairs = one.chunks_exact(4).zip(other.chunks_exact(4));
    let same = pairs.filter(|(one, other)| one == other).count();
    f64::from(u32::try_from(same).unwrap_or_default())
        / f64::from(u32::try_from(all.max(1)).unwrap_or(u32::MAX))
}

/// Takes the clipboard as a program does that copied something, and never hands it over. It is free again when this is
/// dropped.
pub(crate) fn own_clipboard(display: &str) -> RustConnection {
    let (connection, root, _) = windows(display);
    let owned = || -> Result<(), Box<dyn std::error::Error>> {
        let window = connection.generate_id()?;
        let (class, values) = (WindowClass::INPUT_ONLY, CreateWindowAux::new());
        connection
            .create_window(0, window, root, 0, 0, 1, 1, 0, class, 0, &values)?
            .check()?;
        let clipboard = atom(&connection, "CLIPBOARD");
        connection
            .set_selection_owner(window, clipboard, x11rb::CURRENT_TIME)?
            .check()?;
        Ok(())
    };
    owned().unwrap_or_else(|error| panic!("{display}: {error}"));
    connection
}

/// Every place that the screen has left for a program: nobody else gets to its clipboard until these are dropped.
pub(crate) fn fill(display: &str) -> Vec<RustConnection> {
    /// More than any screen takes.
    const MOST: usize = 4096;
    let taken: Vec<_> = std::iter::from_fn(|| x11rb::connect(Some(display)).ok())
        .map(|(connection, _)| connection)
        .take(MOST)
        .collect();
    assert!(taken.len() < MOST, "{display} has no end");
    taken
}
