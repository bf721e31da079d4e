"""What deploy/ gives an operator keeps strangers out: the unit, the proxies, the image."""

import asyncio
import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dialogs.kit.clock import SystemClock
from tests.shield.matrix import Measure

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
TOKEN = "dG9rZW4tb2YtYS1vbmUtdGltZS1wYWdl"
LET_THROUGH = (
    *("POST /telegram/webhook", "POST /vk/callback", f"GET /c/{TOKEN}", f"POST /c/{TOKEN}"),
    f"GET /calendar/{TOKEN}.ics",
)
KEPT_OUT = (
    *(
        "GET /metrics",
        "GET /readyz",
        "GET /healthz",
        "GET /",
        "POST /",
        "GET /.env",
        "GET /c",
        "GET /calendar",
        f"POST /calendar/{TOKEN}.ics",
        "POST /telegram/webhook/x",
    ),
    *("GET /telegram/webhook", "PUT /vk/callback", f"DELETE /c/{TOKEN}", "GET /c/../metrics", "GET /c/%2e%2e/metrics"),
)


# --- the unit --------------------------------------------------------------------------------------------------------

WANTED = {
    "DynamicUser": "yes",
    "UMask": "0077",
    "StateDirectoryMode": "0700",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "PrivateUsers": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectControlGroups": "yes",
    "ProtectProc": "invisible",
    "LockPersonality": "yes",
    "RestrictNamespaces": "yes",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "SystemCallArchitectures": "native",
}


def test_the_unit_gives_the_bot_nothing_but_what_it_needs() -> None:
    lines = (DEPLOY / "fairway.service").read_text("utf-8").splitlines()
    told = [line.partition("=")[::2] for line in lines if "=" in line and not line.startswith("#")]
    assert WANTED.items() <= dict(told).items()
    filters = [value for name, value in told if name == "SystemCallFilter"]
    assert filters == ["@system-service", "~@privileged @resources"]
    assert not re.search(r"(?i)token|secret|password", "\n".join("=".join(one) for one in told))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
@pytest.mark.shield("S16")
def test_the_unit_is_hardly_exposed(figure: Measure) -> None:
    command = ["systemd-analyze", "security", "--offline=yes", "--no-pager", str(DEPLOY / "fairway.service")]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {"LC_ALL": "C.UTF-8"})
    (exposure,) = re.findall(r"Overall exposure level for fairway\.service: ([\d.]+)", told.stdout)
    figure("S16", "exposure of the unit, of 10", float(exposure), "≤ 2.0")


# --- the proxies -----------------------------------------------------------------------------------------------------


def test_nginx_passes_on_four_places_and_logs_no_path() -> None:
    told = re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text("utf-8"))
    places = re.findall(r"location ([^{]+?) \{((?:[^{}]|\{[^{}]*\})*)\}", told)
    passed_on = [place for place, inside in places if "proxy_pass" in inside]
    assert passed_on == ["= /telegram/webhook", "= /vk/callback", "/c/", "/calendar/"]
    assert [inside.split() for place, inside in places if place == "/"][-1] == ["return", "404;"]
    (form,) = re.findall(r"log_format fairway (.+?);", told)
    assert not re.search(r"\$(request|uri|request_uri|args|query_string|http_referer)\b", form)
    assert set(re.findall(r"access_log (.+?);", told)) == {"off", "/var/log/nginx/fairway.log fairway"}
    assert all(line.endswith(" crit") for line in re.findall(r"error_log (.+?);", told))
    assert re.findall(r"ssl_protocols (.+?);", told) == ["TLSv1.2 TLSv1.3"]
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in told
    for limit in ("client_max_body_size 64k", "client_max_body_size 1m", "limit_req zone", "limit_conn ", "_timeout "):
        assert limit in told


def test_caddy_passes_on_three_kinds_of_places_and_logs_no_path() -> None:
    told = re.sub(r"#.*", "", (DEPLOY / "Caddyfile").read_text("utf-8"))
    assert re.findall(r"^\s*path (.+)$", told, re.MULTILINE) == [
        "/telegram/webhook /vk/callback",
        "/c/*",
        "/calendar/*",
    ]
    assert re.findall(r"handle (@\w+)?", told) == ["@webhooks", "@pages", "@calendars", ""]
    assert told.count("reverse_proxy") == 3
    assert re.findall(r"max_size (\w+)", told) == ["1MB", "64KB"]
    assert told.count("log {") == 1, "accesses are not logged"
    assert re.findall(r"(\S*uri|\S*headers) delete", told) == ["uri", "request>uri", "request>headers"]


@dataclass
class Behind:
    """Fairway's place behind a proxy: what came through, and as whom the proxy says it came."""

    came: list[str] = field(default_factory=list)
    callers: set[str] = field(default_factory=set)

    async def answer(self, request: web.Request) -> web.Response:
        self.came.append(f"{request.method} {request.path}")
        self.callers.add(request.headers.get("X-Forwarded-For", ""))
        return web.Response(text="through")


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bot.example.org")])
    now = SystemClock().now()
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / "cert.pem").write_bytes(pem)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*form))
    return folder / "cert.pem", folder / "key.pem"


