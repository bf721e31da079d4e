"""Consents, the contact cards and contacts of leads that hang on them, leads of stands, and the audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    consents()
    leads()
    contacts()
    op.create_table(
        "audit",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("deed", sa.String(12), nullable=False),
        sa.Column("by", ROW_ID),
        sa.Column("about", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_audit_by", ondelete="SET NULL"),
        sa.CheckConstraint("deed IN ('reveal', 'export', 'withdraw', 'erase', 'purge', 'rotate')", name="ck_audit_deed"),
        sqlite_autoincrement=True,
    )


def consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("proof", sa.String(20), nullable=False),
        sa.Column("person_id", ROW_ID),
        sa.Column("messenger", sa.String(20), nullable=False),
        sa.Column("purpose", sa.String(12), nullable=False),
        sa.Column("stand_id", ROW_ID),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("fields", sa.String(80), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("live", sa.Boolean()),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_consents_person_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["stand_id"], ["stands.id"], name="fk_consents_stand_id"),
        sa.UniqueConstraint("proof", name="uq_consents_proof"),
        sa.UniqueConstraint("id", "live", "purpose", "person_id", name="uq_consents_card"),
        sa.UniqueConstraint("id", "live", "stand_id", "person_id", name="uq_consents_stand"),
        sa.CheckConstraint("purpose IN ('card', 'call', 'materials', 'message')", name="ck_consents_purpose"),
        sa.CheckConstraint("(purpose = 'card') = (stand_id IS NULL)", name="ck_consents_stand"),
        sa.CheckConstraint("(live IS NULL) = (withdrawn_at IS NOT NULL)", name="ck_consents_live"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_consents_person_id", "consents", ["person_id"])
    op.create_index("ix_consents_person_purpose", "consents", ["person_id", "purpose", "stand_id"])


def leads() -> None:
    op.create_table(
        "leads",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("stand_id", ROW_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", ROW_ID),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text()),
        sa.Column("starts", MOMENT),
        sa.Column("ends", MOMENT),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("taken_by", ROW_ID),
        sa.Column("note", sa.Text()),
        sa.Column("rating", sa.Integer()),
        sa.Column("visitor_says", sa.Boolean()),
        sa.Column("staff_says", sa.Boolean()),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("alarmed_at", MOMENT),
        sa.Column("raised_at", MOMENT),
        sa.Column("reminded_at", MOMENT),
        sa.Column("asked_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_leads"),
        sa.ForeignKeyConstraint(["stand_id"], ["stands.id"], name="fk_leads_stand_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_leads_person_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["taken_by"], ["people.id"], name="fk_leads_taken_by", ondelete="SET NULL"),
        sa.UniqueConstraint("stand_id", "number", name="uq_leads_stand_id_number"),
        sa.UniqueConstraint("id", "stand_id", "person_id", name="uq_leads_contact"),
        sa.CheckConstraint("kind IN ('call', 'materials', 'message')", name="ck_leads_kind"),
        sa.CheckConstraint(
            "state IN ('new', 'taken', 'waits', 'called', 'closed', 'cancelled')", name="ck_leads_state"
        ),
        sa.CheckConstraint("kind <> 'call' OR (starts IS NOT NULL AND ends > starts)", name="ck_leads_window"),
        sa.CheckConstraint("rating BETWEEN 0 AND 5", name="ck_leads_rating"),
        sa.CheckConstraint("(state IN ('closed', 'cancelled')) = (closed_at IS NOT NULL)", name="ck_leads_closed"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_leads_person_id", "leads", ["person_id"])
    op.create_index("ix_leads_stand_state", "leads", ["stand_id", "state"])
    is_open = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_leads_one_open",
        "leads",
        ["person_id", "stand_id", "kind"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_table(
        "lead_steps",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("lead_id", ROW_ID, nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("by", ROW_ID),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lead_steps"),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name="fk_lead_steps_lead_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_lead_steps_by", ondelete="SET NULL"),
    )
    op.create_index("ix_lead_steps_lead_id", "lead_steps", ["lead_id"])
    op.create_table(
        "lead_counters",
        sa.Column("stand_id", ROW_ID, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("stand_id", name="pk_lead_counters"),
        sa.ForeignKeyConstraint(["stand_id"], ["stands.id"], name="fk_lead_counters_stand_id"),
    )


def contacts() -> None:
    op.create_table(
        "contact_cards",
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("consent_id", ROW_ID, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.String(12), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_contact_cards"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_contact_cards_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["consent_id", "live", "purpose", "person_id"],
            ["consents.id", "consents.live", "consents.purpose", "consents.person_id"],
            name="fk_contact_cards_consent",
        ),
        sa.CheckConstraint("purpose = 'card'", name="ck_contact_cards_purpose"),
        sa.CheckConstraint("live", name="ck_contact_cards_live"),
    )
    op.create_table(
        "lead_contacts",
        sa.Column("lead_id", ROW_ID, nullable=False),
        sa.Column("stand_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("consent_id", ROW_ID, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("lead_id", name="pk_lead_contacts"),
        sa.ForeignKeyConstraint(
            ["lead_id", "stand_id", "person_id"],
            ["leads.id", "leads.stand_id", "leads.person_id"],
            name="fk_lead_contacts_lead",
        ),
        sa.ForeignKeyConstraint(
            ["consent_id", "live", "stand_id", "person_id"],
            ["consents.id", "consents.live", "consents.stand_id", "consents.person_id"],
            name="fk_lead_contacts_consent",
        ),
        sa.CheckConstraint("live", name="ck_lead_contacts_live"),
    )
    op.create_index("ix_lead_contacts_person_id", "lead_contacts", ["person_id"])
    op.create_index("ix_lead_contacts_consent_id", "lead_contacts", ["consent_id"])


def downgrade() -> None:
    for table in ("audit", "lead_contacts", "contact_cards", "lead_counters", "lead_steps", "leads", "consents"):
        op.drop_table(table)
