//! Trials, replicated: in parallel, and in order.
//!
//! A trial is a scenario at one point under the chance of one replication. The list of trials is fixed
//! before any of them runs, each writes its outcome at its own place, and outcomes are combined in the
//! order of the list: the answer is the same on one thread or on sixteen. This is the only file that
//! knows of threads.
//!
//! Replication `r` at the typical values has the chance of number `r`, whatever else is replicated, so
//! the first hundred of two hundred are the same hundred. Replication `j` of draw `k` has that of number
//! `(k + 1) 2^24 + j`, which meets none of these. Every scenario is given the same numbers.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::catalogue::Catalogue;
use super::money::{Bill, Books};
use super::settings::{Control, Progress};
use crate::calendar::{Clock, Zone};
use crate::model::{NoTrace, Plan, Stopped, Trace, Workspace};
use crate::random::Seed;
use crate::scenario::world::{Point, Scenario};

/// Bits below the number of a draw in the number of its replications.
const WITHIN_DRAW: u32 = 24;

/// A scenario made ready to be replicated.
#[derive(Debug)]
pub struct Design<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// What is kept of each replication.
    pub catalogue: Catalogue,
    clock: Clock,
    typical: Plan,
    books: Books,
    bill: Bill,
}

impl<'a> Design<'a> {
    /// Compiles a scenario at its typical values.
    #[must_use]
    pub fn new(scenario: &'a Scenario) -> Self {
        Self::keeping(scenario, Catalogue::new(scenario))
    }

    /// The same, where only part of what can be said is kept.
    #[must_use]
    pub fn keeping(scenario: &'a Scenario, catalogue: Catalogue) -> Self {
        let clock = clock_of(scenario);
        let typical = Plan::new(scenario, &clock, &Point::Typical);
        let books = Books::new(scenario, typical.layout());
        let bill = Bill::new(scenario, &books, typical.layout(), &clock, &Point::Typical);
        Self { scenario, catalogue, clock, typical, books, bill }
    }

    /// What a replication costs at a point.
    fn bill_at(&self, point: &Point) -> Bill {
        Bill::new(self.scenario, &self.books, self.typical.layout(), &self.clock, point)
    }
}

/// The clock of a scenario.
#[must_use]
pub fn clock_of(scenario: &Scenario) -> Clock {
    let zone = if scenario.nation.is_some() { Zone::London } else { Zone::Abstract };
    Clock::new(scenario.starts.parse().unwrap_or_default(), zone)
}

/// What is kept of one replication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The numbers of the catalogue.
    pub numbers: Box<[i64]>,
    /// Which limit of the scenario stopped it, if one did.
    pub stopped: Option<Stopped>,
}

/// One unit of work: a replication at the typical values, or a draw with all its replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trial {
    /// A replication at the typical values.
    Typical {
        /// Index of the design.
        design: usize,
        /// Number of the replication.
        replication: u64,
    },
    /// A draw of the uncertain numbers.
    Draw {
        /// Index of the design.
        design: usize,
        /// Number of the draw.
        draw: u32,
        /// Replications in it.
        replications: u32,
    },
}

/// What one thread reuses from trial to trial.
#[derive(Debug, Default)]
struct Worker {
    workspace: Workspace,
    row: Vec<i64>,
}

impl Worker {
    /// One replication; `None` when somebody asked to stop.
    fn replicate(
        &mut self,
        (plan, bill): (&Plan, &Bill),
        design: &Design<'_>,
        seed: Seed,
        replication: u64,
    ) -> Option<Kept> {
        self.row.clear();
        self.row.resize(plan.layout().len(), 0);
        let end = self.workspace.run(plan, seed.replication(replication), &mut self.row, &mut NoTrace);
        let stopped = end.err();
        bill.write(&design.books, plan.layout(), &mut self.row);
        (stopped != Some(Stopped::Asked)).then(|| Kept { numbers: design.catalogue.keep(&self.row), stopped })
    }
}

