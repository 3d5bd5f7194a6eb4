//! What is answered: a document of sections, tables, figures and warnings, and its presenters.
//!
//! The builders ([`for_run`], [`for_comparison`], [`for_sweep`], [`for_check`], [`for_backtest`], [`for_calibration`]) turn an answer into a
//! [`Document`]; all rounding and wording happens there, once. The presenters ([`to_html`],
//! [`to_text`], [`tables_csv`], [`figures_svg`]) show it and compute nothing.

mod backtest_report;
mod calibrate_report;
mod caseload;
mod check_report;
mod compare_report;
mod csv;
mod document;
mod estimates;
#[cfg(test)]
mod examples;
mod figure;
mod footing;
mod html;
mod money;
mod on_call;
mod overload;
pub mod palette;
mod post_costs;
mod quote;
mod run_report;
mod rungs;
mod sentence;
mod several;
mod staffing;
mod svg;
mod sweep_report;
mod text;
mod trajectory;
mod unsure;
pub mod words;
mod workload;

pub use backtest_report::for_backtest;
pub use calibrate_report::for_calibration;
pub use check_report::for_check;
pub use compare_report::for_comparison;
pub use csv::tables_csv;
pub use document::{Block, Cell, Column, Depth, Document, Fact, Holds, Notice, Part, Row, Section, Table, file_name};
pub use figure::{
    Bar, Bars, Dot, Dots, Drawing, Figure, HeatMap, Histogram, Ladder, Lines, Rung, Series, Spot, Spotlight,
};
pub use html::to_html;
pub use run_report::for_run;
pub use sentence::sentence;
pub use svg::{figures_svg, svg};
pub use sweep_report::for_sweep;
pub use text::{to_brief_text, to_text};

#[cfg(test)]
mod proofs;
