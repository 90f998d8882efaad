//! The schedule as JSON for programs.

use super::test_site;
use axum::http::StatusCode;
use serde_json::Value;

#[tokio::test]
async fn a_long_result_is_read_page_by_page() {
    let site = test_site().await;
    for number in 0..70 {
        site.add_meeting(&format!("supper-{number}"), 20).await;
    }
    let mut browser = site.stranger();
    let mut path = "/schedule.json?q=supper&day=today".to_owned();
    let (mut seen, mut pages) = (Vec::new(), 0);
    loop {
        let page = browser.get(&path).await;
        assert_eq!(page.header("content-type"), "application/json");
        assert_eq!(page.header("access-control-allow-origin"), "*");
        let response: Value = serde_json::from_str(&page.html).expect("JSON");
        assert_eq!(response["found"], 70);
        let meetings = response["meetings"].as_array().expect("a list");
        seen.extend(meetings.iter().map(|meeting| meeting["url"].to_string()));
        pages += 1;
        let Some(next) = response["next"].as_str() else {
            break;
        };
        path = next
            .strip_prefix("https://meetings.example")
            .expect("an address of this site")
            .to_owned();
    }
    seen.sort();
    seen.dedup();
    assert_eq!((seen.len(), pages), (70, 2));
}

#[tokio::test]
async fn everything_that_is_going_on_is_given_once_page_by_page() {
    let site = test_site().await;
    for number in 0..28 {
        site.add_meeting(&format!("supper-{number}"), 18).await;
    }
    let mut browser = site.stranger();
    for start in ["/schedule.json", "/schedule.json?show=open"] {
        let (mut path, mut seen) = (start.to_owned(), Vec::new());
        loop {
            let page = browser.get(&path).await;
            let response: Value = serde_json::from_str(&page.html).expect("JSON");
            let meetings = response["meetings"].as_array().expect("a list");
            let open = (meetings.iter()).filter(|meeting| meeting["state"] == "in_progress");
            seen.extend(open.map(|meeting| meeting["url"].to_string()));
            let Some(next) = response["next"].as_str() else {
                break;
            };
            path = next.replace("https://meetings.example", "");
        }
        seen.retain(|url| url.contains("supper"));
        seen.sort();
        assert_eq!(seen.len(), 28, "{start}");
        seen.dedup();
        assert_eq!(seen.len(), 28, "{start}: each once");
    }
}

#[tokio::test]
async fn an_invalid_parameter_is_reported() {
    let site = test_site().await;
    let mut browser = site.stranger();
    for (query, parameter, value, takes) in [
        ("day=foo", "day", "foo", "today, or one of monday"),
        ("day=4", "day", "4", "today, or one of monday"),
        ("access=foo", "access", "foo", "open or closed."),
        ("newcomers=true", "newcomers", "true", "yes: only meetings"),
        (
            "tz=Nowhere",
            "tz",
            "Nowhere",
            "The time zone of days and hours",
        ),
        (
            "type=D&type=W",
            "type",
            "W",
            "One code of the Meeting Guide",
        ),
        ("after=1e9", "after", "1e9", "Where another page ended"),
        ("type=%3Cscript%3E", "type", "<script>", "One code"),
    ] {
        let page = browser.get(&format!("/schedule.json?{query}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(page.header("content-type"), "application/json");
        assert_eq!(page.header("access-control-allow-origin"), "*");
        let error: Value = serde_json::from_str(&page.html).expect("JSON");
        assert_eq!(
            (error["parameter"].as_str(), error["value"].as_str()),
            (Some(parameter), Some(value)),
            "{query}"
        );
        let assert_contains = |field: &str, text: &str| {
            let text_of_field = error[field].as_str().expect("a text");
            assert!(text_of_field.contains(text), "{text_of_field}");
        };
        assert_contains("takes", takes);
        assert_contains("error", parameter);
        // The page shows the result to a person instead.
        if !query.contains("type=D&") {
            let page = browser.get(&format!("/?{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{query}");
        }
    }
}

#[tokio::test]
async fn every_field_and_parameter_is_documented_on_the_sharing_page() {
    let site = test_site().await;
    let mut browser = site.stranger();
    let response = browser.get("/schedule.json").await;
    let response: Value = serde_json::from_str(&response.html).expect("JSON");
    let keys = |value: &Value| -> Vec<String> {
        let fields = value.as_object().expect("an object");
        fields.keys().cloned().collect()
    };
    let page = browser.get("/sharing").await.html;
    let section = page.split("id=\"programs\"").nth(1).expect("the section");
    let section = section.split("</section>").next().expect("its end");
    let terms: Vec<&str> = section
        .split("<dt><code dir=\"ltr\" translate=\"no\">")
        .skip(1)
        .filter_map(|rest| rest.split_once("</code>"))
        .flat_map(|(terms, _)| terms.split(", "))
        .collect();
    for field in [keys(&response), keys(&response["meetings"][0])].concat() {
        assert!(terms.contains(&field.as_str()), "{field}");
    }
    let query = [
        "q",
        "day",
        "time",
        "awake",
        "type",
        "language",
        "access",
        "newcomers",
        "tz",
        "show",
        "after",
    ];
    assert_eq!(terms[..query.len()], query);
}
