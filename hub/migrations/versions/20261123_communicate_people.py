"""what people say, hear of, follow and are introduced by.

Revision: f37c50001a
After: f37c500001
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c50001a"
down_revision = "f37c500001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
_WORDS = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table(
        "digest_plan",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rhythm", _WORDS, nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("zone", _WORDS, nullable=False),
        sa.Column("told_until", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.Column("claimed_until", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_plan_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_digest_plan")),
    )
    op.create_index(op.f("ix_digest_plan_due_at"), "digest_plan", ["due_at"])
    op.create_table(
        "following",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _WORDS, nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", _WORDS, nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_following_person_id_person")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_following_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_following")),
        sa.UniqueConstraint(
            "person_id", "kind", "place_id", "target_id", name=op.f("uq_following_person_id_kind_place_id_target_id")
        ),
    )
    op.create_index(op.f("ix_following_person_id"), "following", ["person_id"])
    op.create_index(op.f("ix_following_place_id"), "following", ["place_id"])
    op.create_table(
        "mute",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _WORDS, nullable=False),
        sa.Column("target_id", _WORDS, nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mute_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "kind", "target_id", name=op.f("pk_mute")),
    )
    op.create_table(
        "private_feed",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", _WORDS, nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_private_feed_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_private_feed")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_private_feed_key_hash")),
    )
    op.create_table(
        "introduction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=True),
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=True),
        sa.Column("words", _WORDS, nullable=False),
        sa.Column("state", _WORDS, nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("one_said", _WORDS, nullable=False),
        sa.Column("one_at", _MOMENT, nullable=True),
        sa.Column("other_said", _WORDS, nullable=False),
        sa.Column("other_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["offered_by"], ["person.id"], name=op.f("fk_introduction_offered_by_person")),
        sa.ForeignKeyConstraint(["one_id"], ["source.id"], name=op.f("fk_introduction_one_id_source")),
        sa.ForeignKeyConstraint(["other_id"], ["source.id"], name=op.f("fk_introduction_other_id_source")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_introduction_place_id_place")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_introduction_tag_id_tag")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
    )
    op.create_index(op.f("ix_introduction_one_id"), "introduction", ["one_id"])
    op.create_index(op.f("ix_introduction_other_id"), "introduction", ["other_id"])
    op.create_index(op.f("ix_introduction_place_id"), "introduction", ["place_id"])
    op.create_index(op.f("ix_introduction_state"), "introduction", ["state"])
    op.create_table(
        "mention",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_url", _WORDS, nullable=False),
        sa.Column("source_host", _WORDS, nullable=False),
        sa.Column("target_url", _WORDS, nullable=False),
        sa.Column("target_kind", _WORDS, nullable=False),
        sa.Column("target_id", _WORDS, nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("state", _WORDS, nullable=False),
        sa.Column("kind", _WORDS, nullable=False),
        sa.Column("author_name", _WORDS, nullable=False),
        sa.Column("author_url", _WORDS, nullable=False),
        sa.Column("title", _WORDS, nullable=False),
        sa.Column("words", _WORDS, nullable=False),
        sa.Column("rsvp", _WORDS, nullable=False),
        sa.Column("published_at", _MOMENT, nullable=True),
        sa.Column("item_id", _ID, nullable=True),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=True),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.Column("claimed_until", _MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("trouble", _WORDS, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_mention_item_id_item"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_mention_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
        sa.UniqueConstraint(
            "source_url", "target_kind", "target_id", name=op.f("uq_mention_source_url_target_kind_target_id")
        ),
    )
    op.create_index(op.f("ix_mention_due_at"), "mention", ["due_at"])
    op.create_index(op.f("ix_mention_item_id"), "mention", ["item_id"])
    op.create_index(op.f("ix_mention_place_id"), "mention", ["place_id"])
    op.create_index(op.f("ix_mention_source_host"), "mention", ["source_host"])
    op.create_index(op.f("ix_mention_state"), "mention", ["state"])
    op.create_table(
        "read_mark",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", _ID, nullable=False),
        sa.Column("read_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_read_mark_person_id_person")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_read_mark_thread_id_thread")),
        sa.PrimaryKeyConstraint("person_id", "thread_id", name=op.f("pk_read_mark")),
    )
    op.create_index(op.f("ix_read_mark_thread_id"), "read_mark", ["thread_id"])
    op.create_table(
        "reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", _ID, nullable=False),
        sa.Column("item_id", _ID, nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("door", _WORDS, nullable=False),
        sa.Column("name", _WORDS, nullable=False),
        sa.Column("words", _WORDS, nullable=False),
        sa.Column("html", _WORDS, nullable=False),
        sa.Column("is_local", sa.Boolean(), nullable=False),
        sa.Column("state", _WORDS, nullable=False),
        sa.Column("said_at", _MOMENT, nullable=False),
        sa.Column("edited_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_reply_item_id_item"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["parent_id"], ["reply.id"], name=op.f("fk_reply_parent_id_reply")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reply_person_id_person")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_reply_thread_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
    )
    op.create_index(op.f("ix_reply_item_id"), "reply", ["item_id"])
    op.create_index(op.f("ix_reply_parent_id"), "reply", ["parent_id"])
    op.create_index(op.f("ix_reply_person_id"), "reply", ["person_id"])
    op.create_index(op.f("ix_reply_state"), "reply", ["state"])
    op.create_index(op.f("ix_reply_thread_id_said_at"), "reply", ["thread_id", "said_at"])
    op.create_table(
        "sending",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_url", _WORDS, nullable=False),
        sa.Column("target_url", _WORDS, nullable=False),
        sa.Column("target_host", _WORDS, nullable=False),
        sa.Column("reply_id", sa.Uuid(), nullable=True),
        sa.Column("edit", _WORDS, nullable=False),
        sa.Column("endpoint", _WORDS, nullable=False),
        sa.Column("state", _WORDS, nullable=False),
        sa.Column("written_at", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.Column("claimed_until", _MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.Column("status_url", _WORDS, nullable=False),
        sa.Column("trouble", _WORDS, nullable=False),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_sending_reply_id_reply")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sending")),
        sa.UniqueConstraint("source_url", "target_url", name=op.f("uq_sending_source_url_target_url")),
    )
    op.create_index(op.f("ix_sending_due_at"), "sending", ["due_at"])
    op.create_index(op.f("ix_sending_reply_id"), "sending", ["reply_id"])
    op.create_index(op.f("ix_sending_state"), "sending", ["state"])
    op.create_index(op.f("ix_sending_target_host"), "sending", ["target_host"])


def downgrade() -> None:
    for table in (
        "sending",
        "reply",
        "read_mark",
        "mention",
        "introduction",
        "private_feed",
        "mute",
        "following",
        "digest_plan",
    ):
        op.drop_table(table)
