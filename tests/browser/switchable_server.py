"""A real web server on loopback that a test can take down, bring back, and make misbehave as networks do."""

import socket
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = False  # closing waits for requests under way, and so for their database connections
    allow_reuse_address = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """A client that went away is part of these tests."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        """Nothing: the test's own words are enough."""


class SwitchableServer:
    """Serves the application, static files included.

    mode: "serve"; "portal" answers every request with a page of its own, as a captive portal does; "redirect" sends
    every request to the sign-in page; "lost" does the work and cuts the connection before the answer.
    """

    def __init__(self):
        self.mode = "serve"
        self.entry_requests = 0
        self._application = StaticFilesHandler(get_wsgi_application())
        self._server = None
        # Holds the port without listening: while the server is down, nobody else is given it.
        self._held = socket.socket()
        self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._held.bind(("127.0.0.1", 0))
        self.port = self._held.getsockname()[1]

    @property
    def url(self):
        return f"http://localhost:{self.port}"

    def start(self):
        self._server = _Server(("127.0.0.1", self.port), _Quiet)
        self._server.set_app(self._answer)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self):
        """Take it down: connections are refused from now on."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def close(self):
        """Take it down for good."""
        self.stop()
        self._held.close()

    def _answer(self, environ, start_response):
        try:
            if environ["PATH_INFO"] == "/reception/entries/":
                self.entry_requests += 1
            if self.mode == "portal":
                start_response("200 OK", [("Content-Type", "text/html")])
                return [b"<!doctype html><title>Hotel network</title><h1>Accept our terms</h1>"]
            if self.mode == "redirect":
                start_response("302 Found", [("Location", "/sign-in/"), ("Content-Type", "text/html")])
                return [b""]
            answer = self._application(environ, start_response)
            try:
                body = list(answer)
            finally:
                answer.close()
            if self.mode == "lost" and environ["REQUEST_METHOD"] == "POST":
                raise ConnectionAbortedError("cut after the work was done")
            return body
        finally:
            connections.close_all()
