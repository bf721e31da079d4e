"""Which web addresses are accepted, and how they come back."""

import re
from urllib.parse import urlsplit, urlunsplit

OWN_SCHEMES = {"tg", "ton", "tonsite"}


def checked_link(address: str) -> str:
    """The address as the server keeps it; ValueError says in its words what is wrong with it."""
    address = address.strip()
    scheme, found, _ = address.partition("://")
    if not found:
        address, scheme = f"http://{address}", "http"
    if scheme.lower() in OWN_SCHEMES:
        return address
    if scheme.lower() not in {"http", "https"}:
        raise ValueError("Unsupported URL protocol")
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    if not host or host.startswith(":"):
        raise ValueError("URL host is empty")
    if not re.fullmatch(r".+?(:\d{1,5})?", host):
        raise ValueError("Wrong port number specified in the URL")
    if "." not in host.partition(":")[0] and not host.startswith("["):
        raise ValueError("Wrong HTTP URL")
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, parts.fragment))
