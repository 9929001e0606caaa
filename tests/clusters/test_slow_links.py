"""What passes through a slow link comes in its order, whole, and late."""
import gc
import socket
import time
from contextlib import closing
from threading import Thread

import pytest

from raftlib.clusters.ports import LOCALHOST, free_ports
from raftlib.clusters.slow_links import SlowLinks

DELAY = 40  # ms
PIECES = [bytes([number]) * 1000 * number for number in range(1, 20)]


@pytest.fixture
def echo():
    """A server that sends back what it gets, and a slow way to it: the port to connect to."""
    with closing(socket.create_server((LOCALHOST, 0))) as server:
        def serve():
            connection, _ = server.accept()
            with closing(connection):
                while said := connection.recv(65_536):
                    connection.sendall(said)
        thread = Thread(target=serve, daemon=True)
        thread.start()
        (port,) = free_ports(1)
        links = SlowLinks({port: server.getsockname()[1]}, DELAY)
        yield port
        links.end()
    thread.join()


def received(connection, length):
    got = b""
    while len(got) < length:
        piece = connection.recv(65_536)
        assert piece
        got += piece
    return got


def test_what_is_sent_back_is_late_by_both_ways_and_nothing_is_missing(echo):
    with closing(socket.create_connection((LOCALHOST, echo), timeout=30)) as connection:
        for piece in PIECES:
            began = time.monotonic()
            connection.sendall(piece)
            assert received(connection, len(piece)) == piece
            assert time.monotonic() - began >= 2 * DELAY / 1000


def test_pieces_under_way_at_once_keep_their_order(echo):
    with closing(socket.create_connection((LOCALHOST, echo), timeout=30)) as connection:
        for piece in PIECES:
            connection.sendall(piece)
            time.sleep(0.002)
        assert received(connection, len(b"".join(PIECES))) == b"".join(PIECES)


def test_who_closes_is_heard_at_the_other_end(echo):
    with closing(socket.create_connection((LOCALHOST, echo), timeout=30)) as connection:
        connection.sendall(b"last words")
        connection.shutdown(socket.SHUT_WR)
        assert received(connection, 10) == b"last words"
        assert connection.recv(10) == b""


@pytest.fixture
def no_collector():
    """Without it nothing is closed but what is told to close."""
    gc.disable()
    yield
    gc.enable()


def test_a_connection_that_is_open_at_the_end_is_closed_and_makes_no_noise(capfd, no_collector):
    with closing(socket.create_server((LOCALHOST, 0))) as server:
        (port,) = free_ports(1)
        links = SlowLinks({port: server.getsockname()[1]}, DELAY)
        with closing(socket.create_connection((LOCALHOST, port), timeout=30)) as connection:
            connection.sendall(b"on its way")
            accepted, _ = server.accept()
            links.end()
            with closing(accepted):
                accepted.settimeout(30)
                while accepted.recv(100):
                    pass  # nothing, or what was on its way
    assert capfd.readouterr() == ("", "")


def test_a_connection_of_which_one_end_is_gone_stays_open_for_the_other_and_makes_no_noise(caplog):
    with closing(socket.create_server((LOCALHOST, 0))) as server:
        (port,) = free_ports(1)
        links = SlowLinks({port: server.getsockname()[1]}, DELAY)
        with closing(socket.create_connection((LOCALHOST, port), timeout=30)):
            accepted, _ = server.accept()
        with closing(accepted):
            accepted.settimeout(30)
            assert accepted.recv(10) == b""
            with closing(socket.create_connection((LOCALHOST, port), timeout=30)) as another:
                later, _ = server.accept()
                with closing(later):  # what came before it is done with
                    later.sendall(b"later")
                    assert received(another, 5) == b"later"
                    gc.collect()  # what nobody holds goes now
            links.end()
    assert caplog.messages == []


def test_a_port_that_is_taken():
    with closing(socket.create_server((LOCALHOST, 0))) as server, pytest.raises(OSError, match="in use"):
        SlowLinks({server.getsockname()[1]: 1}, DELAY)
