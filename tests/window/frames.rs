//! What a window manager does with windows: their frames, which one has the keyboard, which one asks to be looked at.

use crate::picture::{atom, title, windows};
use std::{
    thread,
    time::{Duration, Instant},
};
use tokio::time::sleep;
use x11rb::{
    CURRENT_TIME,
    connection::Connection,
    protocol::xproto::{
        AtomEnum, BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ClientMessageEvent, ConnectionExt,
        CreateWindowAux, EventMask, MOTION_NOTIFY_EVENT, PropMode, Window, WindowClass,
    },
    protocol::xtest::ConnectionExt as _,
    rust_connection::RustConnection,
    wrapper::ConnectionExt as _,
};

/// How long the manager may take.
const LIMIT: Duration = Duration::from_secs(15);

/// Left, top, right and lower edge in pixels of the screen.
pub(crate) type Edges = (i32, i32, i32, i32);

/// The manager's word on one screen.
pub(crate) struct Frames {
    connection: RustConnection,
    root: Window,
    display: String,
}

impl Frames {
    /// Waits until there is a manager.
    pub(crate) async fn of(display: &str) -> Self {
        let (connection, root, _) = windows(display);
        let frames = Frames {
            connection,
            root,
            display: display.to_owned(),
        };
        frames
            .wait("a window manager", || {
                (!frames
                    .values(frames.root, "_NET_SUPPORTING_WM_CHECK")
                    .is_empty())
                .then_some(())
            })
            .await;
        frames
    }

    /// Another program's window over the whole screen, as a browser's; it has the keyboard.
    pub(crate) async fn open_another(&self, name: &str) {
        let (connection, root) = (&self.connection, self.root);
        let window = connection.generate_id().unwrap_or_else(|e| panic!("{e}"));
        let look = CreateWindowAux::new().background_pixel(0x00d0_d7de);
        let made = connection.create_window(
            0,
            window,
            root,
            0,
            0,
            400,
            300,
            0,
            WindowClass::INPUT_OUTPUT,
            0,
            &look,
        );
        made.unwrap_or_else(|e| panic!("{e}"));
        let utf8 = atom(connection, "UTF8_STRING");
        let name_atom = atom(connection, "_NET_WM_NAME");
        let named = connection.change_property8(
            PropMode::REPLACE,
            window,
            name_atom,
            utf8,
            name.as_bytes(),
        );
        named.unwrap_or_else(|e| panic!("{e}"));
        let states = [
            "_NET_WM_STATE_MAXIMIZED_VERT",
            "_NET_WM_STATE_MAXIMIZED_HORZ",
        ]
        .map(|state| atom(connection, state));
        let state = atom(connection, "_NET_WM_STATE");
        let stated =
            connection.change_property32(PropMode::REPLACE, window, state, AtomEnum::ATOM, &states);
        stated.unwrap_or_else(|e| panic!("{e}"));
        let mapped = connection.map_window(window);
        mapped
            .and_then(|_| connection.flush())
            .unwrap_or_else(|e| panic!("{e}"));
        self.bring_forward(name).await;
    }

    /// Gives a window the keyboard, as a press in the task bar does.
    pub(crate) async fn bring_forward(&self, name: &str) {
        let window = self.wait(name, || self.window(name)).await;
        // From a task bar, at this moment.
        let event = ClientMessageEvent::new(
            32,
            window,
            atom(&self.connection, "_NET_ACTIVE_WINDOW"),
            [2, CURRENT_TIME, 0, 0, 0],
        );
        let to = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        let sent = self.connection.send_event(false, self.root, to, event);
        sent.and_then(|_| self.connection.flush())
            .unwrap_or_else(|e| panic!("{e}"));
        self.wait_active(name).await;
    }

    /// Waits until the window whose title has this in it has the keyboard.
    pub(crate) async fn wait_active(&self, name: &str) {
        self.wait(&format!("the keyboard in {name:?}"), || {
            self.active()
                .filter(|active| active.contains(name))
                .map(drop)
        })
        .await;
    }

    /// The title of the window that has the keyboard.
    pub(crate) fn active(&self) -> Option<String> {
        let window = *self.values(self.root, "_NET_ACTIVE_WINDOW").first()?;
        title(&self.connection, window)
    }

    /// The titles of all windows, the foremost last.
    pub(crate) fn stacked(&self) -> Vec<String> {
        self.values(self.root, "_NET_CLIENT_LIST_STACKING")
            .into_iter()
            .filter_map(|window| title(&self.connection, window))
            .collect()
    }

