"""nginx on loopback over a folder of pages: one door without an access log for the race, one with a log for the control."""

import os
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.request

CONFIG = """{user}
worker_processes 1;
daemon off;
pid {work}/nginx.pid;
error_log {work}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    types {{ text/html html; text/css css; }}
    default_type application/octet-stream;
    charset utf-8;
    sendfile on;
    tcp_nopush on;
    keepalive_timeout 60s;
    keepalive_requests 1000000;
    open_file_cache max=40000 inactive=600s;
    open_file_cache_valid 600s;
    client_body_temp_path {work}/body;
    proxy_temp_path {work}/proxy;
    fastcgi_temp_path {work}/fastcgi;
    uwsgi_temp_path {work}/uwsgi;
    scgi_temp_path {work}/scgi;
    log_format seen '$status $body_bytes_sent $uri';
    server {{
        listen 127.0.0.1:{race};
        access_log off;
        root {pages};
    }}
    server {{
        listen 127.0.0.1:{control};
        access_log {work}/control.log seen;
        root {pages};
    }}
    server {{
        listen 127.0.0.1:{status};
        access_log off;
        location / {{ stub_status; }}
    }}
}}
"""


def free_ports(count):
    """Ports of loopback that were free a moment ago, all different."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


class Server:
    """A running nginx with one worker process. Use as a context: it ends with it."""

    def __init__(self, pages, work):
        self.pages = pathlib.Path(pages).resolve()
        self.work = pathlib.Path(work).resolve()
        self.race, self.control, self.status = free_ports(3)
        self.program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
        if not self.program:
            raise SystemExit("'nginx' is not installed (Debian package nginx)")
        self.files = {"/" + str(p.relative_to(self.pages)): p.stat().st_size for p in self.pages.rglob("*.html")}

    @property
    def version(self):
        done = subprocess.run([self.program, "-v"], capture_output=True, text=True)
        return done.stderr.strip().split(": ")[-1]

    def __enter__(self):
        self.work.mkdir(parents=True, exist_ok=True)
        config = self.work / "nginx.conf"
        # The worker of a server started by root would otherwise be a user who cannot read a temporary folder.
        user = "user root;" if os.geteuid() == 0 else ""
        config.write_text(
            CONFIG.format(user=user, work=self.work, pages=self.pages, race=self.race, control=self.control, status=self.status))
        self.process = subprocess.Popen(
            [self.program, "-p", str(self.work), "-e", str(self.work / "error.log"), "-c", str(config)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(100):
            if self.process.poll() is not None:
                raise SystemExit(f"nginx does not start: {self.process.stderr.read().strip()}")
            try:
                self.requests()
                return self
            except OSError:
                time.sleep(0.05)
        raise SystemExit("nginx does not answer")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=20)

    def requests(self):
        """Requests that nginx has served since it began, this one included, over all doors."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.status}/", timeout=5) as answer:
            return int(answer.read().decode().splitlines()[2].split()[2])

    def cpu(self):
        """CPU seconds of the worker process so far."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ticks = 0
        for child in children:
            fields = pathlib.Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def log_position(self):
        return (self.work / "control.log").stat().st_size

    def whole_pages_since(self, position):
        """Different pages that the control door has sent whole since a position of its log, and all its requests."""
        whole, count = set(), 0
        with open(self.work / "control.log", encoding="utf-8", errors="replace") as log:
            log.seek(position)
            for line in log:
                status, sent, path = line.rstrip("\n").split(" ", 2)
                count += 1
                if status == "200" and self.files.get(path) == int(sent):
                    whole.add(path)
        return len(whole), count
