//! Whether WebKitGTK would show a blank window, by what the system says of its graphics.

use std::{fs, path::Path};

/// The variable that decides it: set to 1, WebKitGTK draws in the way that works everywhere; to 0, in the newer one.
pub(crate) const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
/// Kernel modules of drivers with which windows were seen to stay blank: NVIDIA's own, the free one for its cards, and
/// those of virtual machines.
const DRIVERS: [&str; 7] = [
    "nvidia",
    "nouveau",
    "vmwgfx",
    "vboxvideo",
    "qxl",
    "virtio_gpu",
    "bochs",
];
/// What computers call themselves that are none.
const MACHINES: [&str; 8] = [
    "virtualbox",
    "vmware",
    "qemu",
    "kvm",
    "parallels",
    "bhyve",
    "virtual machine",
    "xen",
];

/// Whether the newer way may show nothing on this computer. `root`: `/`, but for tests.
pub(crate) fn may_stay_blank(root: &Path) -> bool {
    let has_driver = DRIVERS
        .iter()
        .any(|name| root.join("sys/module").join(name).exists());
    let says = |name: &str| {
        let said = fs::read_to_string(root.join("sys/class/dmi/id").join(name)).unwrap_or_default();
        let said = said.to_lowercase();
        MACHINES.iter().any(|machine| said.contains(machine))
    };
    has_driver || !has_card(root) || says("product_name") || says("sys_vendor")
}

/// Whether there is something to draw with besides the processor.
fn has_card(root: &Path) -> bool {
    fs::read_dir(root.join("dev/dri")).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            name.to_string_lossy().starts_with("renderD")
        })
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::may_stay_blank;
    use std::fs;

    #[test]
    fn the_way_that_works_everywhere_is_taken_where_the_other_was_seen_to_fail() {
        let card = ("dev/dri/renderD128", "");
        for (files, blank) in [
            (&[card, ("sys/module/i915/x", "")][..], false),
            (
                &[card, ("sys/class/dmi/id/product_name", "ThinkPad X1")],
                false,
            ),
            (&[card, ("sys/module/nvidia/x", "")], true),
            (&[card, ("sys/module/nouveau/x", "")], true),
            (&[card, ("sys/module/virtio_gpu/x", "")], true),
            (
                &[card, ("sys/class/dmi/id/product_name", "VirtualBox\n")],
                true,
            ),
            (&[card, ("sys/class/dmi/id/sys_vendor", "QEMU\n")], true),
            (&[("dev/dri/card0", "")], true),
            (&[("sys/module/i915/x", "")], true),
            (&[], true),
        ] {
            let root = tempfile::tempdir().unwrap();
            for (name, text) in files {
                let path = root.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            assert_eq!(may_stay_blank(root.path()), blank, "{files:?}");
        }
    }
}
