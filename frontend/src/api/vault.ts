/** What the survivor's pages ask of the vault (docs/api.md 2, 4, 5), read field by field. */

import { fromBase64url, toBase64url } from "./base64url.ts";
import { Uploads } from "./uploads.ts";
import { erasureOf } from "./erasure.ts";
import type { Erasure } from "./erasure.ts";
import type { Http } from "./http.ts";
import { noticeOf } from "./notice.ts";
import type { Notice } from "./notice.ts";
import { passkeyWraps } from "./passkeys.ts";
import type { PasskeyWrap } from "./passkeys.ts";
import { questionOf, requestRow } from "./request.ts";
import type { Question, RequestRow, Route } from "./request.ts";
import { Misshapen, fields, hex, list, text, textOrNull, truth, whole, wholeOrNull } from "./shape.ts";
import type { Fields } from "./shape.ts";
import type { Answer, Bytes, Hex, What } from "../keys/messages.ts";

export interface Params {
  readonly uid: Hex;
  readonly params: Bytes;
}

export interface SignedIn {
  readonly token: string;
  readonly params: Bytes;
  readonly slots: readonly Bytes[];
  readonly passkeys: readonly PasskeyWrap[];
  readonly manifest: Bytes;
  readonly version: number;
}

export interface Extraction {
  readonly eid: Hex;
  readonly state: string;
  readonly root: Hex;
  /** Null for what she added herself. */
  readonly guardian: Hex | null;
  /** When it was brought, in milliseconds, as the vault says. */
  readonly created: number;
  readonly logIndex: number;
  readonly receipt: boolean;
}

export interface OpenExtraction {
  readonly wrap: Bytes;
  readonly ingest: Bytes;
  readonly certs: Bytes;
  /** The vault's own certificates, for a chain above the guardian's. */
  readonly above: Bytes;
  /** Her countersignature, once she gave it. */
  readonly receipt: Bytes | null;
}

export interface Left {
  readonly to: Hex;
  readonly at: number;
}

export interface GrantRow {
  readonly gid: Hex;
  readonly request: string;
  readonly eid: Hex;
  readonly created: number;
  readonly expires: number;
  readonly approval: string;
  readonly records: number;
  readonly withdrawn: number | null;
  readonly left: readonly Left[];
  readonly job: string | null;
  readonly reason: string | null;
  readonly rid: Hex | null;
  readonly release: string | null;
}

export interface Stopped {
  readonly at: number;
  readonly logIndex: number;
  readonly left: readonly Left[];
  readonly notLeft: readonly Hex[];
  readonly draining: number;
}

export interface LogLine {
  readonly index: number;
  readonly entry: Bytes;
  readonly proof: string | null;
  /** Who it was, sealed to her. */
  readonly fields: Bytes | null;
  /** The vault's promise of it, where it has no proof yet (docs/formats/audit-entry.md 12). */
  readonly receipt: string | null;
}

export interface LogLines {
  readonly lines: readonly LogLine[];
  /** From the log of the size asked for to the newest checkpoint under the lines. */
  readonly consistency: readonly Bytes[];
}

export interface Policy {
  readonly roots: readonly Hex[];
  readonly log: string;
  readonly witness: string;
}

export class Vault {
  /** Bringing what she adds herself. */
  readonly uploads: Uploads;
  private readonly http: Http;

  constructor(http: Http) {
    this.http = http;
    this.uploads = new Uploads(http);
  }

  async params(loginCode: Hex): Promise<Params> {
    const of = fields(await this.http.post("/v1/sign-in/params", { login_code: loginCode }));
    return { uid: hex(of, "uid", 16), params: fromBase64url(text(of, "params")) };
  }

  async signIn(uid: Hex, auth: Bytes): Promise<SignedIn> {
    const of = fields(await this.http.post("/v1/sign-in", { uid, auth: toBase64url(auth) }));
    return {
      token: hex(of, "token", 32),
      params: fromBase64url(text(of, "params")),
      slots: list(of["slots"]).map((slot) => fromBase64url(String(slot))),
      passkeys: passkeyWraps(of["passkeys"]),
      manifest: fromBase64url(text(of, "manifest")),
      version: whole(of, "manifest_version"),
    };
  }

  async enrol(code: string, made: Answer<"enrol">): Promise<void> {
    await this.http.post("/v1/accounts", {
      code,
      uid: made.uid,
      bundle: toBase64url(made.bundle),
      params: toBase64url(made.params),
      slots: made.slots.map((slot) => ({
        auth_hash: toBase64url(slot.authHash),
        wrap: toBase64url(slot.wrap),
      })),
      login_hash: toBase64url(made.loginHash),
      k_case: toBase64url(made.kCase),
      manifest: toBase64url(made.manifest),
    });
  }

