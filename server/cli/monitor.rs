//! Serves the metrics on a separate listener, so that the proxy in front of the pages does not expose them.

use crate::live::Hub;
use crate::media::Media;
use crate::metrics::{Metric, MetricKind, render};
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;

/// Serves `GET /metrics` until the program stops.
pub(super) async fn serve(listener: TcpListener, hub: Hub, media: Media) {
    let page = move || {
        let page = render(&collect(&hub, &media));
        async move { ([(CONTENT_TYPE, "text/plain; version=0.0.4")], page).into_response() }
    };
    let router = Router::new().route("/metrics", get(page));
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(%error, "the listener for metrics failed; metrics are no longer served");
    }
}

fn collect(hub: &Hub, media: &Media) -> Vec<Metric> {
    let headcounts = hub.headcounts();
    let audio = media.counters();
    let gauge = |name, help, value| Metric {
        name,
        kind: MetricKind::Gauge,
        help,
        value,
    };
    let counter = |name, help, value| Metric {
        name,
        kind: MetricKind::Counter,
        help,
        value,
    };
    vec![
        gauge("rooms", "Rooms that are open.", headcounts.len() as u64),
        gauge(
            "people",
            "People in rooms.",
            headcounts
                .values()
                .map(|headcount| u64::from(*headcount))
                .sum(),
        ),
        counter(
            "audio_heard_total",
            "Packets of people who may be heard.",
            audio.audible_packets,
        ),
        counter(
            "audio_unheard_total",
            "Dropped packets of people who may not be heard.",
            audio.inaudible_packets,
        ),
        counter(
            "audio_forwarded_total",
            "Packets sent to listeners.",
            audio.forwarded_packets,
        ),
        counter(
            "audio_lost_total",
            "Packets that the system did not send.",
            audio.lost_packets,
        ),
        counter(
            "audio_handshakes_failed_total",
            "Audio connections that could not be established.",
            audio.failed_handshakes,
        ),
    ]
}
