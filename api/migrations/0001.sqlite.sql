-- The tables as they were when versions began. A file from before has some of them.

-- tables: scripts/write_schema.py

CREATE TABLE IF NOT EXISTS audit_case_key (
    uid BLOB NOT NULL,
    "key" BLOB NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (uid)
);

CREATE TABLE IF NOT EXISTS audit_checkpoint (
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    witnessed INTEGER NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (size)
);

CREATE TABLE IF NOT EXISTS audit_entry (
    log_index BIGINT NOT NULL,
    entry BLOB NOT NULL,
    leaf BLOB NOT NULL,
    chain BLOB NOT NULL,
    tag BLOB,
    PRIMARY KEY (log_index),
    CHECK (length(leaf) = 32 AND length(chain) = 32)
);

CREATE UNIQUE INDEX IF NOT EXISTS audit_entry_tag ON audit_entry (tag);

CREATE TABLE IF NOT EXISTS audit_head (
    one INTEGER NOT NULL CHECK (one = 1),
    size BIGINT NOT NULL,
    chain BLOB NOT NULL,
    t BIGINT NOT NULL,
    PRIMARY KEY (one)
);

CREATE TABLE IF NOT EXISTS audit_opening (
    log_index BIGINT NOT NULL,
    r BLOB NOT NULL,
    PRIMARY KEY (log_index)
);

CREATE TABLE IF NOT EXISTS audit_sealed (
    log_index BIGINT NOT NULL,
    box BLOB NOT NULL,
    PRIMARY KEY (log_index)
);

CREATE TABLE IF NOT EXISTS audit_tile (
    level INTEGER NOT NULL,
    place BIGINT NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (level, place)
);

CREATE TABLE IF NOT EXISTS audit_token (
    size BIGINT NOT NULL,
    authority BLOB NOT NULL,
    token BLOB NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (size, authority)
);

CREATE TABLE IF NOT EXISTS account (
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    fp BLOB NOT NULL,
    bundle BLOB NOT NULL,
    login_hash BLOB NOT NULL,
    params BLOB NOT NULL,
    manifest BLOB NOT NULL,
    manifest_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (uid),
    CHECK (length(fp) = 32 AND length(login_hash) = 32),
    CHECK (manifest_version >= 1),
    UNIQUE (fp),
    UNIQUE (login_hash)
);

CREATE TABLE IF NOT EXISTS box_digest (
    name TEXT NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    PRIMARY KEY (name)
);

CREATE TABLE IF NOT EXISTS enrolment_code (
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    guardian BLOB NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (hash)
);

CREATE TABLE IF NOT EXISTS erasure_key (
    eid BLOB NOT NULL,
    kind INTEGER NOT NULL CHECK (kind IN (1, 2, 3)),
    item BLOB NOT NULL,
    "key" BLOB,
    destroyed_at BIGINT,
    PRIMARY KEY (eid, kind, item),
    CHECK ((key IS NULL) = (destroyed_at IS NOT NULL)),
    CHECK (key IS NULL OR length(key) = 32)
);

CREATE TABLE IF NOT EXISTS session (
    token_hash BLOB NOT NULL,
    holder BLOB NOT NULL,
    role TEXT NOT NULL,
    auth TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    PRIMARY KEY (token_hash),
    CHECK (length(token_hash) = 32 AND length(holder) = 16),
    CHECK (expires_at > created_at)
);

CREATE INDEX IF NOT EXISTS session_holder ON session (holder);

CREATE TABLE IF NOT EXISTS staff (
    sid BLOB NOT NULL CHECK (length(sid) = 16),
    login TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    team TEXT NOT NULL,
    fp BLOB,
    bundle BLOB,
    certificate BLOB,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    PRIMARY KEY (sid),
    CHECK (role IN ('guardian', 'investigator', 'prosecutor', 'solicitor', 'auditor', 'administrator', 'supervisor', 'disclosure-officer', 'defence-reviewer', 'court-expert', 'advocate')),
    CHECK (team <> '' AND team <> '*'),
    CHECK ((fp IS NULL) = (bundle IS NULL)),
    UNIQUE (login),
    UNIQUE (fp)
);

