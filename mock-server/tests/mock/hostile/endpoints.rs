//! The endpoints that are attacked: one row each. Whoever adds an endpoint to the mock adds its row here.

use serde_json::{Value, json};

use super::events::events;
use super::legal_entities::legal_entities;
use super::provisioning;
use super::sign_in::sign_in;
use super::spend::spend;
use super::stage::Stage;
use super::travel::travel;
use super::user_v1::user_v1;
use super::wire::{Framing, Request};

/// What a refusal of a service looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Concur's SCIM error.
    Scim,
    /// Spend's, whose status is a number.
    Spend,
    /// Users v3 in JSON.
    V3Json,
    /// Users v3 and User v1 in XML.
    V3Xml,
    /// The token endpoint's codes.
    Token,
    /// Profile v1.
    ProfileV1,
    /// The sign-in page, which may also send the browser back with a code or the reason for none.
    Page,
    /// The Event Subscription Service.
    Events,
    /// Travel v4.
    Travel,
    /// The admin API.
    Admin,
}

/// What a request may bring about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Reads,
    Writes,
}

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Token,
    /// The token of a user rather than of the company.
    UserToken,
    /// The application's own token.
    ApplicationToken,
    Anyone,
}

/// What a body is made of.
#[derive(Debug, Clone)]
pub(super) enum Sample {
    None,
    Json(Value),
    Form(Vec<(&'static str, String)>),
    Xml(String),
}

/// One row.
#[derive(Debug, Clone)]
pub(super) struct Endpoint {
    pub(super) method: &'static str,
    pub(super) path: String,
    /// The methods that the path knows.
    pub(super) methods: &'static [&'static str],
    pub(super) accept: &'static str,
    pub(super) sample: Sample,
    pub(super) shape: Shape,
    pub(super) access: Access,
    pub(super) effect: Effect,
}

impl Endpoint {
    pub(super) fn get(path: impl Into<String>) -> Self {
        Self {
            method: "GET",
            path: path.into(),
            methods: &["GET", "HEAD"],
            accept: "application/json",
            sample: Sample::None,
            shape: Shape::Scim,
            access: Access::Token,
            effect: Effect::Reads,
        }
    }

    pub(super) fn json(method: &'static str, path: impl Into<String>, sample: Value) -> Self {
        Self {
            method,
            methods: &["POST"],
            sample: Sample::Json(sample),
            effect: Effect::Writes,
            ..Self::get(path)
        }
    }

    pub(super) fn form(path: impl Into<String>, pairs: Vec<(&'static str, String)>) -> Self {
        Self {
            sample: Sample::Form(pairs),
            ..Self::json("POST", path, Value::Null).open()
        }
    }

    pub(super) fn delete(path: impl Into<String>) -> Self {
        Self {
            method: "DELETE",
            methods: &["DELETE"],
            effect: Effect::Writes,
            ..Self::get(path)
        }
    }

    pub(super) fn search(path: impl Into<String>, sample: Value) -> Self {
        Self {
            effect: Effect::Reads,
            ..Self::json("POST", path, sample)
        }
    }

    pub(super) fn methods(self, methods: &'static [&'static str]) -> Self {
        Self { methods, ..self }
    }

    pub(super) fn shape(self, shape: Shape) -> Self {
        let accept = match shape {
            Shape::V3Xml => "application/xml",
            _ => "application/json",
        };
        Self {
            accept,
            shape,
            ..self
        }
    }

    pub(super) fn access(self, access: Access) -> Self {
        Self { access, ..self }
    }

