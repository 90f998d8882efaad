//! Reads the body of a request before the request takes one of the places for pages.

use super::error::HttpError;
use axum::body::{BodyDataStream, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How long a body may take, whatever its size.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Bytes per second that prolong that time: less than a poor mobile connection sends.
const SLOWEST: u32 = 4 * 1024;

/// Middleware: reads the body, up to one byte more than the largest that the handler accepts; the handler
/// then refuses it as too large. A body that arrives byte by byte ends with an error page.
pub(crate) async fn receive(
    State(largest): State<usize>,
    request: Request,
    next: Next,
) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    match read(body.into_data_stream(), largest, Instant::now()).await {
        Ok(bytes) => next.run(Request::from_parts(head, bytes.into())).await,
        Err(error) => error.into_response(),
    }
}

async fn read(
    mut body: BodyDataStream,
    largest: usize,
    began: Instant,
) -> Result<Vec<u8>, HttpError> {
    let mut bytes = Vec::new();
    while bytes.len() <= largest {
        let chunk = timeout_at(began + time_limit(bytes.len()), body.next()).await;
        match chunk.map_err(|_| HttpError::SlowBody)? {
            Some(chunk) => bytes.extend_from_slice(&chunk.map_err(|_| HttpError::BadForm)?),
            None => break,
        }
    }
    Ok(bytes)
}

/// How long a body may take of which this many bytes have arrived.
fn time_limit(received: usize) -> Duration {
    BODY_TIMEOUT + Duration::from_secs(received as u64) / SLOWEST
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use futures_util::stream;

    /// A body of these parts, after which nothing more arrives.
    fn unfinished(parts: Vec<Vec<u8>>) -> BodyDataStream {
        let parts = stream::iter(parts.into_iter().map(Ok::<_, std::io::Error>));
        Body::from_stream(parts.chain(stream::pending())).into_data_stream()
    }

    #[test]
    fn a_body_has_ten_seconds_and_more_while_it_arrives_faster_than_a_poor_connection() {
        assert_eq!(time_limit(0), Duration::from_secs(10));
        assert_eq!(time_limit(4 * 1024), Duration::from_secs(11));
        assert_eq!(time_limit(1024 * 1024), Duration::from_secs(266));
    }

    #[tokio::test]
    async fn a_body_that_arrives_byte_by_byte_is_refused() {
        let began = Instant::now() - Duration::from_secs(11);
        let result = read(unfinished(vec![vec![b'a']]), 4_096, began).await;
        assert!(matches!(result, Err(HttpError::SlowBody)), "{result:?}");
    }

    #[tokio::test]
    async fn a_body_that_is_too_large_is_not_read_to_its_end() {
        let parts = vec![vec![b'a'; 3_000]; 3];
        let result = read(unfinished(parts), 4_096, Instant::now()).await;
        assert!(
            matches!(&result, Ok(bytes) if bytes.len() == 6_000),
            "{result:?}"
        );
    }
}
