"""Calling an address of the web, mostly to see whether it still leads somewhere: politely, never in our own network.

HEAD first, GET where HEAD says nothing; every hop is looked up by us and connected to the address that was looked at,
so that no name can point to a private machine between the look and the call. Nothing of a checked page is kept.
"""

import contextlib
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

SECONDS_TO_CONNECT = 5
SECONDS_FOR_ALL = 20  # of one link, all its hops together
SECONDS_BETWEEN_CALLS = 2  # to one host
MOST_HOPS = 6
PERMANENT = {301, 308}
REDIRECTS = {301, 302, 303, 307, 308}
GONE = {404, 410}
BUSY, MOST_PATIENCE = 503, 60  # seconds
CLOSED = {401, 403, 407, 429, 451, 999}  # there, but not for a program
AGENT = "CiteDesMetiersLinkCheck/1.0 (checks once in a while whether catalogue links still work)"
PORTS = {None, 80, 443, 8080, 8443}


class Refused(Exception):
    """An address that is not called: a private machine, a scheme or a port that is no web page."""


@dataclass(frozen=True)
class Answer:
    """What a link answered. verdict: ok, moved, gone, failing, closed or refused.

    status: of HTTP, None without an answer.  final_url: where a page was found.
    """

    verdict: str
    status: int | None = None
    final_url: str = ""


def is_public(address):
    """True for an address that anybody on the internet can reach; see RFC 6890 for those that are not."""
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not (mapped or found).is_multicast


class Guarded(httpcore.NetworkBackend):
    """Looks names up itself, refuses private addresses, and connects to the very address that it has checked."""

    def __init__(self, may_call=is_public):
        self.may_call, self.plain, self.until = may_call, httpcore.SyncBackend(), None

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        addresses = list(dict.fromkeys(entry[4][0] for entry in found))
        if not addresses or not all(self.may_call(address.partition("%")[0]) for address in addresses):
            raise Refused(host)
        for address in addresses[:-1]:
            try:
                return self.connected(address, port, timeout, local_address, socket_options)
            except httpcore.ConnectError:
                continue
        return self.connected(addresses[-1], port, timeout, local_address, socket_options)

    def connected(self, *where):
        return Timed(self.plain.connect_tcp(*where), self)

    def connect_unix_socket(self, path, timeout=None, socket_options=None):
        raise Refused(path)

    def sleep(self, seconds):
        time.sleep(seconds)


class Timed(httpcore.NetworkStream):
    """A connection that ends when the time of its link is over, however slowly its bytes drip."""

    def __init__(self, stream, guard):
        self.stream, self.guard = stream, guard

    def left(self, timeout):
        rest = self.guard.until - time.monotonic()
        if rest <= 0:
            raise httpcore.ReadTimeout("The link took too long.")
        return rest if timeout is None else min(timeout, rest)

    def read(self, max_bytes, timeout=None):
        return self.stream.read(max_bytes, self.left(timeout))

    def write(self, buffer, timeout=None):
        self.stream.write(buffer, self.left(timeout))

    def close(self):
        self.stream.close()

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        return Timed(self.stream.start_tls(ssl_context, server_hostname, self.left(timeout)), self.guard)

    def get_extra_info(self, info):
        return self.stream.get_extra_info(info)


class GuardedTransport(httpx.HTTPTransport):
    """httpx's own transport over a pool that goes through Guarded, without any proxy."""

    def __init__(self, may_call=is_public):
        super().__init__(trust_env=False)
        self._pool.close()
        self.guard = Guarded(may_call)
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(), max_connections=4, network_backend=self.guard
        )


