"""Photos and documents of a request: uploaded, sent again by file_id, or given by a web address."""

from typing import Any, Literal

from simulator.files import StoredFile, picture_size
from simulator.telegram.account import Account
from simulator.telegram.errors import bad_request
from simulator.telegram.parameters import Parameters, Upload, as_strings

PHOTO_BYTES = 10 << 20
SIDES, RATIO = 10_000, 20
Kind = Literal["photo", "document"]


def read_file(account: Account, call: Parameters, kind: Kind, value: str) -> StoredFile:
    """The file named by `value`, or the one uploaded under the parameter's own name."""
    if value.startswith("attach://"):
        upload = call.files.get(value.removeprefix("attach://"))
    else:
        upload = None if value else call.files.get(kind)
    if upload:
        return _keep(account, kind, upload)
    if not value or value.startswith("attach://"):
        raise bad_request(f"there is no {kind} in the request")
    if value.startswith(("http://", "https://")):
        return account.files.add(kind, value.rpartition("/")[2], "", b"", address=value)
    file = account.files.find(value.removesuffix("-s"))
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"Can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def read_media(account: Account, call: Parameters, item: Any) -> tuple[StoredFile, Parameters]:
    """One InputMedia: its file, and its caption as if it were a request of its own."""
    match item:
        case {"type": "photo" | "document" as kind, "media": str(value)}:
            return read_file(account, call, kind, value), Parameters(as_strings(item))
        case {"type": str(), "media": str()}:
            raise bad_request("can't parse InputMedia: media of this type is unsupported")
    raise bad_request("can't parse InputMedia: media not found")


def _keep(account: Account, kind: Kind, upload: Upload) -> StoredFile:
    if kind == "photo":
        if len(upload.content) > PHOTO_BYTES:
            raise bad_request(f"file of size {len(upload.content)} bytes is too big for a photo")
        size = picture_size(upload.content)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if sum(size) > SIDES or max(size) > RATIO * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return account.files.add(kind, upload.name, upload.mime, upload.content)