def nginx(folder: Path, port: int, behind: int) -> list[str]:
    """The command that runs our example on this machine's ports and in this folder."""
    cert, key = certificate(folder)
    site = (DEPLOY / "nginx.conf").read_text("utf-8")
    site = re.sub(r"ssl_certificate +\S+;", f"ssl_certificate {cert};", site)
    site = re.sub(r"ssl_certificate_key +\S+;", f"ssl_certificate_key {key};", site)
    site = re.sub(r" +listen \[.*\n", "", site)
    site = site.replace("listen 443", f"listen 127.0.0.1:{port}").replace(
        "listen 80;", f"listen 127.0.0.1:{free_port()};"
    )
    site = site.replace("/var/log/nginx", str(folder)).replace("127.0.0.1:8080", f"127.0.0.1:{behind}")
    (folder / "site.conf").write_text(site, "utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    frame = f"daemon off; pid {folder}/pid; events {{}} http {{ {paths} include {folder}/site.conf; }}"
    (folder / "nginx.conf").write_text(frame, "utf-8")
    return ["nginx", "-e", f"{folder}/first.log", "-c", f"{folder}/nginx.conf"]


def caddy(folder: Path, port: int, behind: int) -> list[str]:
    cert, key = certificate(folder)
    site = (DEPLOY / "Caddyfile").read_text("utf-8").replace("127.0.0.1:8080", f"127.0.0.1:{behind}")
    site = site.replace("bot.example.org {", f"https://127.0.0.1:{port} {{\n\ttls {cert} {key}", 1)
    site = site.replace("{\n\tservers {", "{\n\tadmin off\n\tauto_https disable_redirects\n\tservers {", 1)
    (folder / "Caddyfile").write_text(site, "utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@asynccontextmanager
async def served(command: list[str], port: int, log: Path) -> AsyncIterator[None]:
    home = {"HOME": str(log.parent), "XDG_DATA_HOME": str(log.parent), "XDG_CONFIG_HOME": str(log.parent)}
    with log.open("wb") as told:
        process = await asyncio.create_subprocess_exec(*command, stdout=told, stderr=told, env=os.environ | home)
    try:
        async with asyncio.timeout(20):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.close()
                    break
                except OSError:
                    assert process.returncode is None, log.read_text("utf-8")
                    await asyncio.sleep(0.05)
        yield
    finally:
        process.terminate()
        await process.wait()


@pytest.mark.shield("S2", "S11")
@pytest.mark.parametrize("proxy", [nginx, caddy])
async def test_a_proxy_lets_through_what_it_must_and_logs_no_token(
    tmp_path: Path, proxy: Callable[[Path, int, int], list[str]], figure: Measure
) -> None:
    if shutil.which(proxy.__name__) is None:
        pytest.skip(f"no {proxy.__name__} on this machine")
    behind, app = Behind(), web.Application()
    app.router.add_route("*", "/{path:.*}", behind.answer)
    runner, port, own = web.AppRunner(app, access_log=None), free_port(), free_port()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", own).start()
    trust = ssl.create_default_context()
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    spoofed = {"X-Forwarded-For": "149.154.160.1", "Host": f"127.0.0.1:{port}", "Referer": f"https://a/{TOKEN}"}
    statuses: dict[str, int] = {}
    async with served(proxy(tmp_path, port, own), port, tmp_path / "own.log"), aiohttp.ClientSession() as http:
        for asked in (*LET_THROUGH, *KEPT_OUT, f"POST /c/{TOKEN}?large"):
            method, _, path = asked.partition(" ")
            body = b"x" * 70_000 if asked.endswith("large") else None
            url = f"https://127.0.0.1:{port}{path}"
            async with http.request(method, url, ssl=trust, headers=spoofed, data=body) as answer:
                statuses[asked] = answer.status
        await runner.cleanup()
        async with http.get(f"https://127.0.0.1:{port}/c/{TOKEN}", ssl=trust, headers=spoofed) as answer:
            assert answer.status >= 500, "nobody is behind it any more, which it may log"
    assert [statuses[asked] for asked in LET_THROUGH] == [200] * len(LET_THROUGH)
    assert {statuses[asked] for asked in KEPT_OUT} <= {403, 404, 405}
    assert statuses[f"POST /c/{TOKEN}?large"] in (413, 502)
    figure("S2", f"callers that {proxy.__name__} believed by their header", len(behind.callers - {"127.0.0.1"}), "= 0")
    logs = b"".join(path.read_bytes() for path in tmp_path.glob("*.log"))
    figure("S11", f"tokens of pages in the logs of {proxy.__name__}", logs.count(TOKEN.encode()), "= 0")


# --- the image -------------------------------------------------------------------------------------------------------


def test_the_image_is_locked_owns_nothing_and_says_whether_it_is_well() -> None:
    told = (DEPLOY / "Dockerfile").read_text("utf-8")
    lines = [line for line in told.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
    last = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert "pip install --require-hashes -r requirements.lock" in told
    assert all("--require-hashes" in line or "--no-deps" in line for line in lines if "pip install" in line)
    user = next(line.split()[1] for line in last if line.startswith("USER "))
    assert int(user.partition(":")[0]) > 0
    (health,) = [line for line in last if line.startswith("HEALTHCHECK")]
    assert "/readyz" in health
    assert not any(word in told for word in ("sudo", "chmod 777", "ADD http", ":latest"))
    assert not re.search(r"(ENV|ARG) [^\n]*(TOKEN|SECRET|PASSWORD|KEYS)", told)


def test_the_image_takes_in_what_it_names_and_no_more() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines[0] == "*"
    named = [line.removeprefix("!") for line in lines if line.startswith("!")]
    assert all((ROOT / name).exists() for name in named)
    assert not {"tests", ".git", ".venv", "config.yaml", "deploy"} & set(named)
    packages = re.search(r"packages = \[(.+)\]", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert packages is not None
    assert set(re.findall(r'"(\w+)"', packages[1])) <= set(named)
