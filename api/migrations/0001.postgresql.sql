-- The tables, what may be done to them, and by whom. Run as the owner of the database.
-- docs/operations.md 7. One schema for each package; a role for each kind of process.

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'safehold_vault', 'safehold_gateway', 'safehold_worker', 'safehold_publisher'
    ] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        END IF;
    END LOOP;
END $$;

-- tables: scripts/write_schema.py

CREATE SCHEMA audit;
SET LOCAL search_path = audit;

CREATE TABLE audit_case_key (
    uid BYTEA NOT NULL,
    key BYTEA NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (uid)
);

CREATE TABLE audit_checkpoint (
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    witnessed INTEGER NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (size)
);

CREATE TABLE audit_entry (
    log_index BIGINT NOT NULL,
    entry BYTEA NOT NULL,
    leaf BYTEA NOT NULL,
    chain BYTEA NOT NULL,
    tag BYTEA,
    PRIMARY KEY (log_index),
    CHECK (length(leaf) = 32 AND length(chain) = 32)
);

CREATE UNIQUE INDEX audit_entry_tag ON audit_entry (tag);

CREATE TABLE audit_head (
    one INTEGER NOT NULL CHECK (one = 1),
    size BIGINT NOT NULL,
    chain BYTEA NOT NULL,
    t BIGINT NOT NULL,
    PRIMARY KEY (one)
);

CREATE TABLE audit_opening (
    log_index BIGINT NOT NULL,
    r BYTEA NOT NULL,
    PRIMARY KEY (log_index)
);

CREATE TABLE audit_sealed (
    log_index BIGINT NOT NULL,
    box BYTEA NOT NULL,
    PRIMARY KEY (log_index)
);

CREATE TABLE audit_tile (
    level INTEGER NOT NULL,
    place BIGINT NOT NULL,
    hashes BYTEA NOT NULL,
    PRIMARY KEY (level, place)
);

CREATE TABLE audit_token (
    size BIGINT NOT NULL,
    authority BYTEA NOT NULL,
    token BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (size, authority)
);

CREATE SCHEMA vault;
SET LOCAL search_path = vault;

CREATE TABLE account (
    uid BYTEA NOT NULL CHECK (length(uid) = 16),
    fp BYTEA NOT NULL,
    bundle BYTEA NOT NULL,
    login_hash BYTEA NOT NULL,
    params BYTEA NOT NULL,
    manifest BYTEA NOT NULL,
    manifest_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (uid),
    CHECK (length(fp) = 32 AND length(login_hash) = 32),
    CHECK (manifest_version >= 1),
    UNIQUE (fp),
    UNIQUE (login_hash)
);

CREATE TABLE box_digest (
    name TEXT NOT NULL,
    sha256 BYTEA NOT NULL CHECK (length(sha256) = 32),
    PRIMARY KEY (name)
);

CREATE TABLE enrolment_code (
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    guardian BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (hash)
);

CREATE TABLE erasure_key (
    eid BYTEA NOT NULL,
    kind INTEGER NOT NULL CHECK (kind IN (1, 2, 3)),
    item BYTEA NOT NULL,
    key BYTEA,
    destroyed_at BIGINT,
    PRIMARY KEY (eid, kind, item),
    CHECK ((key IS NULL) = (destroyed_at IS NOT NULL)),
    CHECK (key IS NULL OR length(key) = 32)
);

CREATE TABLE session (
    token_hash BYTEA NOT NULL,
    holder BYTEA NOT NULL,
    role TEXT NOT NULL,
    auth TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    PRIMARY KEY (token_hash),
    CHECK (length(token_hash) = 32 AND length(holder) = 16),
    CHECK (expires_at > created_at)
);

CREATE INDEX session_holder ON session (holder);

CREATE TABLE staff (
    sid BYTEA NOT NULL CHECK (length(sid) = 16),
    login TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    team TEXT NOT NULL,
    fp BYTEA,
    bundle BYTEA,
    certificate BYTEA,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    PRIMARY KEY (sid),
    CHECK (role IN ('guardian', 'investigator', 'prosecutor', 'solicitor', 'auditor', 'administrator', 'supervisor', 'disclosure-officer', 'defence-reviewer', 'court-expert', 'advocate')),
    CHECK (team <> '' AND team <> '*'),
    CHECK ((fp IS NULL) = (bundle IS NULL)),
    UNIQUE (login),
    UNIQUE (fp)
);

