//! What is kept: the run folder with results, tables and a manifest, each written whole or not at all.
//!
//! Files are written beside their places, brought to disk, and then renamed, so that a reader never sees half
//! of one. The manifest comes last and names every file with its SHA-256: what it does not name does not belong
//! to the run. A folder that has such a manifest may be written to again: what it names is replaced, and other
//! files are left. A folder with files and no manifest is refused.

mod digest;
mod folder;
mod staged;
mod tables;

pub use folder::{Folder, NoFolder};
pub use staged::run_that_wrote;
pub use tables::cell;
