//! A login name that is unique over the companies of a process.

use super::*;

const KEY: &str = "users.user-name-unique-over";

#[tokio::test]
async fn a_name_is_taken_in_every_company_that_shares_names() {
    let tester = Tester::start().await;
    let rows = seen([("company", json!(200)), ("process", json!(409))]);
    let other = tester.desk(None).await;
    other.set(&json!({KEY: "process"})).await;
    other.hire(&json!({})).await;
    tester
        .switches(KEY, &rows, async |desk| {
            let (status, reply) = desk.post("HIRE@example.com", &json!({})).await;
            if status == 409 {
                let detail =
                    "Principal with lookup type 'userName' with provided value already exists";
                assert_eq!(reply["detail"], detail);
            }
            json!(status)
        })
        .await;
}

#[tokio::test]
async fn a_company_that_does_not_share_keeps_its_names_to_itself() {
    let tester = Tester::start().await;
    let (alone, sharing) = (tester.desk(None).await, tester.desk(None).await);
    alone.hire(&json!({})).await;
    sharing.set(&json!({KEY: "process"})).await;
    sharing.hire(&json!({})).await;
}

#[tokio::test]
async fn a_name_is_free_again_after_rename_deletion_reset_and_the_company_s_end() {
    let tester = Tester::start().await;
    let (one, two) = (tester.desk(None).await, tester.desk(None).await);
    for desk in [&one, &two] {
        desk.set(&json!({KEY: "process"})).await;
    }
    let taken = async || two.post("hire@example.com", &json!({})).await.0 == 409;
    let free_again = async || {
        let path = two.hire(&json!({})).await;
        two.send(Method::DELETE, &path, None).await;
    };

    let path = one.hire(&json!({})).await;
    assert!(taken().await);
    let rename = json!({"op": "replace", "path": "userName", "value": "other@example.com"});
    assert_eq!(one.patch(&path, &rename).await.0, 200);
    free_again().await;
    let back = json!({"op": "replace", "path": "userName", "value": "hire@example.com"});
    assert_eq!(one.patch(&path, &back).await.0, 200);
    assert!(taken().await);
    one.send(Method::DELETE, &path, None).await;
    free_again().await;

    one.hire(&json!({})).await;
    assert!(taken().await);
    let admin = format!("/__admin/companies/{}", one.company.company_id);
    one.client.post(&format!("{admin}/reset"), &json!({})).await;
    free_again().await;

    one.set(&json!({KEY: "process"})).await;
    one.hire(&json!({})).await;
    assert!(taken().await);
    answer(one.client.request(Method::DELETE, &admin)).await;
    free_again().await;
}

#[tokio::test]
async fn companies_of_one_seed_keep_what_they_were_founded_with() {
    let tester = Tester::start().await;
    let founding = json!({"users": USERS, "seed": 7, "policy": {KEY: "process"}});
    let mut companies = Vec::new();
    for _ in 0..2 {
        let company = tester.client.company(&founding).await;
        let token = tester.client.token(&company).await;
        companies.push(Desk {
            client: &tester.client,
            company,
            token,
        });
    }
    let login = &companies[0].company.user.as_ref().unwrap().user_name;
    let user = companies[1].company.user.as_ref().unwrap();
    assert_eq!(*login, user.user_name);
    let path = format!("{V4_1}/{}", user.id);
    let title = json!({"op": "replace", "path": "title", "value": "x"});
    assert_eq!(companies[1].patch(&path, &title).await.0, 200);
}

#[tokio::test]
async fn of_many_companies_at_once_one_gets_the_name() {
    const COMPANIES: usize = 8;
    let tester = Tester::start().await;
    let mut desks = Vec::new();
    for _ in 0..COMPANIES {
        let desk = tester.desk(None).await;
        desk.set(&json!({KEY: "process"})).await;
        desks.push((
            desk.client.clone(),
            desk.token.clone(),
            desk.person("hire@example.com", &json!({})),
        ));
    }
    let mut tasks = tokio::task::JoinSet::new();
    for (client, token, user) in desks {
        tasks.spawn(async move {
            let request = client.request(Method::POST, V4_1);
            answer(request.bearer_auth(token).json(&user)).await.0
        });
    }
    let statuses = tasks.join_all().await;
    let created = statuses.iter().filter(|status| **status == StatusCode::OK);
    assert_eq!(created.count(), 1, "{statuses:?}");
}