CREATE TABLE IF NOT EXISTS ticket (
    log_index BIGINT NOT NULL,
    uid BLOB NOT NULL,
    session BLOB NOT NULL,
    kind TEXT NOT NULL,
    item BLOB NOT NULL,
    issued_at BIGINT NOT NULL,
    used_at BIGINT,
    closed_at BIGINT,
    PRIMARY KEY (log_index),
    CHECK (closed_at IS NULL OR used_at IS NULL OR closed_at >= used_at)
);

CREATE TABLE IF NOT EXISTS account_slot (
    uid BLOB NOT NULL,
    place INTEGER NOT NULL CHECK (place IN (0, 1)),
    auth_hash BLOB NOT NULL CHECK (length(auth_hash) = 32),
    wrap BLOB NOT NULL CHECK (length(wrap) = 104),
    PRIMARY KEY (uid, place),
    FOREIGN KEY(uid) REFERENCES account (uid)
);

CREATE TABLE IF NOT EXISTS asked_key (
    gid BLOB NOT NULL CHECK (length(gid) = 16),
    uid BLOB NOT NULL,
    asked_at BIGINT NOT NULL,
    used_at BIGINT,
    destroyed_at BIGINT,
    PRIMARY KEY (gid),
    CHECK (used_at IS NULL OR destroyed_at IS NULL),
    FOREIGN KEY(uid) REFERENCES account (uid)
);

CREATE INDEX IF NOT EXISTS ix_asked_key_uid ON asked_key (uid);

CREATE TABLE IF NOT EXISTS extraction (
    eid BLOB NOT NULL CHECK (length(eid) = 16),
    uid BLOB NOT NULL,
    guardian BLOB NOT NULL,
    state TEXT NOT NULL,
    root BLOB NOT NULL,
    ingest BLOB NOT NULL,
    certs BLOB NOT NULL,
    receipt BLOB,
    catalogue TEXT,
    leaves TEXT,
    layer BLOB,
    log_index BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (eid),
    CHECK (state IN ('uploading', 'sealed', 'erased')),
    CHECK (state <> 'sealed' OR (catalogue IS NOT NULL AND leaves IS NOT NULL AND layer IS NOT NULL AND log_index IS NOT NULL)),
    CHECK (state <> 'erased' OR layer IS NULL),
    FOREIGN KEY(uid) REFERENCES account (uid)
);

CREATE INDEX IF NOT EXISTS ix_extraction_uid ON extraction (uid);

CREATE TABLE IF NOT EXISTS passkey_slot (
    uid BLOB NOT NULL,
    credential BLOB NOT NULL,
    auth_hash BLOB,
    wrap BLOB,
    made_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (uid, credential),
    CHECK (length(credential) BETWEEN 16 AND 1023),
    CHECK (wrap IS NULL OR length(wrap) = 104 AND length(auth_hash) = 32),
    CHECK ((wrap IS NULL) = (ended_at IS NOT NULL)),
    CHECK ((wrap IS NULL) = (auth_hash IS NULL)),
    FOREIGN KEY(uid) REFERENCES account (uid)
);

CREATE TABLE IF NOT EXISTS recovery_set (
    set_id BLOB NOT NULL CHECK (length(set_id) = 16),
    uid BLOB NOT NULL,
    statement BLOB NOT NULL,
    start_hash BLOB NOT NULL CHECK (length(start_hash) = 32),
    wrap BLOB CHECK (wrap IS NULL OR length(wrap) = 104),
    wait_ms BIGINT NOT NULL CHECK (wait_ms >= 3600000),
    made_at BIGINT NOT NULL,
    rehearsed_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (set_id),
    CHECK ((wrap IS NULL) = (ended_at IS NOT NULL)),
    FOREIGN KEY(uid) REFERENCES account (uid)
);

CREATE INDEX IF NOT EXISTS ix_recovery_set_uid ON recovery_set (uid);

CREATE UNIQUE INDEX IF NOT EXISTS recovery_set_live ON recovery_set (uid) WHERE ended_at IS NULL;

CREATE TABLE IF NOT EXISTS envelope (
    gid BLOB NOT NULL CHECK (length(gid) = 16),
    eid BLOB NOT NULL,
    worker BLOB NOT NULL,
    sha256 BLOB NOT NULL,
    layer BLOB,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (gid),
    FOREIGN KEY(eid) REFERENCES extraction (eid)
);

CREATE INDEX IF NOT EXISTS ix_envelope_eid ON envelope (eid);

