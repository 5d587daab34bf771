//! What we promise: users, pages, cursors and changes. Knows nothing of Concur.

mod change;
pub(crate) mod cursor;
mod new_user;
mod page;
mod plain_date;
mod remote_data;
mod status;
mod user;

pub use change::Change;
pub use new_user::NewUser;
pub use page::{Page, Query};
pub use plain_date::PlainDate;
pub use remote_data::RemoteData;
pub use status::Status;
pub use user::{Address, Email, Manager, Organization, Phone, User};
