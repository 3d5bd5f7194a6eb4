//! The lines themselves: many of them over one store of nodes, addressed by task id.

use std::hint::cold_path;

/// How urgent a waiting task is: smaller is sooner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Urgency {
    /// Priority class in the top byte (0 is the most urgent), due time below it when the discipline looks at due dates.
    pub major: u64,
    /// Order of arising, which settles the rest.
    pub order: u64,
}

impl Urgency {
    /// As one number, which compares without branches.
    #[inline]
    const fn whole(self) -> u128 {
        (self.major as u128) << 64 | self.order as u128
    }

    /// Priority class.
    #[inline]
    #[must_use]
    pub const fn class(self) -> usize {
        (self.major >> 56) as usize
    }
}

/// How a line orders its tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By class, then by order of arising.
    Arrival,
    /// By class, then due time, then order of arising.
    Due,
    /// By class, then at random at each choice.
    Random,
}

/// No task.
const NONE: u32 = u32::MAX;
/// Classes a line tells apart; the model uses nine priorities and class 0.
const CLASSES: usize = 10;

#[derive(Clone, Copy, Debug)]
struct Node {
    urgency: Urgency,
    /// Previous in the list, or position in the heap or in the class's vector.
    previous: u32,
    next: u32,
}

/// A task in a heap. Its urgency stands with it: to compare two, no other place of memory is waited for.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    urgency: Urgency,
    task: u32,
}

#[derive(Clone, Debug)]
enum Line {
    Arrival { heads: [u32; CLASSES], tails: [u32; CLASSES], occupied: u16 },
    Due { heap: Vec<Waiting> },
    Random { classes: Vec<Vec<u32>>, chosen: u32 },
}

/// A set of waiting lines.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    nodes: Vec<Node>,
    lines: Vec<Line>,
    lengths: Vec<u32>,
}

impl Lines {
    /// Makes one empty line for each order, keeping memory where the orders are as before.
    pub fn reset(&mut self, orders: impl Iterator<Item = Order>) {
        let mut count = 0;
        for order in orders {
            match (self.lines.get_mut(count), order) {
                (Some(Line::Arrival { heads, tails, occupied }), Order::Arrival) => {
                    (*heads, *tails, *occupied) = ([NONE; CLASSES], [NONE; CLASSES], 0);
                }
                (Some(Line::Due { heap }), Order::Due) => heap.clear(),
                (Some(Line::Random { classes, chosen }), Order::Random) => {
                    classes.iter_mut().for_each(Vec::clear);
                    *chosen = NONE;
                }
                (found, _) => {
                    let fresh = match order {
                        Order::Arrival => Line::Arrival { heads: [NONE; CLASSES], tails: [NONE; CLASSES], occupied: 0 },
                        Order::Due => Line::Due { heap: Vec::new() },
                        Order::Random => Line::Random { classes: vec![Vec::new(); CLASSES], chosen: NONE },
                    };
                    if let Some(line) = found {
                        *line = fresh;
                    } else {
                        self.lines.push(fresh);
                    }
                }
            }
            count += 1;
        }
        self.lines.truncate(count);
        self.lengths.clear();
        self.lengths.resize(count, 0);
    }

    /// How many wait in a line.
    #[inline]
    #[must_use]
    pub fn len(&self, line: usize) -> u32 {
        self.lengths[line]
    }

    /// Whether nobody waits in a line.
    #[inline]
    #[must_use]
    pub fn is_empty(&self, line: usize) -> bool {
        self.lengths[line] == 0
    }

    /// Adds a task to a line.
    #[inline(always)]
    pub fn push(&mut self, line: usize, task: u32, urgency: Urgency) {
        let index = task as usize;
        if index >= self.nodes.len() {
            cold_path();
            self.nodes.resize(index + 1, Node { urgency: Urgency::default(), previous: NONE, next: NONE });
        }
        let length = &mut self.lengths[line];
        *length = length.wrapping_add(1);
        let class = urgency.class().min(CLASSES - 1);
        match &mut self.lines[line] {
            Line::Arrival { heads, tails, occupied } => {
                // A task set down goes back before those that arose after it; a new one goes last.
                let mut before = tails[class];
                while before != NONE && self.nodes[before as usize].urgency.order > urgency.order {
                    before = self.nodes[before as usize].previous;
                }
                let after = if before == NONE { heads[class] } else { self.nodes[before as usize].next };
                self.nodes[index] = Node { urgency, previous: before, next: after };
                if before == NONE {
                    heads[class] = task;
                } else {
                    self.nodes[before as usize].next = task;
                }
                if after == NONE {
                    tails[class] = task;
                } else {
                    self.nodes[after as usize].previous = task;
                }
                *occupied |= 1 << class;
            }
            Line::Due { heap } => {
                self.nodes[index] = Node { urgency, previous: heap.len() as u32, next: NONE };
                heap.push(Waiting { urgency, task });
                let last = heap.len() - 1;
                sift_up(&mut self.nodes, heap, last);
            }
            Line::Random { classes, chosen } => {
                cold_path();
                self.nodes[index] = Node { urgency, previous: classes[class].len() as u32, next: NONE };
                classes[class].push(task);
                *chosen = NONE;
            }
        }
    }

