//! What is kept: the run folder with results, tables and a manifest, each written whole or not at all.
//!
//! A file is written under another name beside its place, brought to disk, and then renamed, so that a
//! reader never sees half of it. The manifest comes last and names every file with its SHA-256: what it
//! does not name does not belong to the run.

mod folder;
mod tables;

pub use folder::Folder;
pub use tables::cell;
