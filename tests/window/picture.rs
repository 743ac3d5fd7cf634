//! A picture of the virtual screen: what a person would see.

use std::{
    fs::File,
    io::BufWriter,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread::sleep,
    time::{Duration, Instant},
};
use x11rb::{
    connection::Connection,
    protocol::xproto::{ConnectionExt, ImageFormat},
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
