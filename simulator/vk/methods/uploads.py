"""Where photos and documents go, and saving them after that."""

from typing import Any

from simulator.vk.community import Community
from simulator.vk.errors import wrong
from simulator.vk.parameters import Parameters


def get_photo_server(community: Community, call: Parameters) -> dict[str, Any]:
    call.integer("peer_id")
    address = f"{community.url}/vk/upload/photo"
    return {"album_id": -64, "upload_url": address, "user_id": 0, "group_id": community.id}


def save_photos(community: Community, call: Parameters) -> list[Any]:
    return community.media.save_photos(call.text("photo"), call.text("hash"))


def get_document_server(community: Community, call: Parameters) -> dict[str, str]:
    if call.text("type") not in {"", "doc", "audio_message", "graffiti"}:
        raise wrong("type should be doc, audio_message or graffiti")
    community.check_reachable(community.find(call.required("peer_id")))
    return {"upload_url": f"{community.url}/vk/upload/doc"}


def save_document(community: Community, call: Parameters) -> dict[str, Any]:
    return {"type": "doc", "doc": community.media.save_document(call.text("file"), call.text("title"))}


METHODS: dict[str, Any] = {
    "photos.getMessagesUploadServer": get_photo_server,
    "photos.saveMessagesPhoto": save_photos,
    "docs.getMessagesUploadServer": get_document_server,
    "docs.save": save_document,
}
