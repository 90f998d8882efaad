//! Serves the metrics on a listener of their own, so that a proxy never passes them on.

use crate::live::Hub;
use crate::media::Media;
use crate::metrics::{Kind, Metric, render};
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;

/// Answers `GET /metrics` until the program stops.
pub async fn serve(listener: TcpListener, hub: Hub, media: Media) {
    let page = move || {
        let page = render(&collect(&hub, &media));
        async move { ([(CONTENT_TYPE, "text/plain; version=0.0.4")], page).into_response() }
    };
    let router = Router::new().route("/metrics", get(page));
    if let Err(problem) = axum::serve(listener, router).await {
        tracing::error!(%problem, "metrics are no longer served");
    }
}

fn collect(hub: &Hub, media: &Media) -> Vec<Metric> {
    let heads = hub.headcounts();
    let audio = media.counters();
    let gauge = |name, help, value| Metric {
        name,
        kind: Kind::Gauge,
        help,
        value,
    };
    let counter = |name, help, value| Metric {
        name,
        kind: Kind::Counter,
        help,
        value,
    };
    vec![
        gauge("rooms", "Rooms that are open.", heads.len() as u64),
        gauge(
            "people",
            "People inside of rooms.",
            heads.values().map(|n| u64::from(*n)).sum(),
        ),
        counter(
            "audio_heard_total",
            "Packets of whoever may be heard.",
            audio.heard,
        ),
        counter(
            "audio_unheard_total",
            "Packets of whoever may not, dropped.",
            audio.unheard,
        ),
        counter(
            "audio_forwarded_total",
            "Packets sent to listeners.",
            audio.forwarded,
        ),
        counter(
            "audio_lost_total",
            "Packets the machine did not take.",
            audio.lost,
        ),
        counter(
            "audio_handshakes_failed_total",
            "Audio connections that did not come up.",
            audio.failed_handshakes,
        ),
    ]
}
