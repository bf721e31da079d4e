"""The audit log as a chain: who acted beyond an erasure, whose data it was, and a proof of every line."""

from datetime import UTC, datetime
from hashlib import sha256

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0015"
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
KEPT = {"sqlite_autoincrement": True}  # a number is never given twice


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":  # which loses it as the table is made anew
        op.drop_constraint("ck_audit_deed", "audit", type_="check")
    with op.batch_alter_table("audit", table_kwargs=KEPT) as batch:
        batch.drop_constraint("fk_audit_by", type_="foreignkey")
        batch.add_column(sa.Column("whose", sa.Text()))
        batch.add_column(sa.Column("who", sa.Text()))
        batch.add_column(sa.Column("link", sa.String(64)))
    last, link = _proved()
    with op.batch_alter_table("audit", table_kwargs=KEPT) as batch:
        batch.alter_column("link", existing_type=sa.String(64), nullable=False)
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
    op.execute(f"DELETE FROM audit WHERE NOT ({DEEDS_OF_THEN})")
    op.execute('UPDATE audit SET "by" = NULL WHERE "by" NOT IN (SELECT id FROM people)')
    with op.batch_alter_table("audit", table_kwargs=KEPT) as batch:
        batch.drop_column("link")
        batch.drop_column("who")
        batch.drop_column("whose")
        batch.create_foreign_key("fk_audit_by", "people", ["by"], ["id"], ondelete="SET NULL")
        batch.create_check_constraint("ck_audit_deed", DEEDS_OF_THEN)
