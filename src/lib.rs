//! Recordroom: an archive and search indexer for correspondence between a regulator and public authorities.
//!
//! ```text
//! schema/*.toml ─────────────┐ tables, checked on loading
//!                            ▼
//! files ─▶ discover ─▶ extract ─▶ facts ─▶ record ─▶ archive ─▶ index ─▶ search ─▶ present ─▶ paper
//!                                                      │                   ▲  └─▶ log.jsonl
//!                                                      └─ catalogue.db     │
//!                                                 audit, locate, case ─────┘ ask by the same door
//! ```
//!
//! A room may import only those above it in this list; `error` is open to all.
#![forbid(unsafe_code)]

pub mod error;

pub mod facts;

pub mod discover;

pub mod extract;

pub mod record;

pub mod query;

pub mod archive;

pub mod index;

pub mod verbs;

pub mod audit;

pub mod present;

pub mod cli;
