/**
 * Every message between a page and the key worker.
 *
 * The worker holds her root, the extractions' keys and all that derives from them; the page
 * gets records to show and sealed bytes to send, never a key. The worker has no network: what
 * it must read it asks the page for (`Need`), and what it is given is sealed.
 *
 * Ids, fingerprints and hashes are lower-case hex; other bytes are Uint8Array. Times are
 * seconds since 1970 and come from the page. Answers keep the order of what was asked.
 */

import type { SaidPoint } from "../shv1/visit.ts";
import type { Failure } from "./errors.ts";
import type { AddMessages } from "./add_messages.ts";
import type { CopyMessages } from "./copy_messages.ts";
import type { LogMessages } from "./log_messages.ts";

export { ADDED, REASONS_NOT } from "./add_messages.ts";
export type { AddedFile, Refused } from "./add_messages.ts";
export type { ContentsJson, FileKind } from "./copy_messages.ts";
export { FINDING_LIMITS, MOST_RECEIPTS } from "./log_messages.ts";
export type { FindingJson, LineJson, LogJson, Mismatch, MismatchKind } from "./log_messages.ts";
import type { FindingJson } from "./log_messages.ts";
import type { ScopeJson } from "./scope_json.ts";

export type { SaidPoint, ScopeJson };

export type Hex = string;
export type Bytes = Uint8Array<ArrayBuffer>;

/** Where a record lies: segment and place in it. It stays the same for ever. */
export type Place = readonly [segment: number, place: number];

export type Reason =
  | "out-of-scope"
  | "excluded-by-survivor"
  | "privileged"
  | "third-party"
  | "not-relevant"
  | "unknown"
  | "transformed";

/** What her client remembers between visits, sealed (docs/formats/shv1.md 5). */
export interface ManifestJson {
  readonly extractions: readonly {
    readonly eid: Hex;
    readonly root: Hex;
    /** SHA-256 of the ingest statement as delivered. */
    readonly ingest: Hex;
    readonly logIndex: number;
  }[];
  readonly policy: string;
  readonly lastCheckpoint: string;
  readonly receipts: readonly string[];
  readonly findings: readonly FindingJson[];
}

export interface GroupJson {
  readonly tag: Hex;
  readonly category: string;
  readonly thread: string;
  readonly app: string | null;
  readonly parties: readonly string[] | null;
  readonly class: string | null;
  readonly records: number;
  /** First and last day with records, null when none of them is dated. */
  readonly days: readonly [string, string] | null;
  readonly undated: number;
}

export interface OpenedJson {
  readonly eid: Hex;
  readonly root: Hex;
  /** Null where she added it herself. */
  readonly guardian: Hex | null;
  readonly created: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly statement: Hex;
  readonly records: number;
  readonly segments: number;
  readonly objects: number;
  readonly groups: readonly GroupJson[];
}

/** What goes otherwise than it is: records without their place, media stripped or not at all. */
export interface Hidden {
  readonly copies: number;
  readonly stripped: readonly Hex[];
  readonly stay: readonly Hex[];
  /** Of a kind that the scope does not hold. */
  readonly unasked: readonly Hex[];
}

export interface PreviewJson extends Hidden {
  /** Names the preview in later messages; it ends with the worker. */
  readonly preview: number;
  readonly records: number;
  readonly sha256: Hex;
  readonly categories: Readonly<Record<string, number>>;
  readonly withheld: Readonly<Record<string, number>>;
  /** Of the groups that the scope touches, counts of records. */
  readonly groups: readonly {
    readonly tag: Hex;
    readonly leaving: number;
    readonly staying: number;
  }[];
}

/** A record to show: its JSON or, if `transformed`, the changed copy's; null if withheld. */
export interface ShownRecord {
  readonly at: Place;
  readonly group: Hex;
  readonly reason: Reason | null;
  readonly record: Readonly<Record<string, unknown>> | null;
  readonly fates: Readonly<Record<Hex, Fate>>;
}

export interface RecordsPage {
  readonly from: number;
  readonly total: number;
  readonly records: readonly ShownRecord[];
}

export type Fate = "stripped" | "stays" | "unasked";
export type Show = "leaving" | "staying" | "all";

export interface StepJson {
  readonly step: number;
  readonly name: string;
  readonly status: "pass" | "fail" | "absent" | "not pinned";
  readonly detail: string;
}

