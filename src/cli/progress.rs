//! The bar on standard error, and Ctrl-C.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::experiment::Progress;

/// A bar with time left, when standard error is a terminal and nobody asked for quiet.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new(quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(10) };
        let bar = ProgressBar::with_draw_target(Some(1), target);
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let template = if plain {
            "{wide_bar} {pos}/{len} replications, {eta} left"
        } else {
            "{wide_bar:.cyan/blue} {pos}/{len} replications, {eta} left"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(250));
        Self(bar)
    }

    pub(super) fn tell(&self, progress: Progress) {
        if self.0.length() != Some(progress.of) {
            self.0.set_length(progress.of);
        }
        self.0.set_position(progress.done);
    }

    pub(super) fn done(&self) {
        self.0.finish_and_clear();
    }
}

/// Has a write beyond the limit of file sizes (`ulimit -f`) fail as any other, with its place and what is left behind
/// removed: without a handler the system ends the process.
#[cfg(unix)]
pub(super) fn survive_file_limit() {
    // Without a handler the process ends as it would have; that is no reason not to run.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

/// There is no such limit here.
#[cfg(not(unix))]
pub(super) fn survive_file_limit() {}

/// A flag that Ctrl-C or a request to terminate sets. The second time ends the process at once.
pub(super) fn stop_flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&flag);
    // Without a handler Ctrl-C ends the process the usual way, which is no reason not to run.
    let _ = ctrlc::set_handler(move || {
        if set.swap(true, Ordering::Relaxed) {
            std::process::exit(1);
        }
    });
    flag
}
