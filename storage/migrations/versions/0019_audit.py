"""The audit log as a chain: who acted beyond an erasure, whose data it was, and a proof of every line."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
DEEDS_OF_THEN = "deed IN ('reveal', 'export', 'withdraw', 'erase', 'purge', 'rotate')"
AT_ONCE = 500
LINES = sa.table(
    "audit",
    *(sa.column("id", ROW_ID), sa.column("at", MOMENT), sa.column("deed", sa.String)),
    *(sa.column("by", ROW_ID), sa.column("about", sa.String), sa.column("link", sa.String)),
)
OF_THEN = 'id, at, deed, "by", about'


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":  # where no constraint can be dropped
        op.rename_table("audit", "audit_then")
        op.create_table(
            "audit",
            *_columns(),
            *(sa.Column("whose", sa.Text()), sa.Column("who", sa.Text())),
            sa.Column("link", sa.String(64), nullable=False),
            sa.PrimaryKeyConstraint("id", name="pk_audit"),
            sqlite_autoincrement=True,
        )
        op.execute(f"INSERT INTO audit ({OF_THEN}, link) SELECT {OF_THEN}, '' FROM audit_then ORDER BY id")
        op.drop_table("audit_then")
    else:
        op.drop_constraint("ck_audit_deed", "audit", type_="check")
        op.drop_constraint("fk_audit_by", "audit", type_="foreignkey")
        for name, kind in (("whose", sa.Text()), ("who", sa.Text()), ("link", sa.String(64))):
            op.add_column("audit", sa.Column(name, kind))
    last, link = _proved()
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("audit", "link", nullable=False)
    many = sa.text("whose IS NOT NULL")
    op.create_index("ix_audit_of_many", "audit", ["about"], sqlite_where=many, postgresql_where=many)
    _create_chain(last, link)


def _columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("deed", sa.String(12), nullable=False),
        sa.Column("by", ROW_ID),
        sa.Column("about", sa.String(80), nullable=False),
    ]


def _create_chain(last: int, link: str) -> None:
    chain = op.create_table(
        "audit_chain",
        sa.Column("id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("forgotten", ROW_ID, nullable=False),
        sa.Column("forgotten_link", sa.String(64), nullable=False),
        sa.Column("last", ROW_ID, nullable=False),
        sa.Column("link", sa.String(64), nullable=False),
        sa.Column("sure", ROW_ID, nullable=False),
        sa.Column("sure_link", sa.String(64), nullable=False),
        sa.Column("proof", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_audit_chain"),
    )
    row = {"id": 1, "forgotten": 0, "forgotten_link": "", "last": last, "link": link, "sure": last, "sure_link": link}
    op.bulk_insert(chain, [row | {"proof": _link("", [0, last, link])}])


def _proved() -> tuple[int, str]:
    """The lines of then begin the chain as they are: without a key, as far as a plain hash can prove them."""
    connection, last, link = op.get_bind(), 0, ""
    query = sa.select(LINES.c.id, LINES.c.at, LINES.c.deed, LINES.c.by, LINES.c.about).order_by(LINES.c.id)
    set_link = LINES.update().where(LINES.c.id == sa.bindparam("number")).values(link=sa.bindparam("proof"))
    while rows := connection.execute(query.where(LINES.c.id > last).limit(AT_ONCE)).all():
        links = []
        for number, at, deed, by, about in rows:
            link = _link(link, [number, _moment(at), deed, by, about, None, {}])
            links.append({"number": number, "proof": link})
        connection.execute(set_link, links)
        last = rows[-1][0]
    return last, link


def _link(before: str, told: list[object]) -> str:
    return sha256(before.encode() + b"\n" + orjson.dumps(told)).hexdigest()


def _moment(at: datetime) -> str:
    aware = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return aware.isoformat(timespec="microseconds")


def downgrade() -> None:
    op.drop_table("audit_chain")
    op.drop_index("ix_audit_of_many", "audit")
    op.execute(f"DELETE FROM audit WHERE NOT ({DEEDS_OF_THEN})")
    op.execute('UPDATE audit SET "by" = NULL WHERE "by" NOT IN (SELECT id FROM people)')
    if op.get_bind().dialect.name != "sqlite":
        for name in ("link", "who", "whose"):
            op.drop_column("audit", name)
        op.create_foreign_key("fk_audit_by", "audit", "people", ["by"], ["id"], ondelete="SET NULL")
        op.create_check_constraint("ck_audit_deed", "audit", DEEDS_OF_THEN)
        # Lines were numbered by the chain, and are by the sequence again, which knows none of them.
        op.execute("SELECT setval('audit_id_seq', coalesce((SELECT max(id) FROM audit), 0) + 1, false)")
        return
    op.rename_table("audit", "audit_now")
    op.create_table(
        "audit",
        *_columns(),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_audit_by", ondelete="SET NULL"),
        sa.CheckConstraint(DEEDS_OF_THEN, name="ck_audit_deed"),
        sqlite_autoincrement=True,
    )
    op.execute(f"INSERT INTO audit ({OF_THEN}) SELECT {OF_THEN} FROM audit_now ORDER BY id")
    op.drop_table("audit_now")
