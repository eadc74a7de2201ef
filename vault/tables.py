"""The vault's rows: accounts, staff, sessions, extractions, envelopes, releases, erasure keys.

docs/formats/shv1.md 5. Ids and hashes are bytes, times are UTC milliseconds. What is
sealed stays sealed here; a column called `layer` lies under an erasure key besides.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData()

account = Table(
    "account",
    metadata,
    Column("uid", LargeBinary, CheckConstraint("length(uid) = 16"), primary_key=True),
    Column("fp", LargeBinary, nullable=False, unique=True),
    Column("bundle", LargeBinary, nullable=False),
    Column("login_hash", LargeBinary, nullable=False, unique=True),
    Column("params", LargeBinary, nullable=False),
    Column("manifest", LargeBinary, nullable=False),
    Column("manifest_version", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    CheckConstraint("length(fp) = 32 AND length(login_hash) = 32"),
    CheckConstraint("manifest_version >= 1"),
)

# Two slots always exist; nobody can tell which of them opens something.
account_slot = Table(
    "account_slot",
    metadata,
    Column("uid", ForeignKey(account.c.uid), primary_key=True),
    Column("place", Integer, CheckConstraint("place IN (0, 1)"), primary_key=True),
    Column("auth_hash", LargeBinary, CheckConstraint("length(auth_hash) = 32"), nullable=False),
    Column("wrap", LargeBinary, CheckConstraint("length(wrap) = 104"), nullable=False),
)

# One that ended has lost its wrap; its row stays, so that its id is never used again.
passkey_slot = Table(
    "passkey_slot",
    metadata,
    Column("uid", ForeignKey(account.c.uid), primary_key=True),
    Column("credential", LargeBinary, primary_key=True),
    Column("auth_hash", LargeBinary),
    Column("wrap", LargeBinary),
    Column("made_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    CheckConstraint("length(credential) BETWEEN 16 AND 1023"),
    CheckConstraint("wrap IS NULL OR length(wrap) = 104 AND length(auth_hash) = 32"),
    CheckConstraint("(wrap IS NULL) = (ended_at IS NOT NULL)"),
    CheckConstraint("(wrap IS NULL) = (auth_hash IS NULL)"),
)

# A third kind of slot: the root under a key whose shares others hold (formats/recovery.md).
# A set that ended has lost its wrap; its row stays, so that its id is never used again.
recovery_set = Table(
    "recovery_set",
    metadata,
    Column("set_id", LargeBinary, CheckConstraint("length(set_id) = 16"), primary_key=True),
    Column("uid", ForeignKey(account.c.uid), nullable=False, index=True),
    Column("statement", LargeBinary, nullable=False),
    Column("start_hash", LargeBinary, CheckConstraint("length(start_hash) = 32"), nullable=False),
    Column("wrap", LargeBinary, CheckConstraint("wrap IS NULL OR length(wrap) = 104")),
    Column("wait_ms", BigInteger, CheckConstraint("wait_ms >= 3600000"), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("rehearsed_at", BigInteger),
    Column("ended_at", BigInteger),
    CheckConstraint("(wrap IS NULL) = (ended_at IS NOT NULL)"),
)
Index(
    "recovery_set_live",
    recovery_set.c.uid,
    unique=True,
    sqlite_where=recovery_set.c.ended_at.is_(None),
    postgresql_where=recovery_set.c.ended_at.is_(None),
)

recovery_share = Table(
    "recovery_share",
    metadata,
    Column("set_id", ForeignKey(recovery_set.c.set_id), primary_key=True),
    Column("place", Integer, CheckConstraint("place IN (0, 1, 2)"), primary_key=True),
    Column("sid", LargeBinary, nullable=False, index=True),
    Column("fp", LargeBinary, CheckConstraint("length(fp) = 32"), nullable=False),
    Column("box", LargeBinary),
    Column("held_at", BigInteger),
)

recovery = Table(
    "recovery",
    metadata,
    Column(
        "recovery_id", LargeBinary, CheckConstraint("length(recovery_id) = 16"), primary_key=True
    ),
    Column("set_id", ForeignKey(recovery_set.c.set_id), nullable=False, index=True),
    Column("uid", ForeignKey(account.c.uid), nullable=False, index=True),
    Column("asked", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("ready_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    CheckConstraint("state IN ('asked', 'stopped', 'expired', 'done')"),
    CheckConstraint("(state = 'asked') = (ended_at IS NULL)"),
    CheckConstraint("asked_at < ready_at AND ready_at < expires_at"),
)
Index(
    "recovery_live",
    recovery.c.set_id,
    unique=True,
    sqlite_where=recovery.c.ended_at.is_(None),
    postgresql_where=recovery.c.ended_at.is_(None),
)

recovery_handover = Table(
    "recovery_handover",
    metadata,
    Column("recovery_id", ForeignKey(recovery.c.recovery_id), primary_key=True),
    Column("place", Integer, CheckConstraint("place IN (0, 1, 2)"), primary_key=True),
    Column("statement", LargeBinary, nullable=False),
    Column("sealed", LargeBinary),
    Column("handed_at", BigInteger, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("sid", LargeBinary, CheckConstraint("length(sid) = 16"), primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("fp", LargeBinary, unique=True),
    Column("bundle", LargeBinary),
    Column("certificate", LargeBinary),
    Column("created_at", BigInteger, nullable=False),
    Column("disabled_at", BigInteger),
    CheckConstraint(
        "role IN ('guardian', 'investigator', 'prosecutor', 'solicitor', 'auditor',"
        " 'administrator', 'supervisor', 'disclosure-officer', 'defence-reviewer',"
        " 'court-expert', 'advocate')"
    ),
    CheckConstraint("team <> '' AND team <> '*'"),
    CheckConstraint("(fp IS NULL) = (bundle IS NULL)"),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("holder", LargeBinary, nullable=False),
    Column("role", Text, nullable=False),
    Column("auth", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    CheckConstraint("length(token_hash) = 32 AND length(holder) = 16"),
    CheckConstraint("expires_at > created_at"),
)
Index("session_holder", session.c.holder)

enrolment_code = Table(
    "enrolment_code",
    metadata,
    Column("hash", LargeBinary, CheckConstraint("length(hash) = 32"), primary_key=True),
    Column("guardian", LargeBinary, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

extraction = Table(
    "extraction",
    metadata,
    Column("eid", LargeBinary, CheckConstraint("length(eid) = 16"), primary_key=True),
    Column("uid", ForeignKey(account.c.uid), nullable=False, index=True),
    Column("guardian", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("ingest", LargeBinary, nullable=False),
    Column("certs", LargeBinary, nullable=False),
    Column("receipt", LargeBinary),
    Column("catalogue", Text),
    Column("leaves", Text),
    Column("layer", LargeBinary),
    Column("log_index", BigInteger),
    Column("created_at", BigInteger, nullable=False),
    CheckConstraint("state IN ('uploading', 'sealed', 'erased')"),
    CheckConstraint(
        "state <> 'sealed' OR (catalogue IS NOT NULL AND leaves IS NOT NULL"
        " AND layer IS NOT NULL AND log_index IS NOT NULL)"
    ),
    CheckConstraint("state <> 'erased' OR layer IS NULL"),
)

upload_part = Table(
    "upload_part",
    metadata,
    Column("eid", ForeignKey(extraction.c.eid), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("sha256", LargeBinary),
    Column("stored_at", BigInteger, nullable=False),
    CheckConstraint("kind IN ('pack', 'object', 'catalogue', 'leaves')"),
    CheckConstraint("length >= 0"),
)

envelope = Table(
    "envelope",
    metadata,
    Column("gid", LargeBinary, CheckConstraint("length(gid) = 16"), primary_key=True),
    Column("eid", ForeignKey(extraction.c.eid), nullable=False, index=True),
    Column("worker", LargeBinary, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("layer", LargeBinary),
    Column("created_at", BigInteger, nullable=False),
)

release = Table(
    "release",
    metadata,
    Column("rid", LargeBinary, CheckConstraint("length(rid) = 16"), primary_key=True),
    Column("gid", LargeBinary, nullable=False, unique=True),
    Column("eid", ForeignKey(extraction.c.eid), nullable=False, index=True),
    Column("uid", ForeignKey(account.c.uid), nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("cover", LargeBinary, nullable=False),
    Column("box", Text, nullable=False),
    Column("box_length", BigInteger, nullable=False),
    Column("statement_sha256", LargeBinary, nullable=False),
    Column("log_index", BigInteger),
    Column("published_at", BigInteger, nullable=False),
    Column("approved_at", BigInteger),
    Column("ended_at", BigInteger),
    CheckConstraint("state IN ('draft', 'approved', 'collected', 'withdrawn')"),
    CheckConstraint("state NOT IN ('approved', 'collected') OR approved_at IS NOT NULL"),
    CheckConstraint("(state = 'withdrawn') = (ended_at IS NOT NULL)"),
)

release_wrap = Table(
    "release_wrap",
    metadata,
    Column("rid", ForeignKey(release.c.rid), primary_key=True),
    Column("fp", LargeBinary, CheckConstraint("length(fp) = 32"), primary_key=True),
    Column("layer", LargeBinary),
    Column("collected_at", BigInteger),
)
Index("release_wrap_fp", release_wrap.c.fp)

# One key for each thing under the layer, so that one can die alone. A destroyed key
# stays as a row: ids are never used again.
erasure_key = Table(
    "erasure_key",
    metadata,
    Column("eid", LargeBinary, primary_key=True),
    Column("kind", Integer, CheckConstraint("kind IN (1, 2, 3)"), primary_key=True),
    Column("item", LargeBinary, primary_key=True),
    Column("key", LargeBinary),
    Column("destroyed_at", BigInteger),
    CheckConstraint("(key IS NULL) = (destroyed_at IS NOT NULL)"),
    CheckConstraint("key IS NULL OR length(key) = 32"),
)

# What a release's sealed box was when it was stored, for reading it back.
box_digest = Table(
    "box_digest",
    metadata,
    Column("name", Text, primary_key=True),
    Column("sha256", LargeBinary, CheckConstraint("length(sha256) = 32"), nullable=False),
)

# Who asked for a worker key, and what became of it; the key lies in the worker's own folder.
asked_key = Table(
    "asked_key",
    metadata,
    Column("gid", LargeBinary, CheckConstraint("length(gid) = 16"), primary_key=True),
    Column("uid", ForeignKey(account.c.uid), nullable=False, index=True),
    Column("asked_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("destroyed_at", BigInteger),
    CheckConstraint("used_at IS NULL OR destroyed_at IS NULL"),
)

# What the gate knows of an access that was decided: whose session, for which thing.
ticket = Table(
    "ticket",
    metadata,
    Column("log_index", BigInteger, primary_key=True, autoincrement=False),
    Column("uid", LargeBinary, nullable=False),
    Column("session", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("item", LargeBinary, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("closed_at", BigInteger),
    CheckConstraint("closed_at IS NULL OR used_at IS NULL OR closed_at >= used_at"),
)