    /// Where a window is, with its frame.
    pub(crate) fn edges(&self, name: &str) -> Option<Edges> {
        let window = self.window(name)?;
        let size = self.connection.get_geometry(window).ok()?.reply().ok()?;
        let asked = self
            .connection
            .translate_coordinates(window, self.root, 0, 0);
        let place = asked.ok()?.reply().ok()?;
        let frame = self.values(window, "_NET_FRAME_EXTENTS");
        let side = |at: usize| i32::try_from(frame.get(at).copied().unwrap_or(0)).unwrap_or(0);
        let (x, y) = (i32::from(place.dst_x), i32::from(place.dst_y));
        Some((
            x - side(0),
            y - side(2),
            x + i32::from(size.width) + side(1),
            y + i32::from(size.height) + side(3),
        ))
    }

    /// Whether a window asks to be looked at, as the task bar shows.
    pub(crate) fn demands_attention(&self, name: &str) -> bool {
        let demands = atom(&self.connection, "_NET_WM_STATE_DEMANDS_ATTENTION");
        self.window(name)
            .is_some_and(|window| self.values(window, "_NET_WM_STATE").contains(&demands))
    }

    /// How wide a window's icon is, and its pixels: transparency, red, green, blue.
    pub(crate) fn icon(&self, name: &str) -> Option<(u32, Vec<u32>)> {
        let property = atom(&self.connection, "_NET_WM_ICON");
        let asked = self.connection.get_property(
            false,
            self.window(name)?,
            property,
            AtomEnum::CARDINAL,
            0,
            u32::MAX / 4,
        );
        let reply = asked.ok()?.reply().ok()?;
        let mut values = reply.value32()?;
        let (width, height) = (values.next()?, values.next()?);
        let pixels: Vec<u32> = values.take((width * height) as usize).collect();
        Some((width, pixels))
    }

    /// The class of a window, by which its menu entry is found.
    pub(crate) fn class(&self, name: &str) -> Option<String> {
        let window = self.window(name)?;
        let asked =
            self.connection
                .get_property(false, window, AtomEnum::WM_CLASS, AtomEnum::ANY, 0, 1000);
        let value = asked.ok()?.reply().ok()?.value;
        let mut parts = value.split(|byte| *byte == 0);
        let class = parts.nth(1)?;
        Some(String::from_utf8_lossy(class).into_owned())
    }

    /// Moves the mouse with its button down, slowly enough to be a person.
    pub(crate) fn drag(&self, (from_x, from_y): (i32, i32), (to_x, to_y): (i32, i32)) {
        self.mouse(MOTION_NOTIFY_EVENT, 0, (from_x, from_y));
        self.mouse(BUTTON_PRESS_EVENT, 1, (from_x, from_y));
        for part in 1..=10 {
            let at = |from: i32, to: i32| from + (to - from) * part / 10;
            self.mouse(MOTION_NOTIFY_EVENT, 0, (at(from_x, to_x), at(from_y, to_y)));
        }
        self.mouse(BUTTON_RELEASE_EVENT, 1, (to_x, to_y));
    }

    fn mouse(&self, event: u8, detail: u8, (x, y): (i32, i32)) {
        let at = |side: i32| i16::try_from(side).unwrap_or_default();
        let done = self
            .connection
            .xtest_fake_input(event, detail, 0, self.root, at(x), at(y), 0);
        let done = done.map(x11rb::cookie::VoidCookie::check);
        assert!(matches!(done, Ok(Ok(()))), "{}: {done:?}", self.display);
        thread::sleep(Duration::from_millis(30));
    }

    /// A window that the manager knows, by what is in its title.
    fn window(&self, name: &str) -> Option<Window> {
        self.values(self.root, "_NET_CLIENT_LIST")
            .into_iter()
            .find(|window| {
                title(&self.connection, *window).is_some_and(|title| title.contains(name))
            })
    }

    fn values(&self, window: Window, property: &str) -> Vec<u32> {
        let property = atom(&self.connection, property);
        let asked = self
            .connection
            .get_property(false, window, property, AtomEnum::ANY, 0, 1000);
        let reply = asked.ok().and_then(|asked| asked.reply().ok());
        reply
            .and_then(|reply| Some(reply.value32()?.collect()))
            .unwrap_or_default()
    }

    /// Looks again and again; between two looks the simulators of the test, which are on the same thread, do their work.
    pub(crate) async fn wait<T>(&self, what: &str, look: impl Fn() -> Option<T>) -> T {
        let end = Instant::now() + LIMIT;
        loop {
            if let Some(found) = look() {
                return found;
            }
            assert!(
                Instant::now() < end,
                "waited {LIMIT:?} for {what}; active {:?}, stacked {:?}",
                self.active(),
                self.stacked()
            );
            sleep(Duration::from_millis(50)).await;
        }
    }
}
