"""The player's page in a browser, but without Jupyter: its modules as they are, and a model that is a plain object."""

import json
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from raftlib.widgets.player.recording import plainly

EMPTY = "<!doctype html><html><head><meta charset='utf-8'><link rel='icon' href='data:,'></head><body></body></html>"
# A model with the methods that a page needs: it has what Python would have sent, and keeps what is saved and wished.
MODEL = """
values => {
    const bytes = text => new DataView(Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer);
    window.plain = value => {
        // As Python's None arrives where Python runs in the page; over a connection it is null.
        if (value === null) return undefined;
        if (typeof value !== "object") return value;
        if (value.bytes !== undefined) return bytes(value.bytes);
        if (Array.isArray(value)) return value.map(plain);
        return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
    };
    const told = plain(values);
    const hears = {};
    window.wishes = [];
    window.tell = (name, value) => {
        if (told[name] === value) return;
        told[name] = value;
        (hears[`change:${name}`] ?? []).forEach(does => does());
    };
    window.saved = [];
    window.model = {
        get: name => told[name],
        on: (event, does) => { (hears[event] ??= []).push(does); },
        off: (event, does) => { hears[event] = hears[event].filter(each => each !== does); },
        set: (name, value) => window.tell(name, value),
        save_changes: () => { window.saved.push(told.value ?? told.index); },
        send: wish => { window.wishes.push(wish); },
    };
}"""
RENDER = """
async address => {
    const element = document.createElement('div');
    document.body.append(element);
    const page = await import(address);
    window.end = (page.default ?? page).render({ model: window.model, el: element });
}"""


def evaluate(page, script, argument):
    """What a script answers to an argument: both go as JSON, which takes a twentieth of the time for a whole run."""
    return json.loads(page.evaluate(f"async text => JSON.stringify(await ({script})(JSON.parse(text)))",
                                    json.dumps(argument)))


class Files(SimpleHTTPRequestHandler):
    """Serves a folder's files, and an empty page as the folder itself; says nothing of it."""

    extensions_map = {".js": "text/javascript"}  # whatever this machine takes it for

    def do_GET(self):
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.end_headers()
        return self.wfile.write(EMPTY.encode())

    def log_message(self, *_arguments):
        """Nothing."""


@contextmanager
def served(folder, handler=Files):
    """The address of a folder's files on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def values_of(player):
    """All that a player has sent to its page, as JSON can hold it."""
    names = [name for name in player.keys if not name.startswith("_")]
    values = {name: getattr(player, name) for name in names if name not in ("comm", "layout", "tabbable", "tooltip")}
    return plainly(values)


def show_control(page, control, address):
    """Let a control's module show it; gives its root."""
    page.evaluate(MODEL, values_of(control))
    page.add_style_tag(content=control._css)
    page.evaluate(RENDER, f"{address}/{control.page}.js")
    root = page.locator("body > div").last
    root.evaluate("(root, names) => root.classList.add(...names)", list(control._dom_classes))
    return root


def show_story(page, telling, address):
    """Let a page's module tell a story, and wait until its first beat is shown."""
    page.evaluate(MODEL, values_of(telling._page))
    page.add_style_tag(content=str(telling._page._css))
    page.evaluate(RENDER, address)
    page.locator(".raft-story[data-shown]").wait_for()


def show(page, player, address):
    """Let a page's module render a player's run, and wait until it is shown."""
    page.evaluate(MODEL, values_of(player))
    page.add_style_tag(content=str(player._css))
    page.evaluate(RENDER, address)
    page.locator(".raft-player[aria-busy=false]").wait_for()