    pub(super) fn open(self) -> Self {
        self.access(Access::Anyone)
    }

    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The request that the endpoint answers.
    pub(super) fn request(&self, stage: &Stage) -> Request {
        let mut request = Request {
            method: self.method.to_owned(),
            target: self.path.clone(),
            headers: Vec::new(),
            body: Vec::new(),
            framing: Framing::Length,
        };
        request.header("accept", self.accept);
        let token = match self.access {
            Access::Token => Some(&stage.token),
            Access::UserToken => Some(&stage.user_token),
            Access::ApplicationToken => Some(&stage.application_token),
            Access::Anyone => None,
        };
        if let Some(token) = token {
            request.header("authorization", format!("Bearer {token}"));
        }
        match &self.sample {
            Sample::None => {}
            Sample::Json(value) => {
                request.header("content-type", "application/json");
                request.body = value.to_string().into_bytes();
            }
            Sample::Xml(text) => {
                request.header("content-type", "application/xml");
                request.body = text.clone().into_bytes();
            }
            Sample::Form(pairs) => {
                request.header("content-type", "application/x-www-form-urlencoded");
                request.body = form(pairs);
            }
        }
        request
    }
}

/// Pairs as a form's body.
pub(super) fn form(pairs: &[(&str, String)]) -> Vec<u8> {
    let mut writer = url::form_urlencoded::Serializer::new(String::new());
    writer.extend_pairs(pairs);
    writer.finish().into_bytes()
}

pub(super) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const LIST: &[&str] = &["GET", "HEAD", "POST"];
const ONE: &[&str] = &["GET", "HEAD", "PUT", "PATCH", "DELETE"];

/// Every endpoint of Concur's services.
pub(super) fn endpoints(stage: &Stage) -> Vec<Endpoint> {
    [
        provisioning::users,
        provisioning::requests,
        identity_v4,
        identity_v4_1,
        scim_and_retrieval,
        spend,
        travel,
        legal_entities,
        older,
        sign_in,
        events,
    ]
    .into_iter()
    .flat_map(|service| service(stage))
    .collect()
}

pub(super) fn identity_v4(stage: &Stage) -> Vec<Endpoint> {
    let mut all = identity("/profile/identity/v4", stage);
    let login = &stage.company.user.as_ref().unwrap().user_name;
    all.push(Endpoint::get(format!(
        "/profile/identity/v4/Users/lookup?userName={login}"
    )));
    all
}

pub(super) fn identity_v4_1(stage: &Stage) -> Vec<Endpoint> {
    let mut all = identity("/profile/identity/v4.1", stage);
    all.push(Endpoint::search(
        "/profile/identity/v4.1/Users/.search",
        search("urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest"),
    ));
    all
}

pub(super) fn scim_and_retrieval(stage: &Stage) -> Vec<Endpoint> {
    let mut all = scim(stage);
    for path in ["/profile/v4/Users/.search", "/profile/v4/Users/search"] {
        all.push(Endpoint::search(
            path,
            search("urn:ietf:params:scim:api:messages:2.0:SearchRequest"),
        ));
    }
    all
}

/// Users v3, User v1 and Profile v1.
pub(super) fn older(stage: &Stage) -> Vec<Endpoint> {
    let mut all = user_v1(stage);
    let me = Endpoint::get("/profile/v1/me?schema=compact").shape(Shape::ProfileV1);
    all.push(me.access(Access::UserToken));
    let v3_1 = Endpoint::get("/users?limit=2");
    all.push(v3_1.clone().shape(Shape::V3Json));
    all.push(v3_1.shape(Shape::V3Xml));
    let v3 = Endpoint::get("/api/v3.0/common/users?limit=2");
    all.push(v3.clone().shape(Shape::V3Json));
    all.push(v3.shape(Shape::V3Xml));
    all
}

fn identity(release: &str, stage: &Stage) -> Vec<Endpoint> {
    let one = format!("{release}/Users/{}", stage.user);
    let get = |rest: &str| Endpoint::get(format!("{release}{rest}"));
    vec![
        get("/Users?count=2").methods(LIST),
        get("/ResourceTypes").open(),
        get("/ServiceProviderConfig").open(),
        get("/Schemas").open(),
        get(&format!("/Schemas/{ENTERPRISE}")).open(),
        Endpoint::get(one.clone()).methods(ONE),
        Endpoint::json(
            "POST",
            format!("{release}/Users"),
            user(stage, "new@example.com"),
        )
        .methods(LIST),
        Endpoint::json("PUT", one.clone(), user(stage, "changed@example.com")).methods(ONE),
        Endpoint::json("PATCH", one.clone(), patch()).methods(ONE),
        Endpoint::delete(one).methods(ONE),
    ]
}

fn scim(stage: &Stage) -> Vec<Endpoint> {
    const GROUP: &[&str] = &["GET", "HEAD", "PUT", "PATCH"];
    let get = |rest: &str| Endpoint::get(format!("/scim/v4{rest}"));
    let one = format!("/scim/v4/Users/{}", stage.user);
    let group = format!("/scim/v4/Groups/{}", stage.group);
    let members = json!([{"value": stage.user}]);
    let operation = json!({"op": "add", "path": "members", "value": members});
    vec![
        get("/Users?count=2").methods(LIST),
        get("/Schemas").open(),
        get(&format!("/Schemas/{ENTERPRISE}")).open(),
        get("/ServiceProviderConfig").open(),
        Endpoint::get(one.clone()).methods(ONE),
        Endpoint::json("POST", "/scim/v4/Users", scim_user(stage, "new@example.com")).methods(LIST),
        Endpoint::json("POST", "/scim/y/v4/Users", scim_user(stage, "new@example.com")),
        Endpoint::json("PUT", one.clone(), scim_user(stage, "changed@example.com")).methods(ONE),
        Endpoint::json("PATCH", one.clone(), patch()).methods(ONE),
        Endpoint::delete(one).methods(ONE),
        get("/Groups?count=3"),
        Endpoint::get(group.clone()).methods(GROUP),
        Endpoint::json("PUT", group.clone(), json!({"members": members})).methods(GROUP),
        Endpoint::json(
            "PATCH",
            group,
            json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]}),
        )
        .methods(GROUP),
    ]
}

