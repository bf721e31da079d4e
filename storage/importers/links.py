"""Where a link or a file leads: web addresses that open, and files that lie beside the programme."""

import re
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import BeforeValidator, HttpUrl, TypeAdapter, ValidationError, ValidationInfo

from storage.importers.mistakes import quoted, refuse, say
from storage.importers.surroundings import around
from storage.importers.words import one_value

MAX_MATERIAL = 50 * 2**20
MAX_PICTURE = 10 * 2**20
PICTURES = (".jpg", ".jpeg", ".png", ".webp")

_LONGEST = 2000
_WEB = re.compile(r"https?://", re.IGNORECASE)
_SITE = re.compile(r"(www\.)?[^\s/@:\\]+\.[a-zа-я]{2,}([/?#].*)?", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")  # RFC 1123; other scripts come as xn--
_LONGEST_HOST = 253
_OF_ONE_MACHINE = say("it opens on one machine or in one network only; write the public address")
_NO_NAME = say("no site can have such a name; copy the address from the browser")
_OWN = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test", ".invalid", ".example", ".onion")
_ADDRESS: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)


def _read_url(value: Any) -> str:
    """Kept as written: a normalised address may differ from the one that the organiser has tried."""
    said = one_value(value).strip()
    if len(said) > _LONGEST:
        raise refuse(
            say("the address has {what} characters", what=len(said)),
            say("find a shorter one, up to {what}", what=_LONGEST),
        )
    if " " in said or "\\" in said or not said.isprintable():
        raise refuse(
            say("{said} has signs that an address cannot have", said=quoted(said)),
            say("copy it from the browser's address bar"),
        )
    if not _WEB.match(said):
        advice = (
            say("write https://{said}", said=said)
            if _SITE.fullmatch(said)
            else say("an address begins with https:// or http://")
        )
        raise refuse(say("{said} is no web address", said=quoted(said)), advice)
    try:
        url = _ADDRESS.validate_python(said)
    except ValidationError:
        url = None
    host = (url.host or "") if url else ""
    named = re.match(r"[^/?#]", _WEB.sub("", said, count=1)) and any(sign.isalnum() for sign in host)
    if not named or not ("." in host or ":" in host or host == "localhost"):
        raise refuse(
            say("{said} names no site", said=quoted(said)),
            say("write the whole address, such as https://example.org/page"),
        )
    if url and (url.username or url.password):
        raise refuse(say("the address has a name or password in it"), say("write the public address"))
    return said


def doubtful_host(address: str) -> str | None:
    """What is odd about where a link leads, for who opens it elsewhere; None: nothing is."""
    try:
        host = (_ADDRESS.validate_python(address).host or "").strip("[]")
    except ValidationError:
        return _NO_NAME
    with suppress(ValueError):
        ip = ip_address(host)
        return None if ip.is_global else _OF_ONE_MACHINE
    name = host.lower()
    if name == "localhost" or name.endswith(_OWN):
        return _OF_ONE_MACHINE
    labels = name.split(".")
    if len(name) > _LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        return _NO_NAME
    return _NO_NAME if labels[-1].isdecimal() else None


def _read_file(value: Any, info: ValidationInfo) -> PurePosixPath:
    return _beside(one_value(value).strip(), info, MAX_MATERIAL)


def _read_picture(value: Any, info: ValidationInfo) -> str | PurePosixPath:
    said = one_value(value).strip()
    if "://" in said or _WEB.match(said):
        return _read_url(said)
    if not said.lower().endswith(PICTURES):
        advice = say("give a file of {what}, or an address that begins with https://", what=", ".join(PICTURES))
        raise refuse(say("{said} is no picture", said=quoted(said)), advice)
    return _beside(said, info, MAX_PICTURE)


def _beside(said: str, info: ValidationInfo, limit: int) -> PurePosixPath:
    path = PurePosixPath(said)
    if "://" in said or not said.isprintable() or not path.name or len(said) > 250:
        raise refuse(
            say("{said} is no file name", said=quoted(said)),
            say("write a path beside the programme, such as materials/price.pdf"),
        )
    if "\\" in said:
        raise refuse(say("folders are divided by /"), say("write {what}", what=said.replace(chr(92), "/")))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise refuse(
            say("{said} lies outside the programme's folder", said=quoted(said)),
            say("put it beside the programme file"),
        )
    folder = around(info).folder
    if folder is not None:
        _check_file(folder, path, limit)
    return path


def _check_file(folder: Path, path: PurePosixPath, limit: int) -> None:
    place = folder / path
    try:
        within = place.resolve().is_relative_to(folder.resolve())
        size = place.stat().st_size if within and place.is_file() else None
    except (OSError, RuntimeError, ValueError):  # too long a name, a loop of links, a name the system cannot encode
        within, size = True, None
    if not within:
        raise refuse(
            say("{path} leads out of the programme's folder", path=path),
            say("put the file itself there, not a link to it"),
        )
    if size is None:
        raise refuse(
            say("there is no file {path}", path=path), say("put it beside the programme file, or correct its name")
        )
    if size == 0:
        raise refuse(say("the file {path} is empty", path=path), say("save it again"))
    if size > limit:
        raise refuse(
            say("the file {path} is larger than {what} MB", path=path, what=limit // 2**20),
            say("make it smaller, or give a link to it"),
        )


Url = Annotated[str, BeforeValidator(_read_url)]
File = Annotated[PurePosixPath, BeforeValidator(_read_file)]
Picture = Annotated[str | PurePosixPath, BeforeValidator(_read_picture)]