class LinkChecker:
    """Checks or reads pages one after another; asks the same host again only after a pause. Use it in a `with`.

    pause: function(seconds); may_call: function(address) → bool.
    """

    def __init__(self, *, pause=time.sleep, may_call=is_public, seconds_between=SECONDS_BETWEEN_CALLS, ports=PORTS,
                 seconds_for_all=SECONDS_FOR_ALL, agent=AGENT):  # fmt: skip
        self.seconds_for_all = seconds_for_all
        self.pause, self.seconds_between, self.ports = pause, seconds_between, ports
        self.called, self.transport = {}, GuardedTransport(may_call)
        self.client = httpx.Client(
            transport=self.transport, headers={"User-Agent": agent, "Accept": "text/html,*/*;q=0.5"},
            timeout=httpx.Timeout(SECONDS_TO_CONNECT * 2, connect=SECONDS_TO_CONNECT), follow_redirects=False,
            trust_env=False,
        )  # fmt: skip

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.client.close()

    def check(self, url):
        """Returns an Answer; never raises for what a link may do."""
        until = time.monotonic() + self.seconds_for_all
        try:
            return self.followed(url, until)
        except Refused:
            return Answer("refused")
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError, ValueError, OSError):
            return Answer("failing")

    def followed(self, url, until):
        here, is_permanent = url, False
        for _hop in range(MOST_HOPS):
            status, target = self.asked(here, until)
            if status in REDIRECTS and target:
                # Only a chain that is permanent from its first hop says that the page has a new address.
                is_permanent = status in PERMANENT and (is_permanent or here == url)
                here = urljoin(here, target)
                continue
            return self.judged(url, here, status, is_permanent=is_permanent)
        return Answer("failing", status)

    def judged(self, url, here, status, *, is_permanent):
        if status in GONE:
            return Answer("gone", status, here)
        if status in CLOSED:
            return Answer("closed", status, here)
        if status >= 400 or status in REDIRECTS:
            return Answer("failing", status, here)
        return Answer("moved" if is_permanent and here != url else "ok", status, here)

    def asked(self, url, until):
        """(status, Location) of `url`: by HEAD, and by GET where HEAD is not to be trusted."""
        self.look_at(url)
        status, target = self.called_with("HEAD", url, until)
        if status < 400:
            return status, target
        return self.called_with("GET", url, until)

    def called_with(self, method, url, until):
        with self.answer_of(method, url, until) as answer:  # headers only: no page is read
            return answer.status_code, answer.headers.get("Location", "")

    @contextlib.contextmanager
    def answer_of(self, method, url, until):
        self.wait_for(urlsplit(url).hostname)
        left = until - time.monotonic()
        if left <= 0:
            raise httpx.ReadTimeout("The link took too long.")
        self.transport.guard.until = until
        timeout = httpx.Timeout(min(left, SECONDS_TO_CONNECT * 2), connect=min(left, SECONDS_TO_CONNECT))
        with self.client.stream(method, url, timeout=timeout) as answer:
            self.client.cookies.clear()
            yield answer

    def read(self, url, *, most):
        """The page at `url` or where that leads, in bytes.

        Raises Refused, httpx.HTTPError and its kin, and ValueError for a page of more than `most` bytes. A server that
        asks for patience gets it, a few times.
        """
        for _hop in range(MOST_HOPS):
            self.look_at(url)
            with self.answer_of("GET", url, time.monotonic() + self.seconds_for_all) as answer:
                if answer.status_code in REDIRECTS:
                    url = urljoin(url, answer.headers.get("Location", ""))
                    continue
                if answer.status_code == BUSY and answer.headers.get("Retry-After", "").isdigit():
                    self.pause(min(int(answer.headers["Retry-After"]), MOST_PATIENCE))
                    continue
                answer.raise_for_status()
                page = bytearray()
                for part in answer.iter_bytes():
                    page += part
                    if len(page) > most:
                        raise ValueError("The page is too long.")
                return bytes(page)
        raise httpx.TooManyRedirects("The page leads on and on.")

    def look_at(self, url):
        """Raise Refused for what is no page of the web."""
        parts = urlsplit(url)
        if (
            parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.username
            or parts.port not in self.ports
        ):
            raise Refused(url)

    def wait_for(self, host):
        last = self.called.get(host)
        if last is not None:
            rest = last + self.seconds_between - time.monotonic()
            if rest > 0:
                self.pause(rest)
        self.called[host] = time.monotonic()
