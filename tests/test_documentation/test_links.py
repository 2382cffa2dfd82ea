"""The link checker against a small server of our own: what links do, and where it never goes."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from documentation import links


class Pages(BaseHTTPRequestHandler):
    """Answers as its path says: /status/404, /to/301/…, /nohead, /drip; notes each call."""

    protocol_version = "HTTP/1.1"
    calls = []

    def do_HEAD(self):
        self.answer("HEAD")

    def do_GET(self):
        self.answer("GET")

    def answer(self, method):
        self.calls.append((method, self.path))
        kind, _slash, rest = self.path.lstrip("/").partition("/")
        if kind == "to":
            status, _slash, target = rest.partition("/")
            return self.end(int(status), {"Location": target if "://" in target else f"/{target}"})
        if kind == "nohead":
            return self.end(405 if method == "HEAD" else 200)
        if kind == "headlies":
            return self.end(404 if method == "HEAD" else 200)
        if kind == "loop":
            return self.end(302, {"Location": "/loop"})
        if kind == "drip":
            return self.drip()
        if kind == "page":
            return self.end(200, body=b"a" * int(rest))
        if kind == "busy":
            return self.end(503 if self.calls.count((method, self.path)) == 1 else 200, {"Retry-After": "7"}, b"now")
        return self.end(int(rest) if kind == "status" else 200)

    def drip(self):
        """One byte at a time: each comes within the time of a read, the whole never ends."""
        try:
            for byte in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: " + b"a" * 400:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                if self.server.closing.wait(0.05):
                    return
        except OSError:
            pass
        self.close_connection = True

    def end(self, status, headers=(), body=b""):
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.send_header("Set-Cookie", "trace=1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def server():
    Pages.calls = []
    found = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    found.daemon_threads, found.closing = True, threading.Event()
    threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{found.server_port}"
    found.closing.set()
    found.shutdown()
    found.server_close()


def checker(server, **options):
    """A checker that may call our own machine, at the server's port, without pauses."""
    port = int(server.rpartition(":")[2])
    pauses = []
    made = links.LinkChecker(
        **({"pause": pauses.append, "may_call": lambda address: True, "ports": {port}, "seconds_between": 0} | options)
    )
    made.pauses = pauses
    return made


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("path", "verdict", "status", "final"),
    [
        ("/", "ok", 200, "/"),
        ("/nohead", "ok", 200, "/nohead"),
        ("/headlies", "ok", 200, "/headlies"),
        ("/status/404", "gone", 404, "/status/404"),
        ("/status/410", "gone", 410, "/status/410"),
        ("/status/403", "closed", 403, "/status/403"),
        ("/status/500", "failing", 500, "/status/500"),
        ("/to/301/new", "moved", 200, "/new"),
        ("/to/308/to/301/new", "moved", 200, "/new"),
        ("/to/302/new", "ok", 200, "/new"),
        ("/to/302/to/301/new", "ok", 200, "/new"),
        ("/to/301/status/404", "gone", 404, "/status/404"),
    ],
)
def test_a_link_is_followed_to_its_end_and_judged(server, path, verdict, status, final):
    with checker(server) as link_checker:
        found = link_checker.check(server + path)
    assert (found.verdict, found.status, found.final_url) == (verdict, status, server + final)


def test_a_page_is_asked_for_by_head_alone_where_that_says_enough(server):
    with checker(server) as link_checker:
        link_checker.check(f"{server}/here")
    assert Pages.calls == [("HEAD", "/here")]


def test_a_link_that_leads_round_in_a_circle_fails_after_a_few_hops(server):
    with checker(server) as link_checker:
        assert link_checker.check(f"{server}/loop").verdict == "failing"
    assert len(Pages.calls) == links.MOST_HOPS


@pytest.mark.thorough
def test_a_server_that_drips_its_answer_is_left_when_the_time_is_over(server):
    with checker(server, seconds_for_all=0.4) as link_checker:
        assert link_checker.check(f"{server}/drip").verdict == "failing"


def test_the_same_host_is_asked_again_only_after_a_pause(server):
    with checker(server, seconds_between=60) as link_checker:
        link_checker.check(f"{server}/one")
        link_checker.check(f"{server}/two")
    assert len(link_checker.pauses) == 1
    assert 55 < link_checker.pauses[0] <= 60


@pytest.mark.many_cases
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://192.168.1.1/admin",
        "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/", "http://2130706433/",
        "http://[fd00::1]/", "http://100.64.0.1/", "http://224.0.0.1/",
        "file:///etc/passwd", "ftp://ftp.example/", "gopher://x/", "javascript:alert(1)", "http://u:p@example.org/",
        "https://example.org:22/", "",
    ],
)  # fmt: skip
def test_private_machines_and_what_is_no_web_page_are_never_called(url):
    with links.LinkChecker(pause=lambda seconds: None) as link_checker:
        found = link_checker.check(url)
    assert found == links.Answer("refused")


def test_a_redirect_to_a_private_machine_is_refused_at_that_hop(server):
    port = int(server.rpartition(":")[2])
    with checker(server, may_call=lambda address: address == "127.0.0.1", ports={port, None}) as link_checker:
        found = link_checker.check(f"{server}/to/302/http://127.0.0.2/secret")
    assert found == links.Answer("refused")
    assert Pages.calls == [("HEAD", "/to/302/http://127.0.0.2/secret")]


@pytest.mark.many_cases
@pytest.mark.parametrize("url", ["http://", "https://no-such-name.invalid/", "http://a..b/", "http://\ud800/"])
def test_what_cannot_be_reached_fails_without_an_error(url):
    with links.LinkChecker(pause=lambda seconds: None) as link_checker:
        assert link_checker.check(url).verdict in ("failing", "refused")


@pytest.mark.thorough
def test_a_page_is_read_where_its_address_leads_and_only_up_to_its_bounds(server):
    with checker(server) as caller:
        assert caller.read(f"{server}/to/302/page/10", most=10) == b"a" * 10
        with pytest.raises(ValueError, match="too long"):
            caller.read(f"{server}/page/11", most=10)
        for path in ("/status/404", "/loop", "/status/500"):
            with pytest.raises(httpx.HTTPError):
                caller.read(f"{server}{path}", most=10)


def test_a_server_that_asks_for_patience_is_asked_again_after_it(server):
    with checker(server) as caller:
        assert caller.read(f"{server}/busy", most=10) == b"now"
    assert caller.pauses == [7]


def test_a_page_is_never_read_from_a_private_machine(server):
    with links.LinkChecker(pause=lambda seconds: None) as caller, pytest.raises(links.Refused):
        caller.read("http://127.0.0.1/", most=10)
    port = int(server.rpartition(":")[2])
    with (
        checker(server, may_call=lambda address: address == "127.0.0.1", ports={port, None}) as caller,
        pytest.raises(links.Refused),
    ):
        caller.read(f"{server}/to/302/http://127.0.0.2/secret", most=10)