CREATE TABLE IF NOT EXISTS recovery (
    recovery_id BLOB NOT NULL CHECK (length(recovery_id) = 16),
    set_id BLOB NOT NULL,
    uid BLOB NOT NULL,
    asked BLOB NOT NULL,
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    ready_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (recovery_id),
    CHECK (state IN ('asked', 'stopped', 'expired', 'done')),
    CHECK ((state = 'asked') = (ended_at IS NULL)),
    CHECK (asked_at < ready_at AND ready_at < expires_at),
    FOREIGN KEY(set_id) REFERENCES recovery_set (set_id),
    FOREIGN KEY(uid) REFERENCES account (uid)
);

CREATE INDEX IF NOT EXISTS ix_recovery_set_id ON recovery (set_id);

CREATE INDEX IF NOT EXISTS ix_recovery_uid ON recovery (uid);

CREATE UNIQUE INDEX IF NOT EXISTS recovery_live ON recovery (set_id) WHERE ended_at IS NULL;

CREATE TABLE IF NOT EXISTS recovery_share (
    set_id BLOB NOT NULL,
    place INTEGER NOT NULL CHECK (place IN (0, 1, 2)),
    sid BLOB NOT NULL,
    fp BLOB NOT NULL CHECK (length(fp) = 32),
    box BLOB,
    held_at BIGINT,
    PRIMARY KEY (set_id, place),
    FOREIGN KEY(set_id) REFERENCES recovery_set (set_id)
);

CREATE INDEX IF NOT EXISTS ix_recovery_share_sid ON recovery_share (sid);

CREATE TABLE IF NOT EXISTS release (
    rid BLOB NOT NULL CHECK (length(rid) = 16),
    gid BLOB NOT NULL,
    eid BLOB NOT NULL,
    uid BLOB NOT NULL,
    state TEXT NOT NULL,
    cover BLOB NOT NULL,
    box TEXT NOT NULL,
    box_length BIGINT NOT NULL,
    statement_sha256 BLOB NOT NULL,
    log_index BIGINT,
    published_at BIGINT NOT NULL,
    approved_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (rid),
    CHECK (state IN ('draft', 'approved', 'collected', 'withdrawn')),
    CHECK (state NOT IN ('approved', 'collected') OR approved_at IS NOT NULL),
    CHECK ((state = 'withdrawn') = (ended_at IS NOT NULL)),
    UNIQUE (gid),
    FOREIGN KEY(eid) REFERENCES extraction (eid),
    FOREIGN KEY(uid) REFERENCES account (uid)
);

CREATE INDEX IF NOT EXISTS ix_release_eid ON release (eid);

CREATE INDEX IF NOT EXISTS ix_release_uid ON release (uid);

CREATE TABLE IF NOT EXISTS upload_part (
    eid BLOB NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    length BIGINT NOT NULL,
    sha256 BLOB,
    stored_at BIGINT NOT NULL,
    PRIMARY KEY (eid, name),
    CHECK (kind IN ('pack', 'object', 'catalogue', 'leaves')),
    CHECK (length >= 0),
    FOREIGN KEY(eid) REFERENCES extraction (eid)
);

CREATE TABLE IF NOT EXISTS recovery_handover (
    recovery_id BLOB NOT NULL,
    place INTEGER NOT NULL CHECK (place IN (0, 1, 2)),
    statement BLOB NOT NULL,
    sealed BLOB,
    handed_at BIGINT NOT NULL,
    PRIMARY KEY (recovery_id, place),
    FOREIGN KEY(recovery_id) REFERENCES recovery (recovery_id)
);

CREATE TABLE IF NOT EXISTS release_wrap (
    rid BLOB NOT NULL,
    fp BLOB NOT NULL CHECK (length(fp) = 32),
    layer BLOB,
    collected_at BIGINT,
    PRIMARY KEY (rid, fp),
    FOREIGN KEY(rid) REFERENCES release (rid)
);

CREATE INDEX IF NOT EXISTS release_wrap_fp ON release_wrap (fp);

CREATE TABLE IF NOT EXISTS advocacy (
    lid BLOB NOT NULL CHECK (length(lid) = 16),
    uid BLOB NOT NULL,
    sid BLOB NOT NULL,
    named_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (lid)
);