CREATE TABLE ticket (
    log_index BIGINT NOT NULL,
    uid BYTEA NOT NULL,
    session BYTEA NOT NULL,
    kind TEXT NOT NULL,
    item BYTEA NOT NULL,
    issued_at BIGINT NOT NULL,
    used_at BIGINT,
    closed_at BIGINT,
    PRIMARY KEY (log_index),
    CHECK (closed_at IS NULL OR used_at IS NULL OR closed_at >= used_at)
);

CREATE TABLE account_slot (
    uid BYTEA NOT NULL,
    place INTEGER NOT NULL CHECK (place IN (0, 1)),
    auth_hash BYTEA NOT NULL CHECK (length(auth_hash) = 32),
    wrap BYTEA NOT NULL CHECK (length(wrap) = 104),
    PRIMARY KEY (uid, place),
    FOREIGN KEY(uid) REFERENCES account (uid)
);

CREATE TABLE asked_key (
    gid BYTEA NOT NULL CHECK (length(gid) = 16),
    uid BYTEA NOT NULL,
    asked_at BIGINT NOT NULL,
    used_at BIGINT,
    destroyed_at BIGINT,
    PRIMARY KEY (gid),
    CHECK (used_at IS NULL OR destroyed_at IS NULL),
    FOREIGN KEY(uid) REFERENCES account (uid)
);

CREATE INDEX ix_asked_key_uid ON asked_key (uid);

CREATE TABLE extraction (
    eid BYTEA NOT NULL CHECK (length(eid) = 16),
    uid BYTEA NOT NULL,
    guardian BYTEA NOT NULL,
    state TEXT NOT NULL,
    root BYTEA NOT NULL,
    ingest BYTEA NOT NULL,
    certs BYTEA NOT NULL,
    receipt BYTEA,
    catalogue TEXT,
    leaves TEXT,
    layer BYTEA,
    log_index BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (eid),
    CHECK (state IN ('uploading', 'sealed', 'erased')),
    CHECK (state <> 'sealed' OR (catalogue IS NOT NULL AND leaves IS NOT NULL AND layer IS NOT NULL AND log_index IS NOT NULL)),
    CHECK (state <> 'erased' OR layer IS NULL),
    FOREIGN KEY(uid) REFERENCES account (uid)
);

CREATE INDEX ix_extraction_uid ON extraction (uid);

CREATE TABLE passkey_slot (
    uid BYTEA NOT NULL,
    credential BYTEA NOT NULL,
    auth_hash BYTEA,
    wrap BYTEA,
    made_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (uid, credential),
    CHECK (length(credential) BETWEEN 16 AND 1023),
    CHECK (wrap IS NULL OR length(wrap) = 104 AND length(auth_hash) = 32),
    CHECK ((wrap IS NULL) = (ended_at IS NOT NULL)),
    CHECK ((wrap IS NULL) = (auth_hash IS NULL)),
    FOREIGN KEY(uid) REFERENCES account (uid)
);

CREATE TABLE recovery_set (
    set_id BYTEA NOT NULL CHECK (length(set_id) = 16),
    uid BYTEA NOT NULL,
    statement BYTEA NOT NULL,
    start_hash BYTEA NOT NULL CHECK (length(start_hash) = 32),
    wrap BYTEA CHECK (wrap IS NULL OR length(wrap) = 104),
    wait_ms BIGINT NOT NULL CHECK (wait_ms >= 3600000),
    made_at BIGINT NOT NULL,
    rehearsed_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (set_id),
    CHECK ((wrap IS NULL) = (ended_at IS NOT NULL)),
    FOREIGN KEY(uid) REFERENCES account (uid)
);

CREATE INDEX ix_recovery_set_uid ON recovery_set (uid);

CREATE UNIQUE INDEX recovery_set_live ON recovery_set (uid) WHERE ended_at IS NULL;

CREATE TABLE envelope (
    gid BYTEA NOT NULL CHECK (length(gid) = 16),
    eid BYTEA NOT NULL,
    worker BYTEA NOT NULL,
    sha256 BYTEA NOT NULL,
    layer BYTEA,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (gid),
    FOREIGN KEY(eid) REFERENCES extraction (eid)
);

CREATE INDEX ix_envelope_eid ON envelope (eid);

