//! The rows of Spend User.

use super::endpoints::{Endpoint, Shape};
use super::stage::Stage;

/// Spend User, which only reads.
pub(super) fn spend(stage: &Stage) -> Vec<Endpoint> {
    let user = &stage.user;
    [
        "/profile/spend/v4/Users?itemsPerPage=2".to_owned(),
        "/profile/spend/v4.1/Users?count=2".to_owned(),
        "/spend/v4/Users".to_owned(),
        format!("/profile/spend/v4/Users/{user}"),
        format!("/profile/spend/v4.1/Users/{user}"),
        "/profile/spend/v4/Users/roleCodes".to_owned(),
        "/spend/v4/Users/roleCodes".to_owned(),
        format!("/spend/v4/Users/{user}"),
        "/profile/spend/v4.1/FormFields".to_owned(),
        format!("/profile/spend/v4.1/FormFields?userId={user}"),
    ]
    .into_iter()
    .map(|path| Endpoint::get(path).shape(Shape::Spend))
    .collect()
}
