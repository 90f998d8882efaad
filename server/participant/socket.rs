//! The socket of a room, from the client's side.

use super::ParticipantError;
use crate::wire::ServerMessage;
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, client_async};

/// An open socket.
pub struct RoomSocket {
    socket: WebSocketStream<TcpStream>,
    last_id: u32,
}

/// What a socket received.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "only one exists at a time")]
pub enum SocketEvent {
    /// A message of the protocol.
    Message(ServerMessage),
    /// With this closing code, or without one.
    Closed(Option<u16>),
}

impl RoomSocket {
    /// Opens a socket to the room of a meeting, with the `Cookie` header of an account if there is one.
    ///
    /// # Errors
    /// When the server can't be reached or refuses the request.
    pub async fn open(
        address: SocketAddr,
        slug: &str,
        cookie: Option<&str>,
    ) -> Result<Self, ParticipantError> {
        let tcp = TcpStream::connect(address).await;
        Self::open_over(tcp.map_err(ParticipantError::socket)?, slug, cookie).await
    }

    /// The same over a connection that exists already.
    ///
    /// # Errors
    /// When the server refuses the request.
    pub async fn open_over(
        tcp: TcpStream,
        slug: &str,
        cookie: Option<&str>,
    ) -> Result<Self, ParticipantError> {
        let address = tcp.peer_addr().map_err(ParticipantError::socket)?;
        let url = format!("ws://{address}/meetings/{slug}/socket");
        let mut request = url
            .into_client_request()
            .map_err(ParticipantError::socket)?;
        if let Some(cookie) = cookie {
            let cookie = HeaderValue::from_str(cookie).map_err(ParticipantError::socket)?;
            request.headers_mut().insert("cookie", cookie);
        }
        let (socket, _) = client_async(request, tcp)
            .await
            .map_err(ParticipantError::socket)?;
        Ok(Self { socket, last_id: 0 })
    }

    /// Sends one message, and returns the number that it got.
    ///
    /// # Errors
    /// When the socket is closed.
    pub async fn send_message(&mut self, mut message: Value) -> Result<u32, ParticipantError> {
        self.last_id += 1;
        message["id"] = self.last_id.into();
        self.send(Message::text(message.to_string())).await?;
        Ok(self.last_id)
    }

    /// Sends any frame.
    ///
    /// # Errors
    /// When the socket is closed.
    pub async fn send(&mut self, message: Message) -> Result<(), ParticipantError> {
        let sent = self.socket.send(message).await;
        sent.map_err(ParticipantError::socket)
    }

    /// Waits for the next message. Nothing is lost when the waiting is given up.
    ///
    /// # Errors
    /// When a frame is not a message of the protocol.
    pub async fn next_event(&mut self) -> Result<SocketEvent, ParticipantError> {
        loop {
            return Ok(match self.socket.next().await {
                Some(Ok(Message::Text(text))) => SocketEvent::Message(
                    serde_json::from_str(&text).map_err(ParticipantError::socket)?,
                ),
                Some(Ok(Message::Close(frame))) => {
                    SocketEvent::Closed(frame.map(|frame| frame.code.into()))
                }
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => SocketEvent::Closed(None),
            });
        }
    }
}