CREATE TABLE recovery (
    recovery_id BYTEA NOT NULL CHECK (length(recovery_id) = 16),
    set_id BYTEA NOT NULL,
    uid BYTEA NOT NULL,
    asked BYTEA NOT NULL,
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

CREATE INDEX ix_recovery_set_id ON recovery (set_id);

CREATE INDEX ix_recovery_uid ON recovery (uid);

CREATE UNIQUE INDEX recovery_live ON recovery (set_id) WHERE ended_at IS NULL;

CREATE TABLE recovery_share (
    set_id BYTEA NOT NULL,
    place INTEGER NOT NULL CHECK (place IN (0, 1, 2)),
    sid BYTEA NOT NULL,
    fp BYTEA NOT NULL CHECK (length(fp) = 32),
    box BYTEA,
    held_at BIGINT,
    PRIMARY KEY (set_id, place),
    FOREIGN KEY(set_id) REFERENCES recovery_set (set_id)
);

CREATE INDEX ix_recovery_share_sid ON recovery_share (sid);

CREATE TABLE release (
    rid BYTEA NOT NULL CHECK (length(rid) = 16),
    gid BYTEA NOT NULL,
    eid BYTEA NOT NULL,
    uid BYTEA NOT NULL,
    state TEXT NOT NULL,
    cover BYTEA NOT NULL,
    box TEXT NOT NULL,
    box_length BIGINT NOT NULL,
    statement_sha256 BYTEA NOT NULL,
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

CREATE INDEX ix_release_eid ON release (eid);

CREATE INDEX ix_release_uid ON release (uid);

CREATE TABLE upload_part (
    eid BYTEA NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    length BIGINT NOT NULL,
    sha256 BYTEA,
    stored_at BIGINT NOT NULL,
    PRIMARY KEY (eid, name),
    CHECK (kind IN ('pack', 'object', 'catalogue', 'leaves')),
    CHECK (length >= 0),
    FOREIGN KEY(eid) REFERENCES extraction (eid)
);

CREATE TABLE recovery_handover (
    recovery_id BYTEA NOT NULL,
    place INTEGER NOT NULL CHECK (place IN (0, 1, 2)),
    statement BYTEA NOT NULL,
    sealed BYTEA,
    handed_at BIGINT NOT NULL,
    PRIMARY KEY (recovery_id, place),
    FOREIGN KEY(recovery_id) REFERENCES recovery (recovery_id)
);

CREATE TABLE release_wrap (
    rid BYTEA NOT NULL,
    fp BYTEA NOT NULL CHECK (length(fp) = 32),
    layer BYTEA,
    collected_at BIGINT,
    PRIMARY KEY (rid, fp),
    FOREIGN KEY(rid) REFERENCES release (rid)
);

CREATE INDEX release_wrap_fp ON release_wrap (fp);

CREATE SCHEMA consent;
SET LOCAL search_path = consent;

CREATE TABLE advocacy (
    lid BYTEA NOT NULL CHECK (length(lid) = 16),
    uid BYTEA NOT NULL,
    sid BYTEA NOT NULL,
    named_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (lid)
);

CREATE INDEX ix_advocacy_sid ON advocacy (sid);

CREATE INDEX ix_advocacy_uid ON advocacy (uid);

CREATE TABLE consent_grant (
    gid BYTEA NOT NULL CHECK (length(gid) = 16),
    uid BYTEA NOT NULL,
    eid BYTEA NOT NULL,
    matter TEXT NOT NULL,
    statement BYTEA NOT NULL,
    sha256 BYTEA NOT NULL,
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

CREATE INDEX ix_consent_grant_uid ON consent_grant (uid);

CREATE TABLE consent_rule (
    id BYTEA NOT NULL CHECK (length(id) = 16),
    gid BYTEA,
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

CREATE INDEX consent_rule_grant ON consent_rule (gid);

CREATE INDEX consent_rule_live ON consent_rule (vault_id, team_id) WHERE revoked_at IS NULL;

CREATE TABLE denial (
    key BYTEA NOT NULL CHECK (length(key) = 32),
    minute BIGINT NOT NULL,
    repeats BIGINT NOT NULL CHECK (repeats >= 0),
    act TEXT NOT NULL,
    role TEXT NOT NULL,
    rc TEXT NOT NULL,
    auth TEXT NOT NULL,
    why TEXT NOT NULL,
    org TEXT NOT NULL,
    uid BYTEA,
    item BYTEA,
    con BYTEA,
    pol BYTEA,
    PRIMARY KEY (key, minute)
);

CREATE INDEX denial_minute ON denial (minute);

CREATE TABLE erasure (
    xid BYTEA NOT NULL CHECK (length(xid) = 16),
    eid BYTEA NOT NULL CHECK (length(eid) = 16),
    uid BYTEA NOT NULL,
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

CREATE INDEX ix_erasure_eid ON erasure (eid);

CREATE TABLE hold (
    hid BYTEA NOT NULL CHECK (length(hid) = 16),
    eid BYTEA NOT NULL CHECK (length(eid) = 16),
    uid BYTEA NOT NULL,
    basis TEXT NOT NULL,
    court TEXT NOT NULL,
    number TEXT NOT NULL,
    placed_by BYTEA NOT NULL,
    placed_at BIGINT NOT NULL,
    lifted_at BIGINT,
    PRIMARY KEY (hid),
    CHECK (basis IN ('court-order', 'summons', 'notice'))
);

CREATE INDEX ix_hold_eid ON hold (eid);

CREATE INDEX ix_hold_uid ON hold (uid);

CREATE TABLE notice_shown (
    uid BYTEA NOT NULL,
    sha256 BYTEA NOT NULL CHECK (length(sha256) = 32),
    matter TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('read', 'spoken')),
    at BIGINT NOT NULL,
    PRIMARY KEY (uid, sha256, matter)
);

CREATE TABLE ongoing_access (
    log_index BIGINT NOT NULL,
    uid BYTEA NOT NULL,
    holder BYTEA NOT NULL CHECK (length(holder) = 16),
    began_at BIGINT NOT NULL,
    PRIMARY KEY (log_index)
);

CREATE TABLE proposal (
    pid BYTEA NOT NULL CHECK (length(pid) = 16),
    sid BYTEA NOT NULL,
    organisation TEXT NOT NULL,
    document BYTEA NOT NULL,
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    answered_by BYTEA,
    answered_at BIGINT,
    PRIMARY KEY (pid),
    CHECK (state IN ('waiting', 'approved', 'declined', 'used')),
    CHECK ((state = 'waiting') = (answered_at IS NULL)),
    CHECK ((answered_by IS NULL) = (answered_at IS NULL)),
    CHECK (answered_by <> sid)
);

CREATE INDEX ix_proposal_organisation ON proposal (organisation);

CREATE INDEX ix_proposal_sid ON proposal (sid);

CREATE TABLE request (
    qid BYTEA NOT NULL CHECK (length(qid) = 16),
    uid BYTEA NOT NULL,
    sid BYTEA NOT NULL,
    team TEXT NOT NULL,
    document BYTEA NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (qid),
    CHECK (state IN ('submitted', 'answered', 'refused', 'withdrawn'))
);

CREATE INDEX ix_request_sid ON request (sid);

CREATE INDEX ix_request_uid ON request (uid);

CREATE TABLE request_code (
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    uid BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (hash)
);

CREATE INDEX ix_request_code_uid ON request_code (uid);

CREATE TABLE exclusion (
    id BYTEA NOT NULL CHECK (length(id) = 16),
    uid BYTEA NOT NULL,
    rule BYTEA NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'day')),
    created_at BIGINT NOT NULL,
    lifted_at BIGINT,
    PRIMARY KEY (id),
    UNIQUE (rule),
    FOREIGN KEY(rule) REFERENCES consent_rule (id)
);

CREATE INDEX ix_exclusion_uid ON exclusion (uid);

CREATE TABLE request_event (
    qid BYTEA NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 0),
    state TEXT NOT NULL,
    role TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (qid, number),
    FOREIGN KEY(qid) REFERENCES request (qid)
);

CREATE TABLE request_question (
    qid BYTEA NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 0),
    question TEXT NOT NULL CHECK (question <> ''),
    asked_at BIGINT NOT NULL,
    reply TEXT,
    replied_at BIGINT,
    PRIMARY KEY (qid, number),
    CHECK ((reply IS NULL) = (replied_at IS NULL)),
    FOREIGN KEY(qid) REFERENCES request (qid)
);

