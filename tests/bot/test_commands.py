"""What an operator types, reads, and gets as an exit code."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from bot import exports
from bot.settings import OwnSettings
from bot.wiring import policy_of
from dialogs.kit.policy import Policy
from storage.fair.catalogue import NO_FAIR
from storage.questions.ends import QuestionLine
from tests.bot.command import fairway

SMALL = """
fair: {id: small, title: Салон}
stages: [{id: main, title: Этап, first_day: 2020-04-26, last_day: 2020-04-29}]
clusters: [{id: c, title: Дошкольное образование, kind: cluster}]
sessions:
  - {id: s-1, cluster: c, title: Первая встреча, kind: lecture, minutes: 45, starts: 2020-04-27T10:00:00+03:00}
"""


@pytest.fixture
def fair(tmp_path: Path) -> Path:
    path = tmp_path / "fair.yaml"
    path.write_text(SMALL, "utf-8")
    return path


def test_the_template_can_be_imported(tmp_path: Path) -> None:
    template = fairway(tmp_path, "template")
    (tmp_path / "new.yaml").write_bytes(template.out)
    checked = fairway(tmp_path, "import", "new.yaml", "--dry-run")
    assert checked.code == 0, checked.err


def test_without_a_terminal_and_without_yes_the_changes_are_only_shown(tmp_path: Path, fair: Path) -> None:
    asked = fairway(tmp_path, "import", fair.name)
    assert asked.code == 1
    assert "added session s-1 «Первая встреча»" in asked.text
    again = fairway(tmp_path, "import", fair.name, "--dry-run")
    assert "added session s-1" in again.text
    assert again.code == 0


def test_what_is_loaded_is_loaded_once(tmp_path: Path, fair: Path) -> None:
    assert fairway(tmp_path, "import", fair.name, "--yes").code == 0
    again = fairway(tmp_path, "import", fair.name, "--yes")
    assert again.code == 0
    assert "nothing changes" in again.text
    fair.write_text(SMALL.replace("T10:00", "T12:30"), "utf-8")
    moved = fairway(tmp_path, "import", fair.name, "--yes").text
    assert "moved session s-1 «Первая встреча»: 2020-04-27 10:00 → 2020-04-27 12:30" in moved


def test_a_broken_file_is_refused_whole_with_every_line(tmp_path: Path, fair: Path) -> None:
    fair.write_text(SMALL.replace("kind: lecture", "kind: lektion").replace("minutes: 45", "minutes: 90"), "utf-8")
    refused = fairway(tmp_path, "import", fair.name, "--yes")
    assert refused.code == 1
    said = refused.err
    assert "line 6: sessions[s-1].kind" in said
    assert "line 6: sessions[s-1].minutes" in said
    assert "Nothing was loaded." in said


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    refused = fairway(tmp_path, "import", "nowhere.yaml")
    assert refused.code == 1
    assert "nowhere.yaml" in refused.err


def test_a_session_in_no_stage_is_named_and_loaded(tmp_path: Path, fair: Path) -> None:
    fair.write_text(SMALL.replace("starts: 2020-04-27", "starts: 2021-04-27"), "utf-8")
    loaded = fairway(tmp_path, "import", fair.name, "--yes")
    assert loaded.code == 0
    assert "look again: sessions s-1: 2021-04-27 is in no stage" in loaded.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"FAIRWAY_NOWHERE__KEY": "1"}, "FAIRWAY_NOWHERE__KEY: there is no such section"),
        ({"FAIRWAY_WEB__PRT": "1"}, "web.prt: there is no such key"),
        ({"FAIRWAY_WEB__PORT": "many"}, "web.port"),
        ({"FAIRWAY_REMINDERS__LEADS": "[-1]"}, "reminders.leads"),
        ({"FAIRWAY_MESSENGERS__PIGEON__TOKEN": "1"}, "there is no messenger 'pigeon'"),
        ({"FAIRWAY_MESSENGERS__TELEGRAM__TOKN": "1"}, "messengers.telegram.tokn: there is no such key"),
        ({"FAIRWAY_MESSENGERS__TELEGRAM__MODE": "pigeon"}, "messengers.telegram.mode: "),
        (
            {"FAIRWAY_QUESTIONS__CHATS": '{"preschool": "pigeon:1"}'},
            "chats: preschool: there is no messenger",
        ),
        ({"FAIRWAY_QUESTIONS__CHATS": '{"preschool": "nowhere"}'}, "write messenger:chat or messenger:chat/thread"),
        ({"FAIRWAY_QUESTIONS__LEASE_MINUTES": "0"}, "questions.lease_minutes: "),
        ({"FAIRWAY_QUESTIONS__REASONS": '{"preschool": [" "]}'}, "questions.reasons: preschool: write up to"),
        ({"FAIRWAY_STAFF__CHATS": '{"preschool": "telegram:"}'}, "staff.chats: "),
        ({"FAIRWAY_DATABASE__URL": "nonsense"}, "database.url: "),
        ({"FAIRWAY_DATABASE__URL": "sqlite://"}, "database.url: sqlite:// names no file"),
        ({"FAIRWAY_DATABASE__URL": "sqlite+aiosqlite:///:memory:"}, "write sqlite:///fairway.db, sqlite+aiosqlite:///"),
        ({"FAIRWAY_CONFIG": "nowhere.yaml"}, "nowhere.yaml cannot be read"),
        ({"FAIRWAY_EMAIL__HOST": "smtp.example.org"}, "email: `from` must be set with a host"),
        ({"FAIRWAY_EMAIL__FROM": "fair"}, "email.from: "),
        ({"FAIRWAY_EMAIL__SENDER": "a@example.org"}, "email.sender: there is no such key"),
        ({"FAIRWAY_MESSENGERS__EMAIL__HOST": "h"}, "there is no messenger 'email'; there are: http, telegram, vk"),
        ({"FAIRWAY_STAFF__CHATS": '{"preschool": "email:14"}'}, "there is no messenger 'email'"),
    ],
)
def test_a_wrong_configuration_is_refused_by_name(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    refused = fairway(tmp_path, "check", **changes)
    assert refused.code == 1
    assert said in refused.err


def test_check_says_what_is_off_and_what_is_behind(tmp_path: Path) -> None:
    checked = fairway(tmp_path, "check")
    assert checked.code == 1
    assert "telegram: off (no token)" in checked.text
    assert "email: off (no host)" in checked.text
    assert "fairway migrate" in checked.err
    assert fairway(tmp_path, "migrate").code == 0
    assert "database: ok, no programme yet" in fairway(tmp_path, "check").text


HERE = {"FAIRWAY_DATABASE__URL": "sqlite:///fairway.db"}


@pytest.mark.parametrize(
    "words",
    [
        ("export", "subscriptions"),
        ("export", "leads"),
        ("staff", "list"),
        ("staff", "revoke", "5"),
        ("keys", "rotate"),
        ("audit",),
        ("backup", "copy.db"),
        ("check",),
    ],
)
def test_a_command_in_another_folder_names_the_database_that_is_not_there(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    refused = fairway(tmp_path, *words, **HERE)
    assert refused.code == 1
    assert f"there is no database at {tmp_path}/fairway.db" in refused.err
    assert not (tmp_path / "fairway.db").exists()


def test_every_command_names_its_database_and_leaves_the_answer_to_programs_clean(tmp_path: Path, fair: Path) -> None:
    place = f"{tmp_path}/fairway.db"
    assert f"database: {place}, a new one" in fairway(tmp_path, "import", fair.name, "--yes", **HERE).text
    assert f"database: {place}\n" in fairway(tmp_path, "import", fair.name, "--yes", **HERE).text
    exported = fairway(tmp_path, "export", "subscriptions", **HERE)
    assert (exported.out, exported.err) == (b"messenger,user,session,since\r\n", f"database: {place}\n")
    assert place in fairway(tmp_path, "check", **HERE).text


RUSSIAN = "В файле то же, что в базе: ничего не меняется."


@pytest.mark.parametrize(
    ("words", "locale", "said"),
    [
        (("--lang", "ru", "import", "fair.yaml"), "C", RUSSIAN),
        (("import", "fair.yaml", "--lang=ru"), "en_US.UTF-8", RUSSIAN),
        (("import", "fair.yaml"), "ru_RU.UTF-8", RUSSIAN),
        (("import", "fair.yaml", "--lang", "en"), "ru_RU.UTF-8", "nothing changes"),
        (("import", "fair.yaml"), "C.UTF-8", "nothing changes"),
    ],
)
def test_commands_speak_the_language_of_the_machine_or_the_one_that_is_asked_for(
    tmp_path: Path, fair: Path, words: tuple[str, ...], locale: str, said: str
) -> None:
    assert fairway(tmp_path, "import", fair.name, "--yes").code == 0
    assert said in fairway(tmp_path, *words, LC_ALL=locale).text


def test_mistakes_and_doubts_of_a_programme_file_are_said_in_russian_too(tmp_path: Path, fair: Path) -> None:
    fair.write_text(SMALL.replace("cluster: c,", "cluster: d,").replace("minutes: 45", "minutes: 45x"), "utf-8")
    refused = fairway(tmp_path, "import", fair.name, "--lang", "ru")
    assert refused.code == 1
    assert "в файле нет такого: кластер d; напишите одно из: c" in refused.err
    assert 'строка 6: sessions[s-1].minutes: "45x" не подходит; напишите целое число от 1 до 60' in refused.err
    assert "Ничего не загружено." in refused.err
    assert "line 6: sessions[s-1].minutes: " in fairway(tmp_path, "import", fair.name).err
    fair.write_text(SMALL.replace("minutes: 45,", "minutes: 45, player: 'http://localhost/1',"), "utf-8")
    doubted = fairway(tmp_path, "import", fair.name, "--dry-run", "--lang", "ru").text
    assert 'проверьте: sessions s-1: player: "http://localhost/1": откроется только на одном компьютере' in doubted


def test_a_language_that_we_do_not_speak_is_wrong_usage(tmp_path: Path) -> None:
    assert fairway(tmp_path, "check", "--lang", "de").code == 2


def test_a_bot_without_any_token_does_not_start(tmp_path: Path) -> None:
    refused = fairway(tmp_path, "run")
    assert refused.code == 1
    assert "no messenger has a token" in refused.err


def test_another_fairs_file_is_refused(tmp_path: Path, fair: Path) -> None:
    assert fairway(tmp_path, "import", fair.name, "--yes").code == 0
    fair.write_text(SMALL.replace("id: small", "id: other"), "utf-8")
    refused = fairway(tmp_path, "import", fair.name, "--yes")
    assert refused.code == 1
    assert "The database holds the fair small, this file is of other" in refused.err


def test_a_clock_that_nobody_serves_is_said_plainly(tmp_path: Path, fair: Path) -> None:
    refused = fairway(tmp_path, "import", fair.name, FAIRWAY_CLOCK__FOLLOW="http://127.0.0.1:1/sim/clock")
    assert refused.code == 1
    assert "Traceback" not in refused.err
    assert refused.err.strip()


def test_an_unknown_command_is_wrong_usage(tmp_path: Path) -> None:
    assert fairway(tmp_path, "fly").code == 2
    assert fairway(tmp_path, "export", "subscriptions", "--format", "pdf").code == 2


def test_an_export_of_nothing_has_its_header(tmp_path: Path) -> None:
    fairway(tmp_path, "migrate")
    exported = fairway(tmp_path, "export", "subscriptions")
    assert exported.out == b"messenger,user,session,since\r\n"
    written = fairway(tmp_path, "export", "subscriptions", "--format", "xlsx", "--out", "plan.xlsx")
    assert written.code == 0
    assert (tmp_path / "plan.xlsx").read_bytes().startswith(b"PK")


def test_questions_are_exported_with_what_became_of_them(tmp_path: Path) -> None:
    fairway(tmp_path, "migrate")
    exported = fairway(tmp_path, "export", "questions", "--lang", "ru")
    assert exported.out.startswith("\ufeffМероприятие;Код мероприятия;Начало;№;Состояние;".encode())
    assert fairway(tmp_path, "export", "questions").text.startswith("\ufeffSession;")
    asked = datetime(2020, 4, 27, 7, 0, tzinfo=UTC)
    line = QuestionLine("s-1", 2, "merged", 3, "=1+1?", "", "", 1, asked, None, asked)
    moments = ("27.04.2020 10:00", "", "27.04.2020 10:00")
    row = exports.question(line, NO_FAIR, "ru")
    assert row == ("s-1", "s-1", "", "2", "объединён с другим", "3", "=1+1?", "", "", "1", *moments)
    assert len(row) == len(exports.QUESTIONS)


def test_the_configuration_that_we_ship_says_what_the_program_does_without_it() -> None:
    shipped = yaml.safe_load((Path(__file__).parents[2] / "config.yaml").read_text("utf-8"))
    assert OwnSettings.model_validate(shipped) == OwnSettings()
    told = TypeAdapter(Policy).dump_python
    assert told(policy_of(OwnSettings(), None, {}, {})) == told(Policy())


def test_an_export_before_the_schema_says_what_to_do(tmp_path: Path) -> None:
    refused = fairway(tmp_path, "export", "subscriptions")
    assert refused.code == 1
    assert "run `fairway migrate`" in refused.err


def test_a_database_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    refused = fairway(tmp_path, "migrate", FAIRWAY_DATABASE__URL=f"sqlite:///{tmp_path}/no/such/folder.db")
    assert refused.code == 1
    assert "Traceback" not in refused.err


def test_help_is_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    told = fairway(tmp_path, "--lang", "ru", "import", "--help").text
    assert "Проверить файл программы" in told
    assert "только сказать, что изменится" in told
    assert "Показать эту справку" in told
    assert "Check a programme file" in fairway(tmp_path, "import", "--help", "--lang", "en").text


def test_mistakes_of_the_configuration_are_said_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "web: {port: many, prot: 1}\nlog: {level: loud}\nreminders: {leads: [99999]}\n"
        "messengers: {vk: {group_id: club1}, pager: {}}\n"
    )
    refused = fairway(tmp_path, "check", "--lang", "ru")
    assert refused.code == 1
    assert refused.err.splitlines() == [
        "web.port: напишите целое число",
        "web.prot: такого ключа нет",
        "messengers: мессенджера «pager» нет; есть: http, telegram, vk",
        "reminders.leads: минуты до начала, каждое число от 0 до 10080",
        "log.level: напишите одно из: debug, info, warning, error",
    ]
    assert "web.port: write a whole number" in fairway(tmp_path, "check", "--lang", "en").err