CREATE INDEX IF NOT EXISTS ix_advocacy_sid ON advocacy (sid);

CREATE INDEX IF NOT EXISTS ix_advocacy_uid ON advocacy (uid);

CREATE TABLE IF NOT EXISTS consent_grant (
    gid BLOB NOT NULL CHECK (length(gid) = 16),
    uid BLOB NOT NULL,
    eid BLOB NOT NULL,
    matter TEXT NOT NULL,
    statement BLOB NOT NULL,
    sha256 BLOB NOT NULL,
    approval TEXT NOT NULL,
    not_before BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    log_index BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (gid),
    CHECK (not_before < expires_at),
    CHECK (approval IN ('ask', 'auto')),
    UNIQUE (sha256)
);

CREATE INDEX IF NOT EXISTS ix_consent_grant_uid ON consent_grant (uid);

CREATE TABLE IF NOT EXISTS consent_rule (
    id BLOB NOT NULL CHECK (length(id) = 16),
    gid BLOB,
    vault_id TEXT NOT NULL CHECK (vault_id <> ''),
    team_id TEXT NOT NULL CHECK (team_id <> ''),
    eft TEXT NOT NULL CHECK (eft IN ('allow', 'deny')),
    acts TEXT NOT NULL,
    why TEXT,
    nbf BIGINT NOT NULL,
    exp BIGINT NOT NULL,
    scope TEXT NOT NULL,
    revoked_at BIGINT,
    revoked_by TEXT,
    PRIMARY KEY (id),
    CHECK (team_id <> '*' OR eft = 'deny'),
    CHECK (why IS NOT NULL OR eft = 'deny'),
    CHECK (nbf < exp),
    CHECK (eft = 'deny' OR gid IS NOT NULL),
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);

CREATE INDEX IF NOT EXISTS consent_rule_grant ON consent_rule (gid);

CREATE INDEX IF NOT EXISTS consent_rule_live ON consent_rule (vault_id, team_id) WHERE revoked_at IS NULL;

CREATE TABLE IF NOT EXISTS denial (
    "key" BLOB NOT NULL CHECK (length(key) = 32),
    minute BIGINT NOT NULL,
    repeats BIGINT NOT NULL CHECK (repeats >= 0),
    act TEXT NOT NULL,
    role TEXT NOT NULL,
    rc TEXT NOT NULL,
    auth TEXT NOT NULL,
    why TEXT NOT NULL,
    org TEXT NOT NULL,
    uid BLOB,
    item BLOB,
    con BLOB,
    pol BLOB,
    PRIMARY KEY ("key", minute)
);

CREATE INDEX IF NOT EXISTS denial_minute ON denial (minute);

CREATE TABLE IF NOT EXISTS erasure (
    xid BLOB NOT NULL CHECK (length(xid) = 16),
    eid BLOB NOT NULL CHECK (length(eid) = 16),
    uid BLOB NOT NULL,
    asked_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    cancelled_at BIGINT,
    keys_at BIGINT,
    log_index BIGINT,
    done_at BIGINT,
    objects BIGINT,
    PRIMARY KEY (xid),
    CHECK (due_at >= asked_at),
    CHECK (cancelled_at IS NULL OR keys_at IS NULL),
    CHECK ((keys_at IS NULL) = (log_index IS NULL)),
    CHECK ((done_at IS NULL) = (objects IS NULL)),
    CHECK (done_at IS NULL OR keys_at IS NOT NULL)
);

CREATE INDEX IF NOT EXISTS ix_erasure_eid ON erasure (eid);

CREATE TABLE IF NOT EXISTS hold (
    hid BLOB NOT NULL CHECK (length(hid) = 16),
    eid BLOB NOT NULL CHECK (length(eid) = 16),
    uid BLOB NOT NULL,
    basis TEXT NOT NULL,
    court TEXT NOT NULL,
    number TEXT NOT NULL,
    placed_by BLOB NOT NULL,
    placed_at BIGINT NOT NULL,
    lifted_at BIGINT,
    PRIMARY KEY (hid),
    CHECK (basis IN ('court-order', 'summons', 'notice'))
);

CREATE INDEX IF NOT EXISTS ix_hold_eid ON hold (eid);

CREATE INDEX IF NOT EXISTS ix_hold_uid ON hold (uid);

