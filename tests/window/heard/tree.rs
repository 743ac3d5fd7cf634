//! What the accessibility bus tells of the program's window, as a screen reader asks for it.

use crate::driver::{Desktop, eventually};
use std::{fmt::Write as _, time::Duration};
use zbus::{
    Connection,
    connection::Builder,
    zvariant::{DynamicType, OwnedObjectPath, OwnedValue},
};

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const REGISTRY: &str = "org.a11y.atspi.Registry";
const ROOT: &str = "/org/a11y/atspi/accessible/root";
/// How long the window may take to be known there.
const KNOWN: Duration = Duration::from_secs(20);
/// How deep a window is nested at most.
const DEEPEST: usize = 60;

/// What a thing is, by its number in the protocol.
const ROLES: &str = "invalid,accelerator label,alert,animation,arrow,calendar,canvas,check box,check menu item,color chooser,\
    column header,combo box,date editor,desktop icon,desktop frame,dial,dialog,directory pane,drawing area,\
    file chooser,filler,focus traversable,font chooser,frame,glass pane,html container,icon,image,internal frame,\
    label,layered pane,list,list item,menu,menu bar,menu item,option pane,page tab,page tab list,panel,\
    password text,popup menu,progress bar,push button,radio button,radio menu item,root pane,row header,\
    scroll bar,scroll pane,separator,slider,spin button,split pane,status bar,table,table cell,\
    table column header,table row header,tearoff menu item,terminal,text,toggle button,tool bar,tool tip,tree,\
    tree table,unknown,viewport,window,extended,header,footer,paragraph,ruler,application,autocomplete,editbar,\
    embedded,entry,chart,caption,document frame,heading,page,section,redundant object,form,link,\
    input method window,table row,tree item,document spreadsheet,document presentation,document text,document web,\
    document email,comment,list box,grouping,image map,notification,info bar,level bar,title bar,block quote,\
    audio,video,definition,article,landmark,log,marquee,math,rating,timer,static,math fraction,math root,\
    subscript,superscript,description list,description term,description value,footnote,content deletion,\
    content insertion,mark,suggestion,push button menu";

/// The states that matter, in the same way.
const STATES: [(u32, &str); 11] = [
    (4, "checked"),
    (8, "enabled"),
    (9, "expandable"),
    (10, "expanded"),
    (11, "focusable"),
    (12, "focused"),
    (20, "pressed"),
    (23, "selected"),
    (33, "required"),
    (36, "invalid entry"),
    (41, "checkable"),
];

/// Those that a person hears of.
const SHOWN: [&str; 7] = [
    "checked",
    "expanded",
    "focused",
    "pressed",
    "selected",
    "required",
    "invalid entry",
];

/// What is there for the looks alone, where it says nothing.
const MERE: [&str; 6] = [
    "section",
    "panel",
    "filler",
    "static",
    "form",
    "scroll pane",
];

/// One thing that can be heard, and what is inside it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) role: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) text: String,
    pub(crate) states: Vec<&'static str>,
    /// Whether a screen reader can press it.
    pub(crate) pressable: bool,
    pub(crate) children: Vec<Node>,
}

impl Node {
    pub(crate) fn is(&self, state: &str) -> bool {
        self.states.contains(&state)
    }

    /// This one and all within it, in the order in which they are read.
    pub(crate) fn all(&self) -> Vec<&Node> {
        let within = self.children.iter().flat_map(Node::all);
        [self].into_iter().chain(within).collect()
    }

    /// All that it says of itself.
    pub(crate) fn said(&self) -> [&str; 3] {
        [&self.name, &self.description, &self.text]
    }

    /// A line for each, the inner ones further to the right. What says nothing and has no state is left out.
    pub(crate) fn lines(&self) -> String {
        let mut lines = String::new();
        self.write(0, &mut lines);
        lines
    }

    fn write(&self, depth: usize, lines: &mut String) {
        let states: Vec<_> = (self.states.iter().copied())
            .filter(|state| SHOWN.contains(state))
            .chain((self.is("expandable") && !self.is("expanded")).then_some("collapsed"))
            .chain((self.pressable && !self.is("enabled")).then_some("disabled"))
            .collect();
        let (name, text) = (plain(&self.name), self.own_text());
        let silent = name.is_empty() && text.is_empty() && states.is_empty();
        let mut inner = depth;
        if !(silent && MERE.contains(&self.role.as_str())) {
            let _ = write!(lines, "{}{}", "  ".repeat(depth), self.role);
            for (before, said) in [
                ("", name.as_str()),
                ("text ", if text == name { "" } else { &text }),
                ("described ", &plain(&self.description)),
            ] {
                if !said.is_empty() {
                    let _ = write!(lines, " {before}“{said}”");
                }
            }
            if !states.is_empty() {
                let _ = write!(lines, " ({})", states.join(", "));
            }
            lines.push('\n');
            inner += 1;
        }
        for child in &self.children {
            child.write(inner, lines);
        }
    }

    /// Its text without what is said by others within.
    fn own_text(&self) -> String {
        let mut own = self.text.clone();
        for child in self.children.iter().flat_map(Node::all) {
            for said in [&child.text, &child.name] {
                if !said.is_empty() {
                    own = own.replacen(said.as_str(), " ", 1);
                }
            }
        }
        plain(&own)
    }
}