/// Replicates lists of trials.
#[derive(Debug)]
pub struct Runner<'a> {
    seed: Seed,
    control: Control<'a>,
    workers: Vec<Mutex<Worker>>,
    done: AtomicU64,
    planned: AtomicU64,
    #[cfg(feature = "cli")]
    pool: Option<rayon::ThreadPool>,
}

impl<'a> Runner<'a> {
    /// A runner on this many threads; 0 for as many as the machine has.
    #[must_use]
    pub fn new(seed: Seed, threads: usize, control: Control<'a>) -> Self {
        #[cfg(feature = "cli")]
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok();
        #[cfg(feature = "cli")]
        let count = pool.as_ref().map_or(1, rayon::ThreadPool::current_num_threads);
        #[cfg(not(feature = "cli"))]
        let count = threads.clamp(1, 1);
        let worker = || {
            let mut worker = Worker::default();
            if let Some(stop) = &control.stop {
                worker.workspace.halt_on(stop.clone());
            }
            Mutex::new(worker)
        };
        let workers = (0..count).map(|_| worker()).collect();
        Self {
            seed,
            workers,
            control,
            done: AtomicU64::new(0),
            planned: AtomicU64::new(0),
            #[cfg(feature = "cli")]
            pool,
        }
    }

    /// Whether somebody asked to stop.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.control.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// Says how many replications are planned in all, for whoever watches.
    pub fn plan(&self, replications: u64) {
        self.planned.store(replications, Ordering::Relaxed);
        self.tell();
    }

    fn tell(&self) {
        if let Some(progress) = self.control.progress {
            let done = self.done.load(Ordering::Relaxed);
            progress(Progress { done, of: self.planned.load(Ordering::Relaxed).max(done) });
        }
    }

    /// Replicates trials; the outcomes stand in their order, `None` where the run was stopped before.
    #[must_use]
    pub fn replicate(&self, designs: &[Design<'_>], trials: &[Trial]) -> Vec<Option<Vec<Kept>>> {
        #[cfg(feature = "cli")]
        if let Some(pool) = &self.pool {
            use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
            return pool.install(|| trials.par_iter().with_max_len(1).map(|&trial| self.one(designs, trial)).collect());
        }
        trials.iter().map(|&trial| self.one(designs, trial)).collect()
    }

    fn one(&self, designs: &[Design<'_>], trial: Trial) -> Option<Vec<Kept>> {
        if self.stopped() {
            return None;
        }
        #[cfg(feature = "cli")]
        let thread = rayon::current_thread_index().unwrap_or(0);
        #[cfg(not(feature = "cli"))]
        let thread = 0;
        let worker = self.workers.get(thread).or(self.workers.first())?;
        // A worker starts every replication from nothing, so one that was left in disorder is as good as any.
        let mut worker = worker.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = match trial {
            Trial::Typical { design, replication } => {
                let design = designs.get(design)?;
                vec![worker.replicate((&design.typical, &design.bill), design, self.seed, replication)?]
            }
            Trial::Draw { design, draw, replications } => {
                let design = designs.get(design)?;
                let point = Point::Draw { seed: self.seed, index: draw };
                let plan = design.typical.at(design.scenario, &design.clock, &point);
                let bill = design.bill_at(&point);
                let number = |inner: u32| (u64::from(draw) + 1) << WITHIN_DRAW | u64::from(inner);
                let each = (0..replications).map(|j| worker.replicate((&plan, &bill), design, self.seed, number(j)));
                each.collect::<Option<Vec<Kept>>>()?
            }
        };
        drop(worker);
        self.done.fetch_add(kept.len() as u64, Ordering::Relaxed);
        self.tell();
        Some(kept)
    }
}

/// Every step of one replication at the typical values, told to `trace`; why it stopped, if before its end.
#[must_use]
pub fn trace<T: Trace>(scenario: &Scenario, seed: u64, replication: u64, trace: &mut T) -> Option<Stopped> {
    let plan = Plan::new(scenario, &clock_of(scenario), &Point::Typical);
    let mut row = vec![0; plan.layout().len()];
    Workspace::new().run(&plan, Seed(seed).replication(replication), &mut row, trace).err()
}
