//! A new file in `ui/locales` must be seen: the embedding macro only notices changes of files it knows.

fn main() {
    println!("cargo::rerun-if-changed=../../ui/locales");
    println!("cargo::rerun-if-changed=../../ui/practice.html");
}
