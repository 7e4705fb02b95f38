//! Talking to a tenant's supervisor.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};

use crate::folder::TenantFolder;
use crate::peer;
use crate::protocol::{Answer, Refusal, Report, Request, VERSION};

/// How long a supervisor may take to answer: it never waits for anything before it does.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a supervisor that lives may take until it listens.
const START: Duration = Duration::from_secs(5);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientError {
    /// Nobody listens, or the other side hung up.
    #[error("the supervisor does not answer")]
    Gone(#[from] std::io::Error),
    /// Nothing came in time.
    #[error("the supervisor has not answered for {} s", PATIENCE.as_secs())]
    Silent,
    /// The socket is another user's.
    #[error("the control socket belongs to another user")]
    Foreign,
    /// The request was not taken.
    #[error("{1}")]
    Refused(Refusal, String),
    /// The answer is not one to this request.
    #[error("the supervisor's answer is not understood")]
    Garbled,
}

/// An open conversation.
#[derive(Debug)]
pub(crate) struct Client {
    lines: Lines<BufReader<OwnedReadHalf>>,
    writer: OwnedWriteHalf,
}

impl Client {
    /// Connects and says hello. A supervisor that is just starting is waited for.
    ///
    /// # Errors
    /// When nobody answers, or somebody else does.
    pub(crate) async fn connect(folder: &TenantFolder) -> Result<Self, ClientError> {
        let end = tokio::time::Instant::now() + START;
        let stream = loop {
            match connect_once(folder).await {
                Ok(stream) => break stream,
                Err(error) if tokio::time::Instant::now() > end || !folder.is_supervised() => {
                    return Err(error.into());
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        };
        if !peer::is_trusted(&stream)? {
            return Err(ClientError::Foreign);
        }
        let (reader, writer) = stream.into_split();
        let mut client = Self {
            lines: BufReader::new(reader).lines(),
            writer,
        };
        match client.ask(&Request::Hello { protocol: VERSION }).await? {
            Answer::Hello { .. } => Ok(client),
            _ => Err(ClientError::Garbled),
        }
    }

    /// Asks once.
    ///
    /// # Errors
    /// When there is no answer, or a refusal.
    pub(crate) async fn ask(&mut self, request: &Request) -> Result<Answer, ClientError> {
        let mut line = serde_json::to_vec(request).map_err(|_| ClientError::Garbled)?;
        line.push(b'\n');
        let answered = async {
            self.writer.write_all(&line).await?;
            self.next().await
        };
        match tokio::time::timeout(PATIENCE, answered).await {
            Ok(Ok(Answer::Refused { code, message })) => Err(ClientError::Refused(code, message)),
            Ok(other) => other,
            Err(_) => Err(ClientError::Silent),
        }
    }

    /// Asks for the state.
    ///
    /// # Errors
    /// When there is no answer.
    pub(crate) async fn report(&mut self, request: &Request) -> Result<Report, ClientError> {
        match self.ask(request).await? {
            Answer::Status(report) => Ok(*report),
            _ => Err(ClientError::Garbled),
        }
    }

    /// The next change, after `watch`.
    ///
    /// # Errors
    /// When the supervisor has ended.
    pub(crate) async fn changed(&mut self) -> Result<Report, ClientError> {
        match self.next().await? {
            Answer::Status(report) => Ok(*report),
            _ => Err(ClientError::Garbled),
        }
    }

    async fn next(&mut self) -> Result<Answer, ClientError> {
        let line = self.lines.next_line().await?.ok_or_else(|| {
            std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "the supervisor hung up")
        })?;
        serde_json::from_str(&line).map_err(|_| ClientError::Garbled)
    }
}

/// Without blocking: a supervisor that hangs lets its queue of connections fill up.
async fn connect_once(folder: &TenantFolder) -> std::io::Result<UnixStream> {
    let path = folder.socket()?;
    UnixStream::connect(&path).await
}
