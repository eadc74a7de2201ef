/** The messages about who looked: what her page asks of the key worker, and what it is told. */

import type { Bytes, Hex } from "./messages.ts";

/** What a finding holds at most: characters of a note and of a name, hashes, receipts. */
export const FINDING_LIMITS = { note: 32_768, whom: 200, path: 63, receipts: 16 } as const;
/** How many receipts are remembered. */
export const MOST_RECEIPTS = 1000;

export interface LineJson {
  readonly index: number;
  readonly time: number;
  readonly act: string;
  readonly out: string;
  readonly role: string;
  readonly rc: string;
  readonly why: string;
  readonly auth: string;
  readonly ref: number | null;
  readonly n: number | null;
  /** Which of the ids and names that were handed in the line speaks of, null if of none. */
  readonly obj: Hex | null;
  readonly con: Hex | null;
  readonly org: string | null;
  /** Whether a trusted checkpoint covers it. */
  readonly confirmed: boolean;
  /** The name of the member of staff, as it was sealed to her; null where there is none. */
  readonly who: string | null;
}

export interface LogJson {
  readonly lines: readonly LineJson[];
  readonly unconfirmed: number;
  readonly checkpoint: { readonly text: string; readonly size: number } | null;
  /** When the newest witness saw it, in seconds since 1970. */
  readonly seenAt: number | null;
  /** Whether the log only grew since the remembered checkpoint; null without one. */
  readonly grew: boolean | null;
}

/** Which check did not hold (docs/formats/finding.md 2). */
export type MismatchKind = "witness" | "growth" | "receipt" | "lines";

/** What a failure says when the log is not what it was: which check, and whose promise. */
export interface Mismatch {
  readonly kind: MismatchKind;
  /** Receipts that were not honoured. */
  readonly receipts: readonly string[];
}

/** What did not match, as it is remembered (docs/formats/finding.md 1). */
export interface FindingJson {
  /** In seconds since 1970. */
  readonly at: number;
  readonly kind: MismatchKind;
  /** The checker's name; empty but where one was asked. */
  readonly name: string;
  readonly notes: readonly string[];
  /** Hashes in base64url. */
  readonly path: readonly string[];
  readonly receipts: readonly string[];
  readonly told: { readonly at: number; readonly whom: string } | null;
}

export interface LogMessages {
  /** Checks who looked (docs/formats/audit-entry.md 7). */
  verifyLog: {
    ask: {
      readonly lines: readonly {
        readonly index: number;
        readonly entry: Bytes;
        readonly proof: string | null;
        /** Who it was, sealed to her. */
        readonly fields: Bytes | null;
      }[];
      /** The pinned log policy. */
      readonly policy: string;
      readonly now: number;
      /** The checkpoint that she remembers, "" for none, and the proof from it to the newest. */
      readonly remembered: string;
      readonly consistency: readonly Bytes[];
      /** Receipts as they came (docs/formats/audit-entry.md 12). */
      readonly receipts: readonly string[];
      /** Ids and names that the lines may speak of. */
      readonly ids: readonly Hex[];
      readonly organisations: readonly string[];
    };
    answer: LogJson;
  };
  /** Compares a witness's newest note with the checkpoint that the vault showed. */
  witness: {
    ask: {
      readonly policy: string;
      /** The witness's name in the policy. */
      readonly name: string;
      readonly note: string;
      /** The vault's newest checkpoint, "" for none, and the proof from the smaller to the larger. */
      readonly shown: string;
      readonly consistency: readonly Bytes[];
      readonly now: number;
    };
    /** Null where the note is not that witness's: then nothing is known. */
    answer: { readonly size: number | null; readonly seenAt: number | null };
  };
  /** Adds what did not match to what is remembered, if anything, and spells the file of all. */
  finding: {
    ask: {
      readonly findings: readonly FindingJson[];
      readonly fresh: FindingJson | null;
      readonly policy: string;
    };
    answer: { readonly findings: readonly FindingJson[]; readonly file: string };
  };
  /** Makes six check words: their numbers in the list (docs/formats/check-words.md). */
  checkWords: {
    ask: { readonly kind: "checkpoint" | "extraction"; readonly data: Bytes };
    answer: { readonly numbers: readonly number[] };
  };
}
