"""the conversation between local voices: links, threads, replies, mentions, following.

Revision: f37c500001
After: f37c400007
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c500001"
down_revision = "f37c400007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
_WORDS = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table(
        "short_link",
        sa.Column("url", _WORDS, nullable=False),
        sa.Column("leads_to", _WORDS, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_short_link")),
    )
    op.create_index(op.f("ix_short_link_due_at"), "short_link", ["due_at"])
    op.create_table(
        "thread_news",
        sa.Column("item_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_thread_news")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bridge",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("month", _WORDS, nullable=False),
        sa.Column("from_kind", _WORDS, nullable=False),
        sa.Column("to_kind", _WORDS, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_bridge_place_id_place")),
        sa.PrimaryKeyConstraint("place_id", "month", "from_kind", "to_kind", name=op.f("pk_bridge")),
        sqlite_with_rowid=False,
    )
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
        "thread",
        sa.Column("id", _ID, nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("heir_id", _ID, nullable=True),
        sa.Column("voices", sa.Integer(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.Column("pinned_at", _MOMENT, nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.Column("closed_words", _WORDS, nullable=False),
        sa.Column("slow_since", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["heir_id"], ["thread.id"], name=op.f("fk_thread_heir_id_thread")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_thread_place_id_place")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_thread_tag_id_tag")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_thread_place_id_last_at"), "thread", ["place_id", "last_at"])
    op.create_index(op.f("ix_thread_tag_id"), "thread", ["tag_id"])
    op.create_table(
        "item_link",
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("page_key", sa.BigInteger(), nullable=False),
        sa.Column("url", _WORDS, nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_link_item_id_item"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_item_link_source_id_source")),
        sa.PrimaryKeyConstraint("item_id", "page_key", name=op.f("pk_item_link")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_item_link_page_key"), "item_link", ["page_key"])
    op.create_index(op.f("ix_item_link_source_id"), "item_link", ["source_id"])
    op.create_table(
        "item_reads",
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_reads_item_id_item"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "day", name=op.f("pk_item_reads")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_item_reads_day"), "item_reads", ["day"])
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
        "thread_item",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("thread_id", _ID, nullable=False),
        sa.Column("toward_id", _ID, nullable=True),
        sa.Column("because", _WORDS, nullable=False),
        sa.Column("evidence", _WORDS, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_thread_item_item_id_item"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_thread_item_place_id_place")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_thread_item_thread_id_thread")),
        sa.PrimaryKeyConstraint("place_id", "item_id", name=op.f("pk_thread_item")),
    )
    op.create_index(op.f("ix_thread_item_item_id"), "thread_item", ["item_id"])
    op.create_index(op.f("ix_thread_item_thread_id"), "thread_item", ["thread_id"])
    op.create_table(
        "thread_ruling",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("other_id", _ID, nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_thread_ruling_item_id_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["item.id"], name=op.f("fk_thread_ruling_other_id_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_thread_ruling_place_id_place")),
        sa.PrimaryKeyConstraint("place_id", "item_id", "other_id", name=op.f("pk_thread_ruling")),
    )
    op.create_index(op.f("ix_thread_ruling_other_id"), "thread_ruling", ["other_id"])
    op.create_index(op.f("ix_thread_ruling_since"), "thread_ruling", ["since"])
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
        "thread_ruling",
        "thread_item",
        "reply",
        "read_mark",
        "mention",
        "item_reads",
        "item_link",
        "thread",
        "introduction",
        "private_feed",
        "mute",
        "following",
        "digest_plan",
        "bridge",
        "thread_news",
        "short_link",
    ):
        op.drop_table(table)
