"""Links that take their time: what servers send to each other passes through here, and is held for a while."""
import asyncio
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from threading import Thread

from raftlib.clusters.ports import LOCALHOST

MOST = 65_536  # bytes that are passed on at once


class SlowLinks:
    """Passes on, in a thread of its own, what comes to some ports to others, each piece `delay` ms later.

    `ports` tells to which port what comes to one is passed on. It begins at once, and lasts until `end`. Raises OSError
    for a port that is taken.
    """

    def __init__(self, ports: Mapping[int, int], delay: float):
        self._ports, self._delay = dict(ports), delay / 1000
        self._meetings: set[asyncio.Task] = set()
        started: Future = Future()
        self._thread = Thread(target=asyncio.run, args=(self._serve(started),), daemon=True)
        self._thread.start()
        self._loop, self._over = started.result()

    def end(self) -> None:
        """Pass on nothing more."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    async def _serve(self, started: Future) -> None:
        """What the thread does, until it is over."""
        over = asyncio.Event()
        try:
            for port, to in self._ports.items():
                await asyncio.start_server(partial(self._meet, to), LOCALHOST, port)
        except OSError as error:
            started.set_exception(error)
            return
        started.set_result((asyncio.get_running_loop(), over))
        await over.wait()

    def _meet(self, to: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A connection has come; while it lasts it is held here: once one end is gone, asyncio holds it no more."""
        meeting = asyncio.create_task(self._last(to, reader, writer))
        self._meetings.add(meeting)
        meeting.add_done_callback(self._meetings.discard)

    async def _last(self, to: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until both ends have closed it."""
        ends = [writer]
        with suppress(OSError, asyncio.CancelledError):  # cancelled is all that is under way at the end
            other_reader, other_writer = await asyncio.open_connection(LOCALHOST, to)
            ends.append(other_writer)
            await asyncio.gather(self._pass_on(reader, other_writer), self._pass_on(other_reader, writer),
                                 return_exceptions=True)
        for each in ends:
            each.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One direction: all pieces in their order, each for itself late."""
        under_way: asyncio.Queue = asyncio.Queue()

        async def arrive() -> None:
            while True:
                at, piece = await under_way.get()
                await asyncio.sleep(at - asyncio.get_running_loop().time())
                if writer.is_closing():  # nobody is there to get it
                    return
                if not piece:
                    with suppress(OSError):
                        writer.write_eof()
                    return
                writer.write(piece)
        arriving = asyncio.ensure_future(arrive())
        piece = None
        while piece != b"" and not arriving.done():
            try:
                piece = await reader.read(MOST)
            except OSError:  # as if it had been closed
                piece = b""
            under_way.put_nowait((asyncio.get_running_loop().time() + self._delay, piece))
        await arriving