CREATE TABLE request_version (
    qid BYTEA NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 0),
    document BYTEA NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (qid, number),
    FOREIGN KEY(qid) REFERENCES request (qid)
);

CREATE SCHEMA extraction;
SET LOCAL search_path = extraction;

CREATE TABLE job (
    jid BYTEA NOT NULL CHECK (length(jid) = 16),
    kind TEXT NOT NULL,
    subject BYTEA NOT NULL CHECK (length(subject) = 16),
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

CREATE INDEX job_due ON job (state, not_before, lease_until);

CREATE UNIQUE INDEX job_live ON job (kind, subject) WHERE state IN ('queued', 'running');

CREATE UNIQUE INDEX job_once ON job (subject) WHERE kind = 'select';

-- end of tables

-- The log: one row is its clock, rewritten for every entry.

SET LOCAL search_path = audit;

ALTER TABLE audit_head SET (
    fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000
);

INSERT INTO audit_head (one, size, chain, t)
    VALUES (1, 0, decode(repeat('00', 32), 'hex'), 0);

-- Nobody's case, and the decoy code: what a request code that reaches nobody is worked on
-- instead, so that it costs what a good one costs (consent/requests.py).
INSERT INTO audit_case_key (uid, key, n) VALUES (
    decode(repeat('00', 16), 'hex'),
    sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 0);
INSERT INTO consent.request_code (hash, uid, created_at, expires_at)
    VALUES (decode(repeat('00', 32), 'hex'), decode(repeat('00', 16), 'hex'), 0, 0);

-- Appends an entry in its caller's transaction: counts the case, blinds with its key, takes
-- the head, pads, chains. `template` is the entry in canonical form with what is not known
-- yet left out, and the places say where that goes (audit/template.py). No row comes back
-- when the case has no key. docs/formats/audit-entry.md 4.
CREATE FUNCTION append(
    case_uid bytea, template bytea,
    con_at integer, obj_at integer, org_at integer, pad_at integer, t_at integer, tag_at integer,
    con bytea, obj bytea, org bytea, now_ms bigint, opening bytea, box bytea
) RETURNS TABLE (log_index bigint, leaf bytea, chain bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = audit, pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    k bytea := '\x0000000000000000000000000000000000000000000000000000000000000000';
    number bigint;
    own_tag bytea;
    moment bigint;
    before bytea;
    data bytea := template;
    length_now integer;
BEGIN
    IF case_uid IS NOT NULL THEN
        UPDATE audit_case_key AS c SET n = c.n + 1 WHERE c.uid = case_uid
            RETURNING c.key, c.n - 1 INTO k, number;
        IF NOT FOUND THEN
            RETURN;
        END IF;
        own_tag := substring(
            sha256('safehold-audit-tag\000'::bytea || k || int8send(number)) FROM 1 FOR 16);
        data := inserted(data, tag_at, own_tag);
    END IF;
    -- The lock of the row comes first: what is read of it here is what is written beside.
    SELECT h.size, GREATEST(h.t, now_ms), h.chain FROM audit_head AS h WHERE h.one = 1 FOR UPDATE
        INTO log_index, moment, before;
    data := substring(data FROM 1 FOR t_at) || convert_to(moment::text, 'UTF8')
        || substring(data FROM t_at + 1);
    length_now := length(data) + 32 * num_nonnulls(con, obj, org);
    data := substring(data FROM 1 FOR pad_at)
        || convert_to(repeat(' ', (512 - length_now % 512) % 512), 'UTF8')
        || substring(data FROM pad_at + 1);
    -- From the last place to the first, so that the places before stay where they are.
    IF org IS NOT NULL THEN
        data := inserted(data, org_at, pseudonym('safehold-audit-org\000'::bytea, k, org));
    END IF;
    IF obj IS NOT NULL THEN
        data := inserted(data, obj_at, pseudonym('safehold-audit-obj\000'::bytea, k, obj));
    END IF;
    IF con IS NOT NULL THEN
        data := inserted(data, con_at, pseudonym('safehold-audit-obj\000'::bytea, k, con));
    END IF;
    leaf := sha256('\000'::bytea || data);
    chain := sha256('\002'::bytea || before || leaf);
    INSERT INTO audit_entry VALUES (log_index, data, leaf, chain, own_tag);
    IF opening IS NOT NULL THEN
        INSERT INTO audit_opening VALUES (log_index, opening);
    END IF;
    IF box IS NOT NULL THEN
        INSERT INTO audit_sealed VALUES (log_index, box);
    END IF;
    UPDATE audit_head AS h SET size = log_index + 1, chain = append.chain, t = moment
        WHERE h.one = 1;
    RETURN NEXT;
END $$;

-- Their names are bound where they are made, so they need no search path of their own and cost
-- no call: who appends holds up everybody else.
CREATE FUNCTION inserted(data bytea, at integer, value bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE
RETURN substring(data FROM 1 FOR at) || convert_to(encode(value, 'hex'), 'UTF8')
    || substring(data FROM at + 1);

CREATE FUNCTION pseudonym(prefix bytea, k bytea, value bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE
RETURN substring(sha256(prefix || k || value) FROM 1 FOR 16);

-- The tag that an entry about a thing of a case must have; NULL when the case has no key.
CREATE FUNCTION object_tag(case_uid bytea, item bytea) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audit, pg_catalog, pg_temp AS $$
    SELECT pseudonym('safehold-audit-obj\000'::bytea, c.key, item)
        FROM audit_case_key AS c WHERE c.uid = case_uid
$$;

-- Against accidents: the owner can take this away, and the witnesses would see it.
CREATE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'entries are never changed or removed';
END $$;

CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entries_stay BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What each kind of process may do. Nobody but the owner may change or remove an entry, and
-- nobody writes one but through append().

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
GRANT USAGE ON SCHEMA audit, vault, consent, extraction
    TO safehold_vault, safehold_gateway, safehold_worker, safehold_publisher;
GRANT EXECUTE ON FUNCTION append, object_tag
    TO safehold_vault, safehold_gateway, safehold_worker, safehold_publisher;
GRANT SELECT ON audit_head, audit_entry, audit_opening, audit_tile, audit_checkpoint, audit_token
    TO safehold_vault, safehold_gateway, safehold_worker, safehold_publisher;

GRANT SELECT, INSERT, DELETE ON audit_case_key TO safehold_vault;
GRANT DELETE ON audit_opening TO safehold_vault;
GRANT SELECT, DELETE ON audit_sealed TO safehold_vault;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA vault, consent, extraction TO safehold_vault;
GRANT DELETE ON consent.ongoing_access, consent.denial TO safehold_vault;

GRANT INSERT, UPDATE ON audit_tile, audit_checkpoint TO safehold_publisher;
GRANT INSERT ON audit_token TO safehold_publisher;

SET LOCAL search_path = vault, consent, extraction;

GRANT SELECT ON account, staff, session, extraction, release, release_wrap, erasure_key, ticket,
    box_digest TO safehold_gateway;
GRANT INSERT ON session, ticket TO safehold_gateway;
GRANT UPDATE (revoked_at) ON session TO safehold_gateway;
GRANT UPDATE (used_at, closed_at) ON ticket TO safehold_gateway;
GRANT UPDATE (state) ON release TO safehold_gateway;
GRANT UPDATE (collected_at) ON release_wrap TO safehold_gateway;
GRANT SELECT ON request_code, request, request_event, consent_grant, consent_rule,
    ongoing_access TO safehold_gateway;
GRANT INSERT ON request, request_event, ongoing_access TO safehold_gateway;
GRANT UPDATE (used_at) ON request_code TO safehold_gateway;
GRANT SELECT, INSERT ON request_version TO safehold_gateway;
GRANT SELECT, INSERT ON proposal TO safehold_gateway;
GRANT UPDATE (state, answered_by, answered_at) ON proposal TO safehold_gateway;
GRANT SELECT ON request_question TO safehold_gateway;
GRANT UPDATE (reply, replied_at) ON request_question TO safehold_gateway;
GRANT UPDATE (state, document, expires_at) ON request TO safehold_gateway;
GRANT DELETE ON ongoing_access TO safehold_gateway;
GRANT SELECT, INSERT, UPDATE, DELETE ON denial TO safehold_gateway, safehold_worker;

GRANT SELECT ON account, staff, extraction, envelope, release, erasure_key, ticket
    TO safehold_worker;
GRANT INSERT ON release, release_wrap, erasure_key, box_digest, ticket TO safehold_worker;
GRANT UPDATE (used_at, closed_at) ON ticket TO safehold_worker;
GRANT UPDATE (key, destroyed_at) ON erasure_key TO safehold_worker;
GRANT UPDATE (layer) ON envelope TO safehold_worker;
GRANT SELECT ON consent_grant, consent_rule, ongoing_access TO safehold_worker;
GRANT INSERT, DELETE ON ongoing_access TO safehold_worker;
GRANT SELECT, UPDATE ON job TO safehold_worker;