  async policy(): Promise<Policy> {
    const of = fields(await this.http.get("/v1/policy"));
    return {
      roots: list(of["roots"]).map((root) => hex({ root }, "root", 32)),
      log: text(of, "log"),
      witness: text(of, "witness"),
    };
  }

  /** Gives the neutral address that leaving ends at. */
  async leaving(): Promise<string> {
    return text(fields(await this.http.get("/v1/leaving")), "to");
  }

  async putManifest(version: number, manifest: Bytes): Promise<void> {
    await this.http.put("/v1/manifest", { version, manifest: toBase64url(manifest) });
  }

  async extractions(): Promise<readonly Extraction[]> {
    return list(await this.http.get("/v1/extractions")).map((row) => {
      const of = fields(row);
      return {
        eid: hex(of, "eid", 16),
        state: text(of, "state"),
        root: hex(of, "root", 32),
        guardian: of["guardian"] === null ? null : hex(of, "guardian", 32),
        created: whole(of, "created_ms"),
        logIndex: whole(of, "log_index"),
        receipt: truth(of, "receipt"),
      };
    });
  }

  async open(eid: Hex): Promise<OpenExtraction> {
    const of = fields(await this.http.post(`/v1/extractions/${eid}/open`));
    return {
      wrap: fromBase64url(text(of, "wrap")),
      ingest: fromBase64url(text(of, "ingest")),
      certs: fromBase64url(text(of, "certs")),
      above: fromBase64url(text(of, "above")),
      receipt: bytesOrNull(of, "receipt"),
    };
  }

  file(eid: Hex, kind: "catalogue" | "leaves"): Promise<Bytes> {
    return this.http.bytes(`/v1/extractions/${eid}/files/${kind}`);
  }

  /** Fetches what the key worker needs; it is sealed. */
  sealed(what: What): Promise<Bytes> {
    const at = `/v1/extractions/${what.eid}`;
    if (what.kind === "object") return this.http.bytes(`${at}/objects/${what.name}`);
    return this.http.bytes(
      `${at}/packs/${what.pack}?offset=${what.offset}&length=${what.length}`,
    );
  }

  async receipt(eid: Hex, receipt: Bytes): Promise<number> {
    const body = { receipt: toBase64url(receipt) };
    return whole(fields(await this.http.post(`/v1/extractions/${eid}/receipt`, body)), "log_index");
  }

  async requestCode(): Promise<Hex> {
    return hex(fields(await this.http.post("/v1/request-codes")), "code", 16);
  }

  async requests(): Promise<readonly RequestRow[]> {
    const rows = list(await this.http.get("/v1/requests"));
    return Promise.all(rows.map((row) => requestRow(fields(row))));
  }

  async refuse(qid: Hex): Promise<void> {
    await this.http.post(`/v1/requests/${qid}/refuse`);
  }

  async questions(qid: Hex): Promise<readonly Question[]> {
    const rows = list(await this.http.get(`/v1/requests/${qid}/questions`));
    return rows.map((row) => questionOf(fields(row)));
  }

  async ask(qid: Hex, question: string): Promise<void> {
    await this.http.post(`/v1/requests/${qid}/questions`, { text: question });
  }

  /**
   * Gives the words for one way of asking, in her language where there are any: a court's order
   * is told otherwise than a question.
   */
  async notice(route: Route, language: string): Promise<Notice> {
    const path = `/v1/notice?route=${route}&language=${language}`;
    return noticeOf(fields(await this.http.get(path)), route);
  }

  /** Notes what she ticked, for the request as she saw it and no other. */
  async acknowledge(
    qid: Hex,
    sha256: Hex,
    points: readonly string[],
    document: Hex,
  ): Promise<void> {
    const body = { sha256, points, how: "read", document };
    await this.http.post(`/v1/requests/${qid}/notice`, body);
  }

  async workerKey(): Promise<{ workerKey: Bytes; certs: Bytes }> {
    const of = fields(await this.http.post("/v1/worker-keys"));
    return {
      workerKey: fromBase64url(text(of, "worker_key")),
      certs: fromBase64url(text(of, "certs")),
    };
  }

  async grant(statement: Bytes, envelope: Bytes): Promise<{ gid: Hex; logIndex: number }> {
    const body = { statement: toBase64url(statement), envelope: toBase64url(envelope) };
    const of = fields(await this.http.post("/v1/grants", body));
    return { gid: hex(of, "gid", 16), logIndex: whole(of, "log_index") };
  }

