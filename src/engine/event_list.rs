//! A winner tree of one-word event keys over fixed slots.
//!
//! Each slot is a source of events that has at most one event pending: a person's completion, an
//! offender's next piece of work, the next change of the roster. A key packs the time (44 bits of
//! milliseconds, 557 years) over the slot (20 bits), so that the smallest key is the next event and
//! events at one instant come in the order of their slots. Setting a slot replays one path of the
//! tree: log2(n) minima without an unpredictable branch, which is what makes it several times
//! faster than a binary heap (hold model, Jones, CACM 29(4), 1986).

/// Bits of a key that hold the slot.
const SLOT_BITS: u32 = 20;

/// Most slots an event list can have.
pub const MAX_SLOTS: usize = 1 << SLOT_BITS;

/// Latest time a key can hold, in milliseconds since the start of the replication.
pub const MAX_TIME: u64 = (1 << (64 - SLOT_BITS)) - 2;

/// The key of a slot with nothing pending: later than every event.
pub const NEVER: u64 = u64::MAX;

/// The key of an event at `time` (milliseconds since the start of the replication) in `slot`;
/// [`NEVER`] for a time beyond [`MAX_TIME`].
#[inline]
#[must_use]
pub const fn key(time: u64, slot: usize) -> u64 {
    if time > MAX_TIME { NEVER } else { (time << SLOT_BITS) | slot as u64 }
}

/// The time of a key, in milliseconds since the start of the replication.
#[inline]
#[must_use]
pub const fn time_of(key: u64) -> u64 {
    key >> SLOT_BITS
}

/// The key of an event in `slot` at the time of another that is pending.
#[inline]
#[must_use]
pub const fn same_time(key: u64, slot: usize) -> u64 {
    (key & (u64::MAX << SLOT_BITS)) | slot as u64
}

/// The slot of a key.
#[inline]
#[must_use]
pub const fn slot_of(key: u64) -> usize {
    (key & (MAX_SLOTS as u64 - 1)) as usize
}

/// Leaves of one block.
const BLOCK: usize = 64;

/// Most leaves of a tree in one piece.
const PIECE: usize = 2048;
/// Fewest leaves of a tree in one piece there is room for.
const FEW: usize = 32;

/// A winner tree of fixed size: root at 1, children of `i` at `2i` and `2i + 1`, the second half are the leaves.
type Block = [u64; 2 * BLOCK];

/// Gives a leaf of a tree in `NODES` places a key and returns the earliest key.
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
    // What is now the root, but known sooner: the rivals on the way do not wait for the key.
    rival.min(key)
}

/// [`replay`] for a tree in one piece.
type Replay = fn(&mut [u64], usize, u64) -> u64;

