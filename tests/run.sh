#!/bin/sh
# Installs what the tests need on a fresh Debian 12 that has Rust 1.95, and runs them in one optimised build.
# Arguments go to `cargo test`, such as `--test cli`.
set -eu
cd "$(dirname "$0")/.."

if ! command -v cargo >/dev/null 2>&1; then
    echo "there is no cargo here: install Rust 1.95 or newer from https://rustup.rs and run this again" >&2
    exit 2
fi

# SQLite is compiled in, and it is written in C.
if ! command -v cc >/dev/null 2>&1; then
    if [ "$(id -u)" != 0 ]; then
        echo "there is no C compiler here: run \`apt-get install build-essential\` as root and run this again" >&2
        exit 2
    fi
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends build-essential
fi

# Tests of OCR draw pages and have them read. Without tesseract they are skipped, and say so.
if ! command -v tesseract >/dev/null 2>&1; then
    if [ "$(id -u)" != 0 ] || ! apt-get update ||
        ! DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends tesseract-ocr; then
        echo "tests of OCR are skipped: there is no tesseract (\`apt-get install tesseract-ocr\` as root)" >&2
    fi
fi

# Tests that refuse single writes, and that watch every command, run under strace. Without it they are left out.
if ! command -v strace >/dev/null 2>&1; then
    if [ "$(id -u)" != 0 ] || ! apt-get update ||
        ! DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends strace; then
        echo "tests under strace are left out: there is no strace (\`apt-get install strace\` as root)" >&2
    fi
fi

exec cargo test --release --locked "$@"