    /// Takes a task out of the line it waits in.
    #[inline(always)]
    pub fn remove(&mut self, line: usize, task: u32) {
        let length = &mut self.lengths[line];
        *length = length.wrapping_sub(1);
        let Node { urgency, previous, next } = self.nodes[task as usize];
        let class = urgency.class().min(CLASSES - 1);
        match &mut self.lines[line] {
            Line::Arrival { heads, tails, occupied } => {
                if previous == NONE {
                    heads[class] = next;
                } else {
                    self.nodes[previous as usize].next = next;
                }
                if next == NONE {
                    tails[class] = previous;
                } else {
                    self.nodes[next as usize].previous = previous;
                }
                if heads[class] == NONE {
                    *occupied &= !(1 << class);
                }
            }
            Line::Due { heap } => {
                let hole = previous as usize;
                heap.swap_remove(hole);
                if let Some(&Waiting { task: moved, .. }) = heap.get(hole) {
                    // It moves one way or the other, or not at all; the head has nothing above it.
                    if hole > 0 {
                        sift_up(&mut self.nodes, heap, hole);
                    }
                    if hole == 0 || self.nodes[moved as usize].previous == hole as u32 {
                        sift_down(&mut self.nodes, heap, hole);
                    }
                }
            }
            Line::Random { classes, chosen } => {
                cold_path();
                let members = &mut classes[class];
                members.swap_remove(previous as usize);
                if let Some(&moved) = members.get(previous as usize) {
                    self.nodes[moved as usize].previous = previous;
                }
                *chosen = NONE;
            }
        }
    }

    /// The most urgent task of a line and its urgency. A random line calls `draw` with the number
    /// of candidates, once for each choice, and keeps the choice until the line changes.
    #[inline(always)]
    pub fn head(&mut self, line: usize, draw: impl FnOnce(u32) -> u32) -> Option<(Urgency, u32)> {
        let task = match &mut self.lines[line] {
            Line::Arrival { heads, occupied, .. } => {
                if *occupied == 0 {
                    return None;
                }
                heads[occupied.trailing_zeros() as usize]
            }
            Line::Due { heap } => return heap.first().map(|first| (first.urgency, first.task)),
            Line::Random { classes, chosen } => {
                cold_path();
                if *chosen == NONE {
                    let members = classes.iter().find(|members| !members.is_empty())?;
                    let count = members.len() as u32;
                    *chosen = members[draw(count).min(count - 1) as usize];
                }
                *chosen
            }
        };
        Some((self.nodes[task as usize].urgency, task))
    }
}

/// Moves a task towards the head of a heap until nothing above is less urgent; `at` is where it stands.
#[inline(always)]
fn sift_up(nodes: &mut [Node], heap: &mut [Waiting], mut at: usize) {
    let moving = heap[at];
    let urgency = moving.urgency.whole();
    while at > 0 {
        let above = (at - 1) / 2;
        let parent = heap[above];
        if parent.urgency.whole() <= urgency {
            break;
        }
        nodes[parent.task as usize].previous = at as u32;
        heap[at] = parent;
        at = above;
    }
    heap[at] = moving;
    nodes[moving.task as usize].previous = at as u32;
}

/// Moves a task away from the head of a heap until nothing below is more urgent.
#[inline(always)]
fn sift_down(nodes: &mut [Node], heap: &mut [Waiting], mut at: usize) {
    let moving = heap[at];
    let urgency = moving.urgency.whole();
    while let Some(left) = heap.get(2 * at + 1) {
        let mut below = 2 * at + 1;
        let mut sooner = left.urgency.whole();
        if let Some(right) = heap.get(below + 1) {
            let other = right.urgency.whole();
            below += usize::from(other < sooner);
            sooner = sooner.min(other);
        }
        if urgency <= sooner {
            break;
        }
        let child = heap[below];
        nodes[child.task as usize].previous = at as u32;
        heap[at] = child;
        at = below;
    }
    heap[at] = moving;
    nodes[moving.task as usize].previous = at as u32;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urgency(class: u64, due: u64, order: u64) -> Urgency {
        Urgency { major: class << 56 | due, order }
    }

    fn drain(lines: &mut Lines) -> Vec<u32> {
        let mut out = Vec::new();
        while let Some((_, task)) = lines.head(0, |n| n / 2) {
            lines.remove(0, task);
            out.push(task);
        }
        out
    }

    #[test]
    fn a_task_set_down_goes_back_before_those_that_arose_after_it() {
        let mut lines = Lines::default();
        lines.reset([Order::Arrival].into_iter());
        for (task, order) in [(0, 5), (1, 6), (2, 4)] {
            lines.push(0, task, urgency(3, 0, order));
        }
        lines.push(0, 3, urgency(1, 0, 9));
        assert_eq!(drain(&mut lines), [3, 2, 0, 1]);
        assert!(lines.is_empty(0));
    }

    #[test]
    fn the_earliest_due_date_leaves_first_whoever_left_before() {
        let mut lines = Lines::default();
        lines.reset([Order::Due].into_iter());
        for task in 0..100_u32 {
            lines.push(0, task, urgency(1, u64::from(task * 37 % 101), u64::from(task)));
        }
        for task in (0..100).step_by(3) {
            lines.remove(0, task);
        }
        let left = drain(&mut lines);
        assert_eq!(left.len(), 66);
        assert!(left.windows(2).all(|w| w[0] * 37 % 101 <= w[1] * 37 % 101));
    }

    #[test]
    fn a_random_choice_stands_until_the_line_changes() {
        let mut lines = Lines::default();
        lines.reset([Order::Random].into_iter());
        for task in 0..3 {
            lines.push(0, task, urgency(2, 0, u64::from(task)));
        }
        let first = lines.head(0, |_| 2).map(|(_, t)| t);
        assert_eq!(lines.head(0, |_| 0).map(|(_, t)| t), first);
        lines.remove(0, 2);
        assert_eq!(lines.head(0, |_| 0).map(|(_, t)| t), Some(0));
    }
}
