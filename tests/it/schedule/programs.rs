//! The same questions, asked by programs.

use super::test_site;
use axum::http::StatusCode;
use serde_json::Value;

#[tokio::test]
async fn programs_read_a_long_answer_page_by_page() {
    let here = test_site().await;
    for number in 0..70 {
        here.lists(&format!("supper-{number}"), 20).await;
    }
    let mut browser = here.stranger();
    let mut path = "/schedule.json?q=supper&day=today".to_owned();
    let (mut seen, mut pages) = (Vec::new(), 0);
    loop {
        let page = browser.get(&path).await;
        assert_eq!(page.header("content-type"), "application/json");
        assert_eq!(page.header("access-control-allow-origin"), "*");
        let answer: Value = serde_json::from_str(&page.html).expect("JSON");
        assert_eq!(answer["found"], 70);
        let meetings = answer["meetings"].as_array().expect("a list");
        seen.extend(meetings.iter().map(|meeting| meeting["url"].to_string()));
        pages += 1;
        let Some(next) = answer["next"].as_str() else {
            break;
        };
        path = next
            .strip_prefix("https://meetings.example")
            .expect("our own")
            .to_owned();
    }
    seen.sort();
    seen.dedup();
    assert_eq!((seen.len(), pages), (70, 2));
}

#[tokio::test]
async fn a_program_is_told_what_it_asked_wrongly() {
    let here = test_site().await;
    let mut browser = here.stranger();
    for (asked, parameter, value, takes) in [
        ("day=foo", "day", "foo", "today, or one of monday"),
        ("day=4", "day", "4", "today, or one of monday"),
        ("access=foo", "access", "foo", "open or closed."),
        ("newcomers=true", "newcomers", "true", "yes: only meetings"),
        ("tz=Nowhere", "tz", "Nowhere", "Whose days and hours"),
        (
            "type=D&type=W",
            "type",
            "W",
            "One code of the Meeting Guide",
        ),
        ("after=1e9", "after", "1e9", "Where another page ended"),
        ("type=%3Cscript%3E", "type", "<script>", "One code"),
    ] {
        let page = browser.get(&format!("/schedule.json?{asked}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{asked}");
        assert_eq!(page.header("content-type"), "application/json");
        assert_eq!(page.header("access-control-allow-origin"), "*");
        let told: Value = serde_json::from_str(&page.html).expect("JSON");
        assert_eq!(
            (told["parameter"].as_str(), told["value"].as_str()),
            (Some(parameter), Some(value)),
            "{asked}"
        );
        let says = |field: &str, text: &str| {
            let said = told[field].as_str().expect("a text");
            assert!(said.contains(text), "{said}");
        };
        says("takes", takes);
        says("error", parameter);
        // A person sees on the page what came of it.
        if !asked.contains("type=D&") {
            let page = browser.get(&format!("/?{asked}")).await;
            assert_eq!(page.status, StatusCode::OK, "{asked}");
        }
    }
}

#[tokio::test]
async fn every_field_of_the_answer_and_all_that_can_be_asked_is_told_to_those_who_write_programs() {
    let here = test_site().await;
    let mut browser = here.stranger();
    let answer = browser.get("/schedule.json").await;
    let answer: Value = serde_json::from_str(&answer.html).expect("JSON");
    let keys = |value: &Value| -> Vec<String> {
        let fields = value.as_object().expect("an object");
        fields.keys().cloned().collect()
    };
    let told = browser.get("/sharing").await.html;
    let told = told.split("id=\"programs\"").nth(1).expect("its section");
    let told = told.split("</section>").next().expect("its end");
    let terms: Vec<&str> = told
        .split("<dt><code dir=\"ltr\" translate=\"no\">")
        .skip(1)
        .filter_map(|rest| rest.split_once("</code>"))
        .flat_map(|(terms, _)| terms.split(", "))
        .collect();
    for field in [keys(&answer), keys(&answer["meetings"][0])].concat() {
        assert!(terms.contains(&field.as_str()), "{field}");
    }
    let asked = [
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
    assert_eq!(terms[..asked.len()], asked);
}