  async grants(): Promise<readonly GrantRow[]> {
    return list(await this.http.get("/v1/grants")).map((row) => grantRow(fields(row)));
  }

  draft(rid: Hex): Promise<Bytes> {
    return this.http.bytes(`/v1/releases/${rid}/draft`);
  }

  async approve(rid: Hex, given: Answer<"approve">): Promise<void> {
    await this.http.post(`/v1/releases/${rid}/approval`, {
      approval: toBase64url(given.approval),
      wraps: given.wraps.map((each) => [each.fp, toBase64url(each.wrap)]),
    });
  }

  async withdraw(gid: Hex): Promise<Stopped> {
    const of = fields(await this.http.post(`/v1/grants/${gid}/withdraw`));
    return {
      at: whole(of, "at_ms"),
      logIndex: whole(of, "log_index"),
      left: leftOf(of["left"]),
      notLeft: list(of["not_left"]).map((fp) => hex({ fp }, "fp", 32)),
      draining: whole(of, "draining"),
    };
  }

  async erasure(eid: Hex): Promise<Erasure> {
    return erasureOf(await this.http.get(`/v1/extractions/${eid}/erasure`));
  }

  async erase(eid: Hex, days: number): Promise<void> {
    await this.http.post(`/v1/extractions/${eid}/erasure`, { days });
  }

  /** Keeps what was to be erased. */
  async keep(eid: Hex): Promise<void> {
    await this.http.post(`/v1/extractions/${eid}/erasure/cancel`);
  }

  /** Fetches all lines of her case, page by page, with a proof of growth from a log's size. */
  async log(since: number): Promise<LogLines> {
    const found = await this.linePages(since);
    const first = found.lines.findIndex(({ proof }) => proof === null);
    // A checkpoint that came between two pages proves the later one's lines alone.
    const torn = first !== -1 && found.lines.slice(first).some(({ proof }) => proof !== null);
    return torn ? this.linePages(since) : found;
  }

  private async linePages(since: number): Promise<LogLines> {
    const lines: LogLine[] = [];
    let consistency: readonly Bytes[] = [];
    let start: number | null = 0;
    while (start !== null) {
      const of: Fields = fields(await this.http.get(`/v1/log?start=${start}&since=${since}`));
      const page = list(of["lines"]).map((line) => logLine(fields(line)));
      lines.push(...page);
      // Of a page that no checkpoint covers, it would lead to one that no line is under.
      if (page.some(({ proof }) => proof !== null)) {
        consistency = list(of["consistency"]).map((step) => fromBase64url(String(step)));
      }
      const next: number | null = wholeOrNull(of, "next");
      // A next page that does not lie ahead would be asked for without end.
      if (next !== null && next <= start) throw new Misshapen("the next page lies behind");
      start = next;
    }
    return { lines, consistency };
  }

  /** Fetches a proof that the log of one size became that of another. */
  async growth(since: number, until: number): Promise<readonly Bytes[]> {
    const path = `/v1/log?limit=1&since=${since}&until=${until}`;
    const of: Fields = fields(await this.http.get(path));
    return list(of["consistency"]).map((step) => fromBase64url(String(step)));
  }
}

function logLine(of: Fields): LogLine {
  return {
    index: whole(of, "index"),
    entry: fromBase64url(text(of, "entry")),
    proof: textOrNull(of, "proof"),
    fields: bytesOrNull(of, "fields"),
    receipt: textOrNull(of, "receipt"),
  };
}

function bytesOrNull(of: Fields, key: string): Bytes | null {
  const value = textOrNull(of, key);
  return value === null ? null : fromBase64url(value);
}

function leftOf(value: unknown): readonly Left[] {
  return list(value).map((row) => {
    const of = fields(row);
    return { to: hex(of, "to", 32), at: whole(of, "at_ms") };
  });
}

function grantRow(of: Fields): GrantRow {
  return {
    gid: hex(of, "gid", 16),
    request: text(of, "request"),
    eid: hex(of, "eid", 16),
    created: whole(of, "created_ms"),
    expires: whole(of, "expires_ms"),
    approval: text(of, "approval"),
    records: whole(of, "records"),
    withdrawn: wholeOrNull(of, "withdrawn_ms"),
    left: leftOf(of["left"]),
    job: textOrNull(of, "job"),
    reason: textOrNull(of, "reason"),
    rid: textOrNull(of, "rid"),
    release: textOrNull(of, "release"),
  };
}
