use super::*;
use crate::engine::{MAX_SLOTS, MAX_TIME, key, slot_of, time_of};
use std::collections::BTreeSet;

#[test]
fn the_smallest_key_comes_first_and_ties_go_by_slot() {
    let mut list = EventList::default();
    list.reset(5, 1..3, NEVER);
    list.rebuild();
    list.set(4, key(10, 4));
    list.replace(1, (NEVER, key(10, 1)), |_| NEVER);
    list.set(3, key(7, 3));
    assert_eq!((time_of(list.first()), slot_of(list.first())), (7, 3));
    list.set(3, NEVER);
    assert_eq!(slot_of(list.first()), 1);
    list.replace(1, (key(10, 1), key(11, 1)), |_| NEVER);
    assert_eq!(slot_of(list.first()), 4);
}

#[test]
fn nothing_pending_is_never() {
    for many in [0, MOST_IN_TREE + 1] {
        let mut list = EventList::default();
        list.reset(many, 0..many, key(1000, 0));
        list.rebuild();
        assert_eq!(list.first(), NEVER);
    }
    assert_eq!(key(MAX_TIME + 1, 3), NEVER);
    assert!(key(MAX_TIME, MAX_SLOTS - 1) < NEVER);
}

/// An event list beside a plain set of the same keys.
struct Both {
    list: EventList,
    set: BTreeSet<u64>,
    keys: Vec<u64>,
    many: Range<usize>,
    end: u64,
    state: u64,
}

impl Both {
    /// Keys at random in this time, after which none is asked for.
    fn new(slots: usize, many: Range<usize>, end: u64) -> Self {
        let (list, set) = (EventList::default(), BTreeSet::new());
        let mut both = Self { list, set, keys: vec![NEVER; slots], many, end, state: 1 };
        both.list.reset(slots, both.many.clone(), key(end, 0));
        for slot in 0..slots {
            let fresh = key(both.below(end + end / 10), slot);
            both.keys[slot] = fresh;
            both.set.insert(fresh);
            both.list.preset(slot, fresh);
        }
        both.list.rebuild();
        both
    }

    fn below(&mut self, n: u64) -> u64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) % n
    }

    /// Puts a slot to some time within a span from now.
    fn put(&mut self, slot: usize, now: u64, span: u64) {
        let time = now + self.below(span);
        self.set(slot, key(time, slot));
    }

    fn set(&mut self, slot: usize, fresh: u64) {
        let old = std::mem::replace(&mut self.keys[slot], fresh);
        self.set.remove(&old);
        if fresh != NEVER {
            self.set.insert(fresh);
        }
        if self.many.contains(&slot) {
            let keys = &self.keys;
            self.list.replace(slot, (old, fresh), |slot| keys[slot]);
        } else if slot < self.many.start {
            self.list.set_near(slot, fresh);
        } else {
            self.list.set(slot, fresh);
        }
    }

    /// The first key; none at the end.
    fn first(&self) -> Option<u64> {
        let wanted = self.set.first().copied().filter(|&first| first < key(self.end, 0));
        assert_eq!(Some(self.list.first()).filter(|&first| first < key(self.end, 0)), wanted);
        wanted
    }
}

#[test]
fn it_gives_the_same_keys_as_a_plain_set_whatever_is_put_forward_put_off_or_put_back() {
    for slots in [1, 2, 3, 31, 50, 300, 700, 1000, 3500, 7000, 30_000, 70_000] {
        let end = 1_000_000;
        let mut both = Both::new(slots, slots / 3..slots - slots / 8, end);
        let mut handled = 0;
        while let Some(first) = both.first() {
            let (now, slot) = (time_of(first), slot_of(first));
            handled += 1;
            // At each event its own slot is set, near or far, at this instant again, or to nothing.
            let next = match both.below(8) {
                0 => NEVER,
                1 => key(now + both.below(3), slot),
                2 => key(now + both.below(end / 1000), slot),
                _ => key(now + end / 20 + both.below(end), slot),
            };
            both.set(slot, next);
            // Now and then somebody else's too: put off, put forward, put back to where it stood.
            let other = both.below(slots as u64) as usize;
            match both.below(6) {
                0 => both.put(other, now, end),
                1 => both.put(other, now, 30),
                2 if both.keys[other] != NEVER => {
                    let stood = both.keys[other];
                    both.set(other, NEVER);
                    both.put(other, now, end / 100);
                    both.set(other, stood);
                }
                _ => {}
            }
            if handled > 40_000 {
                break;
            }
        }
        assert!(handled > slots.min(20_000) / 2, "{handled} of {slots}");
    }
}

#[test]
fn what_no_longer_stands_takes_no_more_room_than_what_does() {
    let slots = 2 * MOST_IN_TREE;
    let end = 1_000_000;
    let mut both = Both::new(slots, 0..slots, end);
    // The same slots are put off again and again, all within the period and after the day that is open.
    for round in 0..20 {
        for slot in 0..slots {
            let put_off = key(end / 2 + (both.below(end / 2) + round) % (end / 2), slot);
            both.set(slot, put_off);
        }
    }
    both.first();
    let mut handled = 0;
    while let Some(first) = both.first() {
        both.set(slot_of(first), NEVER);
        handled += 1;
    }
    assert_eq!(handled, slots);
}

#[test]
fn a_crowd_at_one_instant_is_handled_in_the_order_of_slots() {
    let slots = 3 * MOST_IN_TREE;
    let mut both = Both::new(slots, 0..slots, 1000);
    for slot in 0..slots {
        both.set(slot, key(500, slot));
    }
    for slot in 0..slots {
        assert_eq!(both.first(), Some(key(500, slot)));
        // Each once more, a moment later.
        both.set(slot, key(501, slot));
    }
    assert_eq!(both.first(), Some(key(501, 0)));
}
