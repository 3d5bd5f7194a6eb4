//! A winner tree of one-word event keys over fixed slots.
//!
//! Setting a slot replays one path of the tree: log2(n) minima without an unpredictable branch, which is what makes it
//! several times faster than a binary heap (hold model, Jones, CACM 29(4), 1986).

use super::key::{MAX_SLOTS, NEVER};

/// Fewest leaves of a tree there is room for.
const FEW: usize = 32;

/// Gives a leaf of a tree in `NODES` places a key and returns the earliest of all others. The root is at 1, the children of `i` at `2i`
/// and `2i + 1`, and the second half are the leaves.
///
/// The fixed size is what makes it fast: the compiler sees that no index can leave it and lays the
/// layers out one after the other. A function of its own, without a loop around it: which of two keys is the earlier
/// cannot be predicted, and inside a loop the compiler turns these conditional moves into branches, at three
/// times the price.
#[inline(never)]
fn replay<const NODES: usize>(tree: &mut [u64], leaf: usize, key: u64) -> u64 {
    let Ok(tree) = <&mut [u64; NODES]>::try_from(tree) else { return NEVER };
    let leaves = const { NODES / 2 };
    let mut node = leaves | (leaf & (leaves - 1));
    let (mut least, mut rival) = (key, NEVER);
    tree[node] = key;
    for _ in 0..const { (NODES / 2).trailing_zeros() } {
        let beside = tree[node ^ 1];
        least = least.min(beside);
        rival = rival.min(beside);
        node >>= 1;
        tree[node] = least;
    }
    rival
}

/// The earlier of a key and the earliest of its rivals, which is known sooner.
///
/// A branch and not a choice of numbers: that somebody else is first is nearly always foreseen rightly, and then the next
/// event need not wait until the key, which has to be drawn, is known.
#[inline]
fn first_of(rival: u64, key: u64) -> u64 {
    if key < rival { itself(key) } else { rival }
}

#[cold]
#[inline(never)]
fn itself(key: u64) -> u64 {
    key
}

/// [`replay`] for a tree of one size.
type Replay = fn(&mut [u64], usize, u64) -> u64;

fn replay_of(places: usize) -> Replay {
    match places {
        64 => replay::<64>,
        128 => replay::<128>,
        256 => replay::<256>,
        512 => replay::<512>,
        1024 => replay::<1024>,
        2048 => replay::<2048>,
        4096 => replay::<4096>,
        8192 => replay::<8192>,
        16_384 => replay::<16_384>,
        32_768 => replay::<32_768>,
        65_536 => replay::<65_536>,
        131_072 => replay::<131_072>,
        _ => replay::<262_144>,
    }
}

/// Keys that share one line of memory.
const TOGETHER: usize = 8;

/// Keys side by side in one line of memory, which is all that a change of one of them fetches of its kind.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Line([u64; TOGETHER]);

impl Line {
    const EMPTY: Self = Self([NEVER; TOGETHER]);

    #[inline]
    fn earliest(&self) -> u64 {
        let two = |i: usize| self.0[i].min(self.0[i + 1]);
        two(0).min(two(2)).min(two(4).min(two(6)))
    }

    /// Gives one of the keys a new value; returns the earliest of the others, which does not wait for the key.
    #[inline(always)]
    fn set(&mut self, at: usize, key: u64) -> u64 {
        self.0[at % TOGETHER] = NEVER;
        let others = self.earliest();
        self.0[at % TOGETHER] = key;
        others
    }
}

/// What stands over the lines of a tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Over {
    /// One more line, with the earliest key of each.
    #[default]
    Line,
    /// A tree.
    Tree,
}

/// One winner tree. A leaf stands for a line of slots: to look through eight keys side by side costs no more than three
/// steps of a tree, and the leaves of thousands of slots stay nearer the processor. Over a few lines stands one more, over
/// many a tree.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    /// The keys themselves.
    lines: Vec<Line>,
    over: Over,
    line: Line,
    /// The tree, of a power of two of leaves.
    nodes: Vec<u64>,
    replay: Replay,
    pub(super) root: u64,
}

impl Default for Tree {
    fn default() -> Self {
        Self {
            lines: Vec::new(),
            over: Over::Line,
            line: Line::EMPTY,
            nodes: Vec::new(),
            replay: replay_of(0),
            root: NEVER,
        }
    }
}

impl Tree {
    pub(super) fn reset(&mut self, slots: usize) {
        self.root = NEVER;
        self.line = Line::EMPTY;
        self.nodes.clear();
        let leaves = slots.div_ceil(TOGETHER);
        self.lines.clear();
        self.lines.resize(leaves, Line::EMPTY);
        if leaves <= TOGETHER {
            self.over = Over::Line;
            return;
        }
        let places = 2 * leaves.clamp(FEW, MAX_SLOTS / TOGETHER).next_power_of_two();
        self.over = Over::Tree;
        self.nodes.resize(places, NEVER);
        self.replay = replay_of(places);
    }

    pub(super) fn preset(&mut self, slot: usize, key: u64) {
        if let Some(line) = self.lines.get_mut(slot / TOGETHER) {
            line.0[slot % TOGETHER] = key;
        }
    }

    /// Repairs the tree after a series of presets; the earliest key.
    pub(super) fn rebuild(&mut self) -> u64 {
        let leaves = self.nodes.len() / 2;
        for (at, line) in self.lines.iter().enumerate() {
            let earliest = line.earliest();
            match self.over {
                Over::Line => self.line.0[at % TOGETHER] = earliest,
                Over::Tree => self.nodes[leaves + at] = earliest,
            }
        }
        self.root = match self.over {
            Over::Line => self.line.earliest(),
            Over::Tree => play(&mut self.nodes),
        };
        self.root
    }

    /// Gives a slot a new key and replays its path to the root.
    #[inline(always)]
    pub(super) fn set(&mut self, slot: usize, key: u64) {
        let leaf = slot / TOGETHER;
        let Some(line) = self.lines.get_mut(leaf) else { return };
        let others = line.set(slot, key);
        let least = others.min(key);
        let rival = match self.over {
            Over::Line => self.line.set(leaf, least),
            Over::Tree => (self.replay)(&mut self.nodes, leaf, least),
        };
        self.root = first_of(rival.min(others), key);
    }
}

/// Plays a whole tree; returns its earliest key.
fn play(tree: &mut [u64]) -> u64 {
    for i in (1..tree.len() / 2).rev() {
        tree[i] = tree[2 * i].min(tree[2 * i + 1]);
    }
    tree[1]
}
