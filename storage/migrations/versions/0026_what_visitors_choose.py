"""Who visitors are, what interests them and when they are free, as far as they tell it."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("choice", sa.JSON()))


def downgrade() -> None:
    op.drop_column("people", "choice")