CREATE TABLE IF NOT EXISTS notice_shown (
    uid BLOB NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    matter TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('read', 'spoken')),
    at BIGINT NOT NULL,
    PRIMARY KEY (uid, sha256, matter)
);

CREATE TABLE IF NOT EXISTS ongoing_access (
    log_index BIGINT NOT NULL,
    uid BLOB NOT NULL,
    holder BLOB NOT NULL CHECK (length(holder) = 16),
    began_at BIGINT NOT NULL,
    PRIMARY KEY (log_index)
);

CREATE TABLE IF NOT EXISTS proposal (
    pid BLOB NOT NULL CHECK (length(pid) = 16),
    sid BLOB NOT NULL,
    organisation TEXT NOT NULL,
    document BLOB NOT NULL,
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    answered_by BLOB,
    answered_at BIGINT,
    PRIMARY KEY (pid),
    CHECK (state IN ('waiting', 'approved', 'declined', 'used')),
    CHECK ((state = 'waiting') = (answered_at IS NULL)),
    CHECK ((answered_by IS NULL) = (answered_at IS NULL)),
    CHECK (answered_by <> sid)
);

CREATE INDEX IF NOT EXISTS ix_proposal_organisation ON proposal (organisation);

CREATE INDEX IF NOT EXISTS ix_proposal_sid ON proposal (sid);

CREATE TABLE IF NOT EXISTS request (
    qid BLOB NOT NULL CHECK (length(qid) = 16),
    uid BLOB NOT NULL,
    sid BLOB NOT NULL,
    team TEXT NOT NULL,
    document BLOB NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (qid),
    CHECK (state IN ('submitted', 'answered', 'refused', 'withdrawn'))
);

CREATE INDEX IF NOT EXISTS ix_request_sid ON request (sid);

CREATE INDEX IF NOT EXISTS ix_request_uid ON request (uid);

CREATE TABLE IF NOT EXISTS request_code (
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    uid BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (hash)
);

CREATE INDEX IF NOT EXISTS ix_request_code_uid ON request_code (uid);

CREATE TABLE IF NOT EXISTS exclusion (
    id BLOB NOT NULL CHECK (length(id) = 16),
    uid BLOB NOT NULL,
    rule BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'day')),
    created_at BIGINT NOT NULL,
    lifted_at BIGINT,
    PRIMARY KEY (id),
    UNIQUE (rule),
    FOREIGN KEY(rule) REFERENCES consent_rule (id)
);

CREATE INDEX IF NOT EXISTS ix_exclusion_uid ON exclusion (uid);

CREATE TABLE IF NOT EXISTS request_event (
    qid BLOB NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 0),
    state TEXT NOT NULL,
    role TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (qid, number),
    FOREIGN KEY(qid) REFERENCES request (qid)
);

CREATE TABLE IF NOT EXISTS request_question (
    qid BLOB NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 0),
    question TEXT NOT NULL CHECK (question <> ''),
    asked_at BIGINT NOT NULL,
    reply TEXT,
    replied_at BIGINT,
    PRIMARY KEY (qid, number),
    CHECK ((reply IS NULL) = (replied_at IS NULL)),
    FOREIGN KEY(qid) REFERENCES request (qid)
);

CREATE TABLE IF NOT EXISTS request_version (
    qid BLOB NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 0),
    document BLOB NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (qid, number),
    FOREIGN KEY(qid) REFERENCES request (qid)
);

CREATE TABLE IF NOT EXISTS job (
    jid BLOB NOT NULL CHECK (length(jid) = 16),
    kind TEXT NOT NULL,
    subject BLOB NOT NULL CHECK (length(subject) = 16),
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL,
    not_before BIGINT NOT NULL,
    lease_until BIGINT,
    owner TEXT,
    sent_at BIGINT NOT NULL,
    progress INTEGER NOT NULL,
    total INTEGER,
    reason TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (jid),
    CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CHECK ((state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
    CHECK ((state IN ('failed', 'cancelled')) = (reason IS NOT NULL))
);

CREATE INDEX IF NOT EXISTS job_due ON job (state, not_before, lease_until);

CREATE UNIQUE INDEX IF NOT EXISTS job_live ON job (kind, subject) WHERE state IN ('queued', 'running');

CREATE UNIQUE INDEX IF NOT EXISTS job_once ON job (subject) WHERE kind = 'select';

-- end of tables