fn scim_user(stage: &Stage, login: &str) -> Value {
    json!({
        "userName": login,
        "active": true,
        "name": {"familyName": "Doe", "givenName": "Jo"},
        "emails": [{"type": "work", "value": login}],
        "urn:ietf:params:scim:schemas:extension:sap:2.0:User": {"userUuid": "ext-1"},
        ENTERPRISE: {"employeeNumber": login, "companyId": stage.company.company_id},
    })
}

pub(super) fn user(stage: &Stage, login: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "userName": login,
        "externalId": "outside",
        "active": true,
        "name": {"givenName": "New", "familyName": "Hire", "middleName": "M"},
        "nickName": "Nick",
        "timezone": "Europe/Berlin",
        "emails": [{"type": "work", "value": login, "verified": false}],
        "phoneNumbers": [{"type": "mobile", "value": "+49 1", "primary": true}],
        "addresses": [{"type": "work", "country": "DE"}],
        "entitlements": ["Expense"],
        ENTERPRISE: {
            "companyId": stage.company.company_id,
            "employeeNumber": "4711",
            "startDate": "2026-01-01",
            "manager": {"value": stage.company.user.as_ref().unwrap().id},
            "leavesOfAbsence": [{"startDate": "2026-02-01", "endDate": "2026-02-28", "type": "voluntary"}],
        },
    })
}

pub(super) fn patch() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [
            {"op": "replace", "path": "nickName", "value": "Nick"},
            {"op": "replace", "value": {"title": "Boss", ENTERPRISE: {"department": "D"}}},
            {"op": "add", "path": "emails[type eq \"work\"].value", "value": "patched@example.com"},
        ],
    })
}

fn search(schema: &str) -> Value {
    json!({
        "schemas": [schema],
        "filter": "active eq true and (emails[type eq \"work\"] or nickName pr)",
        "attributes": ["userName", "name.givenName"],
        "excludedAttributes": ["meta"],
        "count": 2,
        "cursor": null,
    })
}