fn replay_of(places: usize) -> Replay {
    match places {
        64 => replay::<64>,
        128 => replay::<128>,
        256 => replay::<256>,
        512 => replay::<512>,
        1024 => replay::<1024>,
        2048 => replay::<2048>,
        _ => replay::<4096>,
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
    #[inline]
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
    /// A tree in one piece.
    Piece,
    /// A tree of blocks.
    Blocks,
}

/// One winner tree. A leaf stands for a line of slots: to look through eight keys side by side costs no more than three
/// steps of a tree, and the leaves of thousands of slots stay nearer the processor. Over a few lines stands one more; over
/// many a tree, in one piece while it is small, else of blocks, where the roots of the blocks of one layer are the leaves
/// of the next.
#[derive(Clone, Debug)]
struct Tree {
    /// The keys themselves.
    lines: Vec<Line>,
    over: Over,
    line: Line,
    /// The tree in one piece, of a power of two of leaves.
    piece: Vec<u64>,
    replay: Replay,
    blocks: Vec<Block>,
    /// First block of each layer, from the leaves up; the last layer is a single block.
    layers: Vec<usize>,
    root: u64,
}

impl Default for Tree {
    fn default() -> Self {
        Self {
            lines: Vec::new(),
            over: Over::Line,
            line: Line::EMPTY,
            piece: Vec::new(),
            replay: replay_of(0),
            blocks: Vec::new(),
            layers: Vec::new(),
            root: NEVER,
        }
    }
}

impl Tree {
    fn reset(&mut self, slots: usize) {
        self.root = NEVER;
        self.line = Line::EMPTY;
        self.piece.clear();
        self.blocks.clear();
        self.layers.clear();
        let leaves = slots.div_ceil(TOGETHER);
        self.lines.clear();
        self.lines.resize(leaves, Line::EMPTY);
        if leaves <= TOGETHER {
            self.over = Over::Line;
            return;
        }
        if leaves <= PIECE {
            let places = 2 * leaves.max(FEW).next_power_of_two();
            self.over = Over::Piece;
            self.piece.resize(places, NEVER);
            self.replay = replay_of(places);
            return;
        }
        self.over = Over::Blocks;
        let (mut first, mut blocks) = (0, leaves.div_ceil(BLOCK));
        loop {
            self.layers.push(first);
            first += blocks;
            if blocks == 1 {
                break;
            }
            blocks = blocks.div_ceil(BLOCK);
        }
        self.blocks.resize(first, [NEVER; 2 * BLOCK]);
    }

    fn preset(&mut self, slot: usize, key: u64) {
        if let Some(line) = self.lines.get_mut(slot / TOGETHER) {
            line.0[slot % TOGETHER] = key;
        }
    }

    fn rebuild(&mut self) {
        let leaves = self.piece.len() / 2;
        for (at, line) in self.lines.iter().enumerate() {
            let earliest = line.earliest();
            match self.over {
                Over::Line => self.line.0[at % TOGETHER] = earliest,
                Over::Piece => self.piece[leaves + at] = earliest,
                Over::Blocks => self.blocks[at / BLOCK][BLOCK + at % BLOCK] = earliest,
            }
        }
        match self.over {
            Over::Line => self.root = self.line.earliest(),
            Over::Piece => self.root = play(&mut self.piece),
            Over::Blocks => self.rebuild_layers(),
        }
    }

    fn rebuild_layers(&mut self) {
        for layer in 0..self.layers.len() {
            let first = self.layers[layer];
            let next = self.layers.get(layer + 1).copied();
            for at in first..next.unwrap_or(self.blocks.len()) {
                let root = play(&mut self.blocks[at]);
                match next {
                    Some(next) => self.blocks[next + (at - first) / BLOCK][BLOCK + (at - first) % BLOCK] = root,
                    None => self.root = root,
                }
            }
        }
    }

    /// Gives a slot a new key and replays its path to the root, or up to the first block whose
    /// earliest key stays what it was.
    #[inline]
    fn set(&mut self, slot: usize, key: u64) {
        let leaf = slot / TOGETHER;
        let Some(line) = self.lines.get_mut(leaf) else { return };
        let others = line.set(slot, key);
        let least = others.min(key);
        self.root = match self.over {
            // What is first is known as soon as the key is, which may have taken long to draw.
            Over::Line => self.line.set(leaf, least).min(others).min(key),
            Over::Piece => (self.replay)(&mut self.piece, leaf, least),
            Over::Blocks => self.set_in_layers(leaf, least),
        };
    }

    #[inline(never)]
    fn set_in_layers(&mut self, leaf: usize, key: u64) -> u64 {
        let mut at = leaf / BLOCK;
        let Some(block) = self.blocks.get_mut(at) else { return self.root };
        let mut before = block[1];
        let mut least = replay::<{ 2 * BLOCK }>(block, leaf % BLOCK, key);
        for &layer in self.layers.iter().skip(1) {
            if least == before {
                return self.root;
            }
            let block = &mut self.blocks[layer + at / BLOCK];
            before = block[1];
            least = replay::<{ 2 * BLOCK }>(block, at % BLOCK, least);
            at /= BLOCK;
        }
        least
    }
}

/// Plays a whole tree; returns its earliest key.
fn play(tree: &mut [u64]) -> u64 {
    for i in (1..tree.len() / 2).rev() {
        tree[i] = tree[2 * i].min(tree[2 * i + 1]);
    }
    tree[1]
}

/// The future event list.
///
/// The slots of a stated range (a caseload of thousands) stand in a tree of their own, so that the
/// few busy slots outside it (people at work) have a short path to the root.
#[derive(Clone, Debug, Default)]
pub struct EventList {
    near: Tree,
    far: Tree,
    far_slots: std::ops::Range<usize>,
}

impl EventList {
    /// Empties the list and gives it room for `slots` slots, all with nothing pending, those of
    /// `many` in a tree of their own. Allocates only when it grows. More than [`MAX_SLOTS`] slots are
    /// not addressable by a key; the scenario's limits keep well below.
    pub fn reset(&mut self, slots: usize, many: std::ops::Range<usize>) {
        self.far.reset(many.len());
        self.near.reset(slots.saturating_sub(many.len()));
        self.far_slots = many;
    }

    /// Sets the key of a slot without repairing the tree; call [`EventList::rebuild`] before the next use.
    pub fn preset(&mut self, slot: usize, key: u64) {
        let (tree, at) = self.find(slot);
        tree.preset(at, key);
    }

    /// Repairs everything after a series of [`EventList::preset`].
    pub fn rebuild(&mut self) {
        self.near.rebuild();
        self.far.rebuild();
    }

    /// The smallest key, [`NEVER`] when nothing is pending.
    #[inline]
    #[must_use]
    pub fn first(&self) -> u64 {
        self.near.root.min(self.far.root)
    }

    /// Gives `slot` a new key: schedules, re-times or (with [`NEVER`]) cancels.
    #[inline]
    pub fn set(&mut self, slot: usize, key: u64) {
        let (tree, at) = self.find(slot);
        tree.set(at, key);
    }

    /// As [`EventList::set`] for a slot before those of `many`.
    #[inline]
    pub fn set_near(&mut self, slot: usize, key: u64) {
        self.near.set(slot, key);
    }

    /// As [`EventList::set`] for the slot at this place among `many`.
    #[inline]
    pub fn set_far(&mut self, place: usize, key: u64) {
        self.far.set(place, key);
    }

    #[inline]
    fn find(&mut self, slot: usize) -> (&mut Tree, usize) {
        if slot < self.far_slots.start {
            (&mut self.near, slot)
        } else if slot < self.far_slots.end {
            (&mut self.far, slot - self.far_slots.start)
        } else {
            (&mut self.near, slot.wrapping_sub(self.far_slots.len()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cmp::Reverse;
    use std::collections::BinaryHeap;

    #[test]
    fn the_smallest_key_comes_first_and_ties_go_by_slot() {
        let mut list = EventList::default();
        list.reset(5, 1..3);
        list.set(4, key(10, 4));
        list.set(1, key(10, 1));
        list.set(3, key(7, 3));
        assert_eq!((time_of(list.first()), slot_of(list.first())), (7, 3));
        list.set(3, NEVER);
        assert_eq!(slot_of(list.first()), 1);
        list.set(1, key(11, 1));
        assert_eq!(slot_of(list.first()), 4);
    }

    #[test]
    fn nothing_pending_is_never() {
        let mut list = EventList::default();
        list.reset(0, 0..0);
        assert_eq!(list.first(), NEVER);
        assert_eq!(key(MAX_TIME + 1, 3), NEVER);
        assert!(key(MAX_TIME, MAX_SLOTS - 1) < NEVER);
    }

    #[test]
    fn it_pops_the_same_keys_as_a_binary_heap() {
        let mut state = 1_u64;
        let mut next = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 33
        };
        for slots in [1, 2, 3, 31, 50, 300, 700, 1000, 3500, 7000, 20_000, 70_000] {
            let mut list = EventList::default();
            list.reset(slots, slots / 3..slots / 2);
            let mut heap = BinaryHeap::new();
            for slot in 0..slots {
                let k = key(next() % 1000, slot);
                list.preset(slot, k);
                heap.push(Reverse(k));
            }
            list.rebuild();
            for _ in 0..5_000 {
                let Some(Reverse(expected)) = heap.pop() else { break };
                assert_eq!(list.first(), expected);
                let slot = slot_of(expected);
                let k = key(time_of(expected) + next() % 50, slot);
                let many = slots / 3..slots / 2;
                if next() % 2 == 0 {
                    list.set(slot, k);
                } else if many.contains(&slot) {
                    list.set(slot, NEVER);
                    list.set_far(slot - many.start, k);
                } else if slot < many.start {
                    list.set_near(slot, NEVER);
                    list.set_near(slot, k);
                } else {
                    list.set(slot, NEVER);
                    list.set(slot, k);
                }
                heap.push(Reverse(k));
            }
        }
    }
}