export interface DraftJson extends Hidden {
  readonly rid: Hex;
  readonly gid: Hex;
  readonly eid: Hex;
  readonly steps: readonly StepJson[];
  readonly records: number;
  readonly sha256: Hex;
  readonly withheld: Readonly<Record<string, number>>;
  readonly media: number;
  readonly releaseTo: readonly Hex[];
  readonly expires: number;
  /** Against the preview that was named: null when none was, else whether it is the same. */
  readonly same: boolean | null;
}

/** What is asked, and what is answered, by kind. */
export interface Messages extends LogMessages, CopyMessages, AddMessages {
  /** Makes an identity and an account; the worker is unlocked afterwards. */
  enrol: {
    ask: { readonly passphrase: string };
    answer: {
      readonly uid: Hex;
      readonly fp: Hex;
      /** 8 groups of 4 hex digits, to be compared with the guardian's screen. */
      readonly shown: string;
      readonly loginCode: Hex;
      readonly bundle: Bytes;
      readonly params: Bytes;
      readonly slots: readonly { readonly authHash: Bytes; readonly wrap: Bytes }[];
      readonly loginHash: Bytes;
      readonly kCase: Bytes;
      readonly manifest: Bytes;
    };
  };
  /** Stretches the passphrase; gives what the vault wants to see before it hands out the slots. */
  stretch: {
    ask: { readonly passphrase: string; readonly uid: Hex; readonly params: Bytes };
    answer: { readonly auth: Bytes };
  };
  /** Takes a passkey's secret instead of a stretched passphrase; `unlock` then wants its wrap. */
  prove: {
    ask: { readonly prf: Bytes; readonly uid: Hex; readonly credential: Bytes };
    answer: { readonly auth: Bytes };
  };
  /** Makes a passkey's slot of the account that is unlocked. */
  passkey: {
    ask: { readonly prf: Bytes; readonly credential: Bytes };
    answer: { readonly authHash: Bytes; readonly wrap: Bytes };
  };
  /** Opens a slot with what was stretched, then the manifest. */
  unlock: {
    ask: {
      readonly slots: readonly Bytes[];
      readonly manifest: Bytes;
      readonly version: number;
      /** The highest version that this visit has met, -1 at first. */
      readonly seen: number;
    };
    answer: {
      readonly fp: Hex;
      readonly shown: string;
      readonly version: number;
      readonly manifest: ManifestJson;
    };
  };
  /** Forgets everything. The page ends the worker as well. */
  lock: { ask: Record<never, never>; answer: Record<never, never> };
  /** Seals the next version of the manifest: one after `after`, what the vault has, if given. */
  manifest: {
    ask: { readonly manifest: ManifestJson; readonly after?: number };
    answer: { readonly version: number; readonly manifest: Bytes };
  };
  /** Opens an extraction: what the guardian signed, the wrap, the catalogue. */
  openExtraction: {
    ask: {
      readonly eid: Hex;
      readonly ingest: Bytes;
      readonly certs: Bytes;
      readonly leaves: Bytes;
      readonly catalogue: Bytes;
      readonly wrap: Bytes;
    };
    answer: OpenedJson;
  };
  /** Countersigns the intake of an opened extraction. */
  receipt: { ask: { readonly eid: Hex }; answer: { readonly receipt: Bytes } };
  /** Finds exactly which records a scope would let leave. Refuses a place that is none of them. */
  preview: {
    ask: {
      readonly eid: Hex;
      readonly scope: ScopeJson;
      readonly excluded: readonly Place[];
    };
    answer: PreviewJson;
  };
  /** A page of records of a preview, in order of segment and place, or of one group of it. */
  records: {
    ask: {
      readonly preview: number;
      readonly show: Show;
      readonly group?: Hex;
      readonly from: number;
      readonly count: number;
    };
    answer: RecordsPage;
  };
  /** A medium that a record cites, whole and checked; the caller treats it as hostile. */
  medium: {
    ask: { readonly eid: Hex; readonly sha256: Hex };
    answer: { readonly mime: string; readonly data: Bytes };
  };
  /** What the guardian wrote down of the phone and the visit, checked; null if nothing. */
  visit: {
    ask: { readonly eid: Hex };
    answer: { readonly points: readonly SaidPoint[] | null };
  };
  /** Checks who asks: their key, by its chain to a pinned root, in the role of a recipient. */
  asker: {
    ask: {
      readonly recipient: Bytes;
      readonly certs: Bytes;
      readonly roots: readonly Hex[];
      readonly now: number;
    };
    answer: { readonly fp: Hex; readonly name: string; readonly certifiedBy: string };
  };
  /** Signs and seals a grant for what a preview found. */
  grant: {
    ask: {
      readonly preview: number;
      /** The certificate of a one-time worker key and its chain, as the vault gives them. */
      readonly workerKey: Bytes;
      readonly certs: Bytes;
      /** Fingerprints of the pinned roots. */
      readonly roots: readonly Hex[];
      readonly recipients: readonly Bytes[];
      /** Points of the visit statement that the release shows. */
      readonly points: readonly string[];
      readonly approval: "ask" | "auto";
      readonly until: number;
      readonly now: number;
      readonly request: string;
      readonly policy: Hex;
      readonly notice: Hex;
    };
    answer: { readonly gid: Hex; readonly statement: Bytes; readonly envelope: Bytes };
  };
  /** Opens a draft and checks steps 2 to 14; `preview` names one to compare it with. */
  openDraft: {
    ask: { readonly container: Bytes; readonly preview?: number };
    answer: DraftJson;
  };
  /** A page of a draft's records, as the worker put them there. */
  draftRecords: {
    ask: {
      readonly rid: Hex;
      readonly show: Show;
      readonly from: number;
      readonly count: number;
    };
    answer: RecordsPage;
  };
  /** Lets an opened draft go to the named people. */
  approve: {
    ask: { readonly rid: Hex; readonly recipients: readonly Bytes[]; readonly now: number };
    answer: {
      readonly approval: Bytes;
      readonly wraps: readonly { readonly fp: Hex; readonly wrap: Bytes }[];
    };
  };
  /** Half-finished choices, sealed so that they outlive a lock in the page's memory. */
  keep: { ask: { readonly text: string }; answer: { readonly sealed: Bytes } };
  recall: { ask: { readonly sealed: Bytes }; answer: { readonly text: string } };
}

