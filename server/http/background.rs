//! Work apart from the answer that it is for.

use axum::body::Body;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::{FutureExt, StreamExt, stream};
use std::panic::resume_unwind;
use std::task::Poll;
use tokio::sync::oneshot;
use tokio::task::{JoinError, JoinHandle};

/// On a thread that may be busy for a while: who asks for a page meanwhile is not to wait for it.
pub async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    finished(tokio::task::spawn_blocking(work)).await
}

/// Goes on with a form that has arrived to its end, also when the line of whoever sent it is lost: half
/// of a change would be done, or all of it and the schedule would not show it. What has not arrived by
/// then is waited for no longer.
pub async fn finish_after_disconnect(request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let (line, lost) = oneshot::channel::<()>();
    let answer = tokio::spawn(next.run(request.map(|body| while_held(body, lost))));
    let answer = finished(answer).await;
    drop(line);
    answer
}

/// The body, which breaks off when the line is let go.
fn while_held(body: Body, lost: oneshot::Receiver<()>) -> Body {
    let (mut body, mut lost) = (body.into_data_stream(), lost.fuse());
    Body::from_stream(stream::poll_fn(move |context| {
        if lost.poll_unpin(context).is_ready() {
            let gone = std::io::ErrorKind::ConnectionAborted;
            return Poll::Ready(Some(Err(axum::Error::new(std::io::Error::from(gone)))));
        }
        body.poll_next_unpin(context)
    }))
}

async fn finished<T>(task: JoinHandle<T>) -> T {
    match task.await.map_err(JoinError::try_into_panic) {
        Ok(done) => done,
        Err(Ok(panic)) => resume_unwind(panic),
        // The program stops, and whoever waits for an answer with it.
        Err(Err(_)) => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::extract::State;
    use axum::http::StatusCode;
    use axum::middleware::from_fn;
    use axum::routing::post;
    use std::sync::Arc;
    use tokio::sync::{Notify, mpsc};
    use tower::ServiceExt;

    /// What a handler is told, and what it tells: that it began, and what it had read when it was done.
    #[derive(Clone)]
    struct Desk {
        go_on: Arc<Notify>,
        told: mpsc::UnboundedSender<Option<String>>,
    }

    async fn save(
        State(desk): State<Desk>,
        body: Result<String, axum::extract::rejection::StringRejection>,
    ) -> StatusCode {
        let _ = desk.told.send(None);
        desk.go_on.notified().await;
        let read = body.unwrap_or_else(|_| "broken off".to_owned());
        let _ = desk.told.send(Some(read));
        StatusCode::OK
    }

    fn site() -> (Router, Desk, mpsc::UnboundedReceiver<Option<String>>) {
        let (told, heard) = mpsc::unbounded_channel();
        let desk = Desk {
            go_on: Arc::default(),
            told,
        };
        let router = Router::new()
            .route("/", post(save))
            .layer(from_fn(finish_after_disconnect))
            .with_state(desk.clone());
        (router, desk, heard)
    }

    fn form(body: Body) -> Request {
        Request::post("/").body(body).expect("a request")
    }

    #[tokio::test]
    async fn a_form_that_has_arrived_is_dealt_with_when_its_line_is_lost() {
        let (router, desk, mut heard) = site();
        let mut answer = Box::pin(router.oneshot(form("all of it".into())));
        tokio::select! {
            _ = &mut answer => panic!("it was answered before the line was lost"),
            began = heard.recv() => assert_eq!(began, Some(None)),
        }
        drop(answer);
        desk.go_on.notify_one();
        assert_eq!(heard.recv().await, Some(Some("all of it".to_owned())));
    }

    #[tokio::test]
    async fn one_that_has_not_is_neither_waited_for_nor_taken_for_whole() {
        let (router, desk, mut heard) = site();
        let half = stream::once(async { Ok::<_, std::io::Error>("half") });
        let body = Body::from_stream(half.chain(stream::pending()));
        let mut answer = Box::pin(router.oneshot(form(body)));
        // Once around, so that it is on its way.
        assert!((&mut answer).now_or_never().is_none());
        tokio::task::yield_now().await;
        drop(answer);
        desk.go_on.notify_one();
        assert_eq!(heard.recv().await, Some(None));
        assert_eq!(heard.recv().await, Some(Some("broken off".to_owned())));
    }
}
