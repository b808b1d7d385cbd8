#![no_main]

libfuzzer_sys::fuzz_target!(init: recordroom_fuzz::begin(), |bytes: &[u8]| {
    recordroom_fuzz::run("msg", bytes);
});
