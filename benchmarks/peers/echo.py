"""The bare minimum on aiogram: what one says is said back, by one call to the API."""

from aiogram import Dispatcher
from aiogram.types import Message

from benchmarks.peers.serving import serve

dispatcher = Dispatcher()


@dispatcher.message()
async def echo(said: Message) -> None:
    await said.answer(said.text or "")


if __name__ == "__main__":
    serve(dispatcher)
