"""NATS's own protocol, as far as asking and being answered needs it: lines of text on a plain socket."""
import json
import secrets
import socket
import time
from typing import BinaryIO, NamedTuple

from raftlib.clusters.ports import LOCALHOST

# Who asks where nobody listens is to hear so at once: that takes headers.
HELLO = {"verbose": False, "pedantic": False, "lang": "python", "version": "0", "headers": True, "no_responders": True}


class Message(NamedTuple):
    """What came for a subject that was subscribed to; `header` is its first line, as in NATS/1.0 503, or nothing."""

    subject: str
    header: str
    body: bytes


def ask(port: int, subject: str, body: bytes = b"", timeout: float = 1000) -> Message:
    """Publish to a subject, with an inbox of one's own as the address for replies, and take the first that comes.

    Raises OSError if none comes in `timeout` ms, or if the server hangs up or says that something is wrong.
    """
    end = time.monotonic() + timeout / 1000
    inbox = f"_INBOX.{secrets.token_hex(8)}"
    with socket.create_connection((LOCALHOST, port), timeout / 1000) as connection:
        connection.sendall(b"".join([f"CONNECT {json.dumps(HELLO)}\r\nSUB {inbox} 1\r\n".encode(),
                                     f"PUB {subject} {inbox} {len(body)}\r\n".encode(), body, b"\r\n"]))
        with connection.makefile("rb") as stream:
            while (left := end - time.monotonic()) > 0:
                connection.settimeout(left)
                if message := next_message(stream):
                    return message
    raise TimeoutError("timed out")


def next_message(stream: BinaryIO) -> Message | None:
    """Read one line of what the server sends, with what belongs to it: a message, or None for a line of another kind.

    A server that greets (INFO) or asks whether one is still there (PING) needs no answer for some minutes.
    """
    line = stream.readline()
    match line.decode().split():
        case []:
            raise ConnectionError("the server hung up")
        case ["-ERR", *_]:
            raise ConnectionError(line.decode().removeprefix("-ERR").strip(" '\r\n"))
        case ["MSG", subject, _, *_, size]:
            return Message(subject, "", payload(stream, int(size)))
        case ["HMSG", subject, _, *_, headers, size]:
            whole = payload(stream, int(size))
            return Message(subject, whole.split(b"\r\n", 1)[0].decode(), whole[int(headers):])
    return None


def payload(stream: BinaryIO, size: int) -> bytes:
    """So many bytes, without the line's end that follows them; ConnectionError if the server hangs up before that."""
    found = stream.read(size + 2)
    if len(found) < size + 2:
        raise ConnectionError("the server hung up")
    return found[:size]
