"""Proofs of e-mail, the texts of consents, and whether a person is of age."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("people", sa.Column("age", sa.String(8)))
    op.create_table(
        "consent_texts",
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("text_hash", name="pk_consent_texts"),
    )
    op.create_table(
        "email_proofs",
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("consent_id", ROW_ID, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.String(12), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_email_proofs"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_email_proofs_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["consent_id", "live", "purpose", "person_id"],
            ["consents.id", "consents.live", "consents.purpose", "consents.person_id"],
            name="fk_email_proofs_consent",
        ),
        sa.CheckConstraint("purpose = 'card'", name="ck_email_proofs_purpose"),
        sa.CheckConstraint("live", name="ck_email_proofs_live"),
    )
    op.create_index("ix_email_proofs_consent_id", "email_proofs", ["consent_id"])


def downgrade() -> None:
    op.drop_table("email_proofs")
    op.drop_table("consent_texts")
    op.drop_column("people", "age")
