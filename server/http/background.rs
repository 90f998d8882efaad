//! Work that does not run inside its request: long computations, and forms whose sender disconnects.

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::panic::resume_unwind;
use tokio::task::{JoinError, JoinHandle};

/// Runs long work on a thread that may block, so that other requests need not wait for it.
pub(crate) async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> T {
    join(tokio::task::spawn_blocking(work)).await
}

/// Middleware: processes a form to the end, also when its sender disconnects. Otherwise half of a change would
/// be saved, or all of it without the schedule showing it. The form has arrived before: see `request_body`.
pub(crate) async fn finish_after_disconnect(request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    join(tokio::spawn(next.run(request))).await
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
    use axum::body::Body;
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
}
