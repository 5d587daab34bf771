//! What every request passes on its way in and out.

pub(crate) mod disturbance;
pub(crate) mod envelope;
pub(crate) mod gate;
pub(crate) mod hygiene;
pub(crate) mod media;
mod repeated;
pub(crate) mod trace;
