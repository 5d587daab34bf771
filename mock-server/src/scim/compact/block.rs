//! Rows side by side: the values of one attribute stand together, so that a filter touches only what it asks for.

use super::Place;
use super::layout::LAYOUT;
use super::write::Row;

/// The most rows of a block: one for each bit of a mask.
pub(crate) const MAX_ROWS: usize = 64;

/// Rows that follow one another in the order of lists. A block never changes; what changes is made anew out of pieces.
#[derive(Debug, Default)]
pub(crate) struct Block {
    places: Box<[Place]>,
    unfit: u64,
    /// Where each column begins in `values`.
    starts: Box<[u32]>,
    /// Column by column, where each value ends behind its column's beginning.
    ends: Box<[u16]>,
    values: Box<[u8]>,
}

/// What a block is made of.
#[derive(Debug, Clone, Copy)]
enum Piece<'b> {
    /// Some rows of another block.
    Rows(&'b Block, usize, usize),
    /// A new row.
    Row(&'b Row),
}

impl Block {
    /// The block of one row.
    pub(crate) fn of(row: &Row) -> Self {
        Self::made(&[Piece::Row(row)])
    }

    /// The block of rows that follow one another; there must be no more than fit.
    pub(crate) fn of_rows(rows: &[Row]) -> Self {
        let pieces: Vec<Piece<'_>> = rows.iter().map(Piece::Row).collect();
        Self::made(&pieces)
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// A mask of all rows.
    pub(crate) fn all(&self) -> u64 {
        low_bits(self.len())
    }

    /// A mask of the rows without values: the documents of their users have to be asked.
    pub(crate) fn unfit(&self) -> u64 {
        self.unfit
    }

    /// The place of the first row.
    pub(crate) fn first(&self) -> Option<Place> {
        self.places.first().copied()
    }

    /// Where the row of this place stands, or else where it would stand.
    pub(crate) fn position(&self, place: Place) -> Result<usize, usize> {
        self.places.binary_search(&place)
    }

    /// The block with one more row, which must not be full.
    pub(crate) fn with(&self, position: usize, row: &Row) -> Self {
        Self::made(&[
            Piece::Rows(self, 0, position),
            Piece::Row(row),
            Piece::Rows(self, position, self.len()),
        ])
    }

    /// The block without one of its rows.
    pub(crate) fn without(&self, position: usize) -> Self {
        Self::made(&[
            Piece::Rows(self, 0, position),
            Piece::Rows(self, position + 1, self.len()),
        ])
    }

    /// This block and the one behind it as one, which together must not be too long.
    pub(crate) fn and(&self, next: &Self) -> Self {
        Self::made(&[
            Piece::Rows(self, 0, self.len()),
            Piece::Rows(next, 0, next.len()),
        ])
    }

    /// The first and the second half.
    pub(crate) fn halves(&self) -> [Self; 2] {
        let (middle, end) = (self.len() / 2, self.len());
        [(0, middle), (middle, end)].map(|(from, to)| Self::made(&[Piece::Rows(self, from, to)]))
    }

    fn made(pieces: &[Piece<'_>]) -> Self {
        let (mut places, mut unfit) = (Vec::with_capacity(MAX_ROWS), 0);
        for piece in pieces {
            let (more, mask) = piece.places();
            unfit |= mask << places.len().min(MAX_ROWS - 1);
            places.extend_from_slice(more);
        }
        let slots = LAYOUT.slots.len();
        let mut columns = Columns {
            start: 0,
            ends: Vec::with_capacity(slots * places.len()),
            values: Vec::with_capacity(pieces.iter().map(Piece::bytes).sum()),
        };
        let mut starts = Vec::with_capacity(slots);
        for slot in 0..slots {
            columns.start = columns.values.len();
            starts.push(u32::try_from(columns.start).unwrap_or(u32::MAX));
            for piece in pieces {
                match piece {
                    Piece::Rows(block, from, to) => columns.extend(block.column(slot), *from, *to),
                    Piece::Row(row) => columns.push(row.value(slot)),
                }
            }
        }
        Self {
            places: places.into_boxed_slice(),
            unfit,
            starts: starts.into_boxed_slice(),
            ends: columns.ends.into_boxed_slice(),
            values: columns.values.into_boxed_slice(),
        }
    }

    /// The values of one attribute.
    pub(super) fn column(&self, slot: usize) -> Column<'_> {
        let rows = self.len();
        let start = self.starts.get(slot).map_or(0, |start| *start as usize);
        let ends = self.ends.get(slot * rows..(slot + 1) * rows);
        Column {
            ends: ends.unwrap_or_default(),
            values: self.values.get(start..).unwrap_or_default(),
        }
    }

    /// The id of a row.
    pub(super) fn id(&self, row: usize) -> &[u8] {
        self.places.get(row).map_or(&[], Place::id)
    }
}

/// A mask of the lowest bits.
fn low_bits(count: usize) -> u64 {
    match count {
        0 => 0,
        count => u64::MAX >> MAX_ROWS.saturating_sub(count),
    }
}

impl<'b> Piece<'b> {
    /// The places of the piece, and which of its rows are without values.
    fn places(&self) -> (&'b [Place], u64) {
        match *self {
            Self::Rows(block, from, to) => {
                let mask = (block.unfit & low_bits(to)) >> from.min(MAX_ROWS - 1);
                (&block.places[from..to], if from < to { mask } else { 0 })
            }
            Self::Row(row) => (std::slice::from_ref(row.place()), u64::from(row.is_unfit())),
        }
    }

    /// At most how many bytes of values the piece has.
    fn bytes(&self) -> usize {
        match *self {
            Self::Rows(block, from, to) if from < to => block.values.len(),
            Self::Rows(..) => 0,
            Self::Row(row) => row.bytes(),
        }
    }
}

/// The values of one attribute.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column<'b> {
    ends: &'b [u16],
    values: &'b [u8],
}

impl<'b> Column<'b> {
    /// The value of a row: tag and data, or nothing.
    pub(super) fn value(self, row: usize) -> &'b [u8] {
        let end = self.ends.get(row).map_or(0, |end| usize::from(*end));
        self.values
            .get(usize::from(self.start(row))..end)
            .unwrap_or_default()
    }

    fn start(self, row: usize) -> u16 {
        match row.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or_default(),
            None => 0,
        }
    }
}

/// Columns that are being written.
struct Columns {
    /// Where the present column begins.
    start: usize,
    ends: Vec<u16>,
    values: Vec<u8>,
}

impl Columns {
    fn push(&mut self, value: &[u8]) {
        self.values.extend_from_slice(value);
        self.ends.push(self.length());
    }

    fn extend(&mut self, column: Column<'_>, from: usize, to: usize) {
        let (start, end, length) = (column.start(from), column.start(to), self.length());
        let ends = column.ends.get(from..to).unwrap_or_default();
        self.ends
            .extend(ends.iter().map(|end| end - start + length));
        let values = column.values.get(usize::from(start)..usize::from(end));
        self.values.extend_from_slice(values.unwrap_or_default());
    }

    /// The length of the present column, which the bound of a value holds below what sixteen bits can say.
    fn length(&self) -> u16 {
        u16::try_from(self.values.len() - self.start).unwrap_or(u16::MAX)
    }
}
