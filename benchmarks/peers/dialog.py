"""The same way through the programme, written plainly on aiogram_dialog with its state in memory.

Clusters → days → sessions → a session's card, with a menu above and the bot's own texts and page lengths; nothing is
stored, translated or reckoned into anybody's time.
"""

import sys
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import yaml
from aiogram import Dispatcher
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.kbd import Column, Row, ScrollingGroup, Select, SwitchTo
from aiogram_dialog.widgets.text import Const, Format, List

from benchmarks.peers.serving import serve

Data = dict[str, Any]


class At(StatesGroup):
    menu = State()
    programme = State()
    cluster = State()
    day = State()
    session = State()


class Fair:
    """The programme file, arranged for the windows."""

    def __init__(self, path: str) -> None:
        with Path(path).open(encoding="utf-8") as file:
            tree = yaml.load(file, Loader=yaml.CSafeLoader)
        self.clusters = {cluster["id"]: cluster for cluster in tree["clusters"]}
        self.sessions = {session["id"]: _session(session, self.clusters) for session in tree["sessions"]}
        timed = sorted((s for s in self.sessions.values() if s["on"]), key=itemgetter("cluster", "on", "time"))
        self.days = {key: list(of) for key, of in groupby(timed, key=itemgetter("cluster", "on"))}


def _session(told: Data, clusters: dict[str, Data]) -> Data:
    starts = told.get("starts")
    at = datetime.fromisoformat(starts) if isinstance(starts, str) else starts
    return {
        **told,
        "time": f"{at:%H:%M} МСК" if at else "",
        "on": f"{at:%Y%m%d}" if at else "",
        "of": clusters[told["cluster"]]["title"],
        "button": f"{at:%H:%M} · {told['title']}"[:40] if at else told["title"][:40],
        "people": "\n".join(f"• {who['name']}, {who.get('post', '')}" for who in told.get("speakers", ())),
        "summary": told.get("summary", ""),
        "region": told.get("region", ""),
    }


fair = Fair(sys.argv[3])


async def _programme(**_: Any) -> Data:
    return {"clusters": list(fair.clusters.values())}


async def _cluster(dialog_manager: DialogManager, **_: Any) -> Data:
    chosen = dialog_manager.dialog_data["cluster"]
    days = [(on, f"{date.fromisoformat(on):%d.%m}") for cluster, on in fair.days if cluster == chosen]
    return {"title": fair.clusters[chosen]["title"], "days": days}


async def _day(dialog_manager: DialogManager, **_: Any) -> Data:
    chosen, on = dialog_manager.dialog_data["cluster"], dialog_manager.dialog_data["day"]
    return {"title": fair.clusters[chosen]["title"], "on": on, "sessions": fair.days[chosen, on]}


async def _card(dialog_manager: DialogManager, **_: Any) -> Data:
    return fair.sessions[dialog_manager.dialog_data["session"]]


def _opens(name: str, state: State) -> Any:
    async def open_it(_press: CallbackQuery, _widget: Any, manager: DialogManager, chosen: str) -> None:
        manager.dialog_data[name] = chosen
        await manager.switch_to(state)

    return open_it


def _leaving(back: str, state: State) -> Row:
    return Row(SwitchTo(Const("Назад"), id=back, state=state), SwitchTo(Const("Меню"), id="menu", state=At.menu))


def _windows() -> tuple[Window, ...]:
    clusters = Select(
        Format("{item[title]}"), "cluster", itemgetter("id"), "clusters", on_click=_opens("cluster", At.cluster)
    )
    days = Select(Format("{item[1]}"), "day", itemgetter(0), "days", on_click=_opens("day", At.day))
    sessions = Select(
        Format("{item[button]}"), "session", itemgetter("id"), "sessions", on_click=_opens("session", At.session)
    )
    return (
        Window(
            Const("<b>ММСО-2020</b>\n\nЧто вам показать?"),
            Row(
                SwitchTo(Const("📅 Программа"), id="programme", state=At.programme),
                SwitchTo(Const("▶️ Сейчас и скоро"), id="now", state=At.menu),
            ),
            Row(
                SwitchTo(Const("🏛 Выставка"), id="exhibition", state=At.menu),
                SwitchTo(Const("⭐ Мой план"), id="plan", state=At.menu),
            ),
            SwitchTo(Const("⚙️ Настройки"), id="settings", state=At.menu),
            state=At.menu,
        ),
        Window(
            Const("<b>Программа</b>\n\nВыберите кластер или спецпроект:"),
            ScrollingGroup(clusters, id="pages", width=1, height=10),
            SwitchTo(Const("Меню"), id="menu", state=At.menu),
            state=At.programme,
            getter=_programme,
        ),
        Window(
            Format("<b>{title}</b>\n\nВыберите день:"),
            Column(days),
            _leaving("programme", At.programme),
            state=At.cluster,
            getter=_cluster,
        ),
        Window(
            Format("<b>{title}</b>\n{on}\n"),
            List(Format("<b>{item[time]}</b>\n{item[title]}\n"), items="sessions"),
            Column(sessions),
            _leaving("cluster", At.cluster),
            state=At.day,
            getter=_day,
        ),
        Window(
            Format("<b>{title}</b>\n{kind} · {region}\n<i>{of}</i>\n\n<b>{time}</b>\n\n{summary}\n\n{people}"),
            SwitchTo(Const("Напоминать"), id="remind", state=At.session),
            _leaving("day", At.day),
            state=At.session,
            getter=_card,
        ),
    )


dispatcher = Dispatcher(storage=MemoryStorage())


@dispatcher.message(CommandStart())
async def start(_said: Message, dialog_manager: DialogManager) -> None:
    await dialog_manager.start(At.menu, mode=StartMode.RESET_STACK)


dispatcher.include_router(Dialog(*_windows()))
setup_dialogs(dispatcher)

if __name__ == "__main__":
    serve(dispatcher)