/// In one line, without what stands for the things within.
fn plain(text: &str) -> String {
    let words: Vec<_> = text
        .split(|c: char| c.is_whitespace() || c == '\u{fffc}')
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// The accessibility bus of a world.
pub(crate) struct Bus(Connection);

/// Where something can be asked: who answers, and for what.
type Place = (String, OwnedObjectPath);

impl Bus {
    pub(crate) async fn of(world: &Desktop) -> Self {
        let session = connect(&world.bus()).await;
        let asked = session
            .call_method(
                Some("org.a11y.Bus"),
                "/org/a11y/bus",
                Some("org.a11y.Bus"),
                "GetAddress",
                &(),
            )
            .await
            .unwrap_or_else(|error| {
                panic!(
                    "no accessibility bus (at-spi2-core is installed by cargo xtask test): {error}"
                )
            });
        let address: String =
            (asked.body().deserialize()).unwrap_or_else(|error| panic!("{error}"));
        Self(connect(&address).await)
    }

    /// What can be heard of the program's window.
    pub(crate) async fn window(&self) -> Node {
        let root = (REGISTRY.to_owned(), path(ROOT));
        let program = eventually(KNOWN, "the program on the accessibility bus", async || {
            for place in self.children(&root).await {
                if self.property::<String>(&place, "Name").await.as_deref()
                    == Some("icloud-connect")
                {
                    return Some(place);
                }
            }
            None
        });
        let program = program.await;
        let window = eventually(KNOWN, "its window", async || {
            self.children(&program).await.pop()
        });
        let window = window.await;
        self.read(window, 0).await
    }

    /// Everything there and within.
    async fn read(&self, place: Place, depth: usize) -> Node {
        assert!(depth < DEEPEST, "the window has no end");
        let interfaces: Vec<String> = self
            .ask(&place, ACCESSIBLE, "GetInterfaces", &())
            .await
            .unwrap_or_default();
        let has = |name: &str| interfaces.iter().any(|it| it == name);
        let text = if has("org.a11y.atspi.Text") {
            self.ask(&place, "org.a11y.atspi.Text", "GetText", &(0i32, -1i32))
                .await
        } else {
            None
        };
        let bits: Vec<u32> = self
            .ask(&place, ACCESSIBLE, "GetState", &())
            .await
            .unwrap_or_default();
        let is_set = |state: u32| {
            bits.get((state / 32) as usize)
                .is_some_and(|word| word >> (state % 32) & 1 == 1)
        };
        let mut children = vec![];
        for child in self.children(&place).await {
            children.push(Box::pin(self.read(child, depth + 1)).await);
        }
        Node {
            role: (self.ask::<u32>(&place, ACCESSIBLE, "GetRole", &()).await)
                .and_then(|role| ROLES.split(',').nth(role as usize))
                .map_or_else(|| "unknown".to_owned(), |role| (*role).to_owned()),
            name: self.property(&place, "Name").await.unwrap_or_default(),
            description: self
                .property(&place, "Description")
                .await
                .unwrap_or_default(),
            text: text.unwrap_or_default(),
            states: STATES
                .into_iter()
                .filter(|(state, _)| is_set(*state))
                .map(|(_, name)| name)
                .collect(),
            pressable: has("org.a11y.atspi.Action"),
            children,
        }
    }

    /// One after the other: the socket in which GTK has the page names none of them when asked for all.
    async fn children(&self, place: &Place) -> Vec<Place> {
        let count: i32 = self.property(place, "ChildCount").await.unwrap_or_default();
        let mut children = vec![];
        for index in 0..count {
            children.extend(
                self.ask::<Place>(place, ACCESSIBLE, "GetChildAtIndex", &index)
                    .await,
            );
        }
        children.retain(|(_, path)| path.as_str() != "/org/a11y/atspi/null");
        children
    }

    /// An answer, or none: what is asked may have gone in the meantime.
    async fn ask<T>(
        &self,
        (name, path): &Place,
        interface: &str,
        method: &str,
        with: &(impl serde::Serialize + DynamicType),
    ) -> Option<T>
    where
        T: serde::de::DeserializeOwned + zbus::zvariant::Type,
    {
        let asked = self.0.call_method(
            Some(name.as_str()),
            path.as_str(),
            Some(interface),
            method,
            with,
        );
        asked.await.ok()?.body().deserialize().ok()
    }

    async fn property<T: TryFrom<OwnedValue>>(&self, place: &Place, property: &str) -> Option<T> {
        let value: OwnedValue = self
            .ask(
                place,
                "org.freedesktop.DBus.Properties",
                "Get",
                &(ACCESSIBLE, property),
            )
            .await?;
        T::try_from(value).ok()
    }
}

fn path(path: &str) -> OwnedObjectPath {
    OwnedObjectPath::try_from(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

async fn connect(address: &str) -> Connection {
    let builder = Builder::address(address).unwrap_or_else(|error| panic!("{address}: {error}"));
    let connected = builder.build().await;
    connected.unwrap_or_else(|error| panic!("{address}: {error}"))
}
