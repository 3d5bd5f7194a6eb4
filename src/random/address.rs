//! Where a random number stands: seed, stream version, replication, purpose, name and entity.
//!
//! The seed and the replication go through `ChaCha` with eight rounds once, which gives a replication
//! its key. Purpose, name and entity are the counter of a Philox block under that key, packed side
//! by side and not hashed: two different addresses are never the same block. A source is addressed
//! by its name and not by its position, so the order of a scenario file does not matter.

use rand::Rng;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use sha2::{Digest, Sha256};

use super::philox::philox4x32_10;
use super::stream::Stream;

/// Version of the promise "same scenario, same seed, same numbers". It goes up with every change
/// that alters a draw, and stands in every result file.
pub const STREAM_VERSION: u32 = 1;

/// The root of all chance in an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seed(pub u64);

/// The first eight bytes, little-endian, of a name's SHA-256.
///
/// Among n names two share a key with a chance of n^2 / 2^65.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameKey(pub u64);

/// The key of a name: the same on every machine and in every version of the stream promise.
#[must_use]
pub fn name_key(name: &str) -> NameKey {
    let digest = Sha256::digest(name.as_bytes());
    let bytes = digest.iter().take(8).rev();
    NameKey(bytes.fold(0, |key, byte| key << 8 | u64::from(*byte)))
}

/// What a random number is wanted for.
///
/// The numbers are part of the reproducibility promise: a new purpose takes the next free number,
/// and a retired one keeps its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Purpose {
    /// Where in its cycle a recurring task stands at the start.
    Phase = 0,
    /// When the events of a Poisson stream fall.
    Arrivals = 1,
    /// A person's own multiplier of a rate.
    Person = 2,
    /// Who belongs to which group.
    Group = 3,
    /// When people join and leave.
    Joining = 4,
    /// How many devices, and which.
    Devices = 5,
    /// The value of an uncertain number.
    Parameter = 6,
    /// Which row a joint sample takes.
    JointRow = 7,
    /// What was already waiting at the start.
    Backlog = 8,
    /// Ties and lots of a queue's discipline.
    Discipline = 9,
    /// What belongs to an entry of a recorded log.
    Log = 10,
    /// What befalls the team: absence, leaving, replacement.
    Team = 11,
    /// When somebody is away, and for how long.
    Absence = 12,
    /// When a post falls vacant, and when it is filled.
    Post = 13,
    /// When a shock comes, and how long it lasts.
    Shock = 14,
    /// When people join and leave the register.
    Register = 15,
    /// Lots among equals when an observed figure is ranked among predictions.
    Ranking = 16,
    /// What a calibration proposes.
    Proposal = 17,
    /// Where an offender lives.
    Site = 18,
}

/// What `ChaCha`'s stream number stands for; sets outer and inner draws apart.
#[derive(Clone, Copy)]
enum Level {
    /// Chance within a replication.
    Replication = 0,
    /// A draw of the uncertain numbers, before any replication.
    Parameter = 1,
}

/// The key of all streams of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReplicationKey {
    /// Key of the Philox block.
    key: [u32; 2],
    /// The rest of the key: added to what Philox gives.
    whitening: u64,
}

impl Seed {
    /// The key of a replication, counted from zero.
    #[must_use]
    pub fn replication(self, replication: u64) -> ReplicationKey {
        self.key(Level::Replication, replication)
    }

    /// The stream of one uncertain number in one draw of all of them, whatever the replication.
    #[must_use]
    pub fn parameter(self, draw: u32, purpose: Purpose, name: NameKey) -> Stream {
        self.key(Level::Parameter, u64::from(draw)).stream(purpose, name, 0)
    }

    /// `ChaCha`'s first 128 bits: its key holds seed, stream version and level, its stream `number`.
    fn key(self, level: Level, number: u64) -> ReplicationKey {
        let words = [self.0, u64::from(STREAM_VERSION) << 32 | level as u64, 0, 0];
        let mut seed = [0_u8; 32];
        for (byte, value) in seed.iter_mut().zip(words.iter().flat_map(|w| w.to_le_bytes())) {
            *byte = value;
        }
        let mut chacha = ChaCha8Rng::from_seed(seed);
        chacha.set_stream(number);
        let key = [chacha.next_u32(), chacha.next_u32()];
        ReplicationKey { key, whitening: chacha.next_u64() }
    }
}

impl ReplicationKey {
    /// The stream at an address, always from its beginning.
    #[must_use]
    #[inline]
    pub fn stream(&self, purpose: Purpose, name: NameKey, entity: u32) -> Stream {
        let counter = [name.0 as u32, (name.0 >> 32) as u32, entity, purpose as u32];
        let [low, high, ..] = philox4x32_10(counter, self.key);
        Stream::from_state((u64::from(high) << 32 | u64::from(low)) ^ self.whitening)
    }
}
