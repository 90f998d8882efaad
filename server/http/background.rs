//! Work that does not run inside its request: long computations, and forms whose sender disconnects.

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

/// Runs long work on a thread that may block, so that other requests need not wait for it.
pub(crate) async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> T {
    join(tokio::task::spawn_blocking(work)).await
}

/// Middleware: processes a form that has arrived to the end, also when its sender disconnects. Otherwise
/// half of a change would be saved, or all of it without the schedule showing it. A body that has not
/// arrived by then ends with an error.
pub(crate) async fn finish_after_disconnect(request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let (connection, disconnected) = oneshot::channel::<()>();
    let request = request.map(|body| until_disconnect(body, disconnected));
    let response = join(tokio::spawn(next.run(request))).await;
    drop(connection);
    response
}

/// The body, which ends with an error when the sender disconnects.
fn until_disconnect(body: Body, disconnected: oneshot::Receiver<()>) -> Body {
    let (mut body, mut disconnected) = (body.into_data_stream(), disconnected.fuse());
    Body::from_stream(stream::poll_fn(move |context| {
        if disconnected.poll_unpin(context).is_ready() {
            let aborted = std::io::ErrorKind::ConnectionAborted;
            return Poll::Ready(Some(Err(axum::Error::new(std::io::Error::from(aborted)))));
        }
        body.poll_next_unpin(context)
    }))
}

/// The task's result. A panic in the task continues here.
async fn join<T>(task: JoinHandle<T>) -> T {
    match task.await.map_err(JoinError::try_into_panic) {
        Ok(value) => value,
        Err(Ok(panic)) => resume_unwind(panic),
        // The task was cancelled because the program stops; this task is cancelled as well.
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

    /// Lets a test follow a handler, and hold it up.
    #[derive(Clone)]
    struct Probe {
        proceed: Arc<Notify>,
        progress: mpsc::UnboundedSender<Progress>,
    }

    #[derive(Debug, PartialEq, Eq)]
    enum Progress {
        Started,
        /// With what was read of the body.
        Finished(String),
    }

    async fn save(
        State(probe): State<Probe>,
        body: Result<String, axum::extract::rejection::StringRejection>,
    ) -> StatusCode {
        let _ = probe.progress.send(Progress::Started);
        probe.proceed.notified().await;
        let body = body.unwrap_or_else(|_| "incomplete".to_owned());
        let _ = probe.progress.send(Progress::Finished(body));
        StatusCode::OK
    }

    fn site() -> (Router, Probe, mpsc::UnboundedReceiver<Progress>) {
        let (progress, reports) = mpsc::unbounded_channel();
        let probe = Probe {
            proceed: Arc::default(),
            progress,
        };
        let router = Router::new()
            .route("/", post(save))
            .layer(from_fn(finish_after_disconnect))
            .with_state(probe.clone());
        (router, probe, reports)
    }

    fn form(body: Body) -> Request {
        Request::post("/").body(body).expect("the request is valid")
    }

    #[tokio::test]
    async fn a_complete_form_is_processed_after_its_sender_disconnects() {
        let (router, probe, mut reports) = site();
        let mut response = Box::pin(router.oneshot(form("all of it".into())));
        tokio::select! {
            _ = &mut response => panic!("there was a response before the sender disconnected"),
            report = reports.recv() => assert_eq!(report, Some(Progress::Started)),
        }
        drop(response);
        probe.proceed.notify_one();
        let finished = Progress::Finished("all of it".to_owned());
        assert_eq!(reports.recv().await, Some(finished));
    }

    #[tokio::test]
    async fn an_incomplete_form_ends_with_an_error_when_its_sender_disconnects() {
        let (router, probe, mut reports) = site();
        let half = stream::once(async { Ok::<_, std::io::Error>("half") });
        let body = Body::from_stream(half.chain(stream::pending()));
        let mut response = Box::pin(router.oneshot(form(body)));
        // Poll once, so that the request starts.
        assert!((&mut response).now_or_never().is_none());
        tokio::task::yield_now().await;
        drop(response);
        probe.proceed.notify_one();
        assert_eq!(reports.recv().await, Some(Progress::Started));
        let finished = Progress::Finished("incomplete".to_owned());
        assert_eq!(reports.recv().await, Some(finished));
    }
}