export type Kind = keyof Messages;
export type Ask<K extends Kind> = Messages[K]["ask"];
export type Answer<K extends Kind> = Messages[K]["answer"];

export const KINDS = [
  "enrol",
  "stretch",
  "prove",
  "passkey",
  "unlock",
  "lock",
  "manifest",
  "openExtraction",
  "receipt",
  "preview",
  "records",
  "medium",
  "visit",
  "contents",
  "beginCopy",
  "nextCopy",
  "beginAdd",
  "nextAdd",
  "askBack",
  "checkBack",
  "asker",
  "grant",
  "openDraft",
  "draftRecords",
  "approve",
  "verifyLog",
  "witness",
  "finding",
  "checkWords",
  "keep",
  "recall",
] as const satisfies readonly Kind[];

/** Seconds without a sign of life (progress, a need) after which a message has failed. */
export const LIMITS: Readonly<Partial<Record<Kind, number>>> & { readonly other: number } = {
  enrol: 40,
  stretch: 40,
  unlock: 40,
  checkWords: 40,
  other: 20,
};

/** What the worker needs the page to fetch. */
export type What =
  | {
      readonly kind: "pack";
      readonly eid: Hex;
      readonly pack: Hex;
      readonly offset: number;
      readonly length: number;
    }
  | { readonly kind: "object"; readonly eid: Hex; readonly name: Hex };

export type ProgressStep = "stretching" | "opening" | "sealing" | "checking" | "copying" | "adding";

/** From the page to the worker. */
export type ToWorker =
  | { [K in Kind]: { readonly id: number; readonly kind: K; readonly ask: Ask<K> } }[Kind]
  | { readonly id: number; readonly kind: "given"; readonly need: number; readonly data: Bytes }
  | { readonly id: number; readonly kind: "notGiven"; readonly need: number };

/** From the worker to the page. */
export type FromWorker =
  | { readonly kind: "ready" }
  | { [K in Kind]: { readonly id: number; readonly kind: "answer"; readonly answer: Answer<K> } }[Kind]
  | { readonly id: number; readonly kind: "failure"; readonly failure: Failure }
  | {
      readonly id: number;
      readonly kind: "progress";
      readonly step: ProgressStep;
      readonly done: number;
      readonly total: number;
    }
  | { readonly id: number; readonly kind: "need"; readonly need: number; readonly what: What };
