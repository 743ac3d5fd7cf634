#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| icloud_connect_fuzz::customers(data));
