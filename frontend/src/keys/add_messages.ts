/** The messages about what she adds herself (docs/formats/addition.md). */

import type { Bytes, Hex } from "./messages.ts";

/** What may be added at a time: kinds, the number of files, and bytes of one and of all. */
export const ADDED = {
  kinds: ["document", "photo", "audio", "video", "statement", "court_order"],
  files: 20,
  file: 96 * 1024 * 1024,
  total: 256 * 1024 * 1024,
} as const;
export const REASONS_NOT = ["many", "empty", "long", "total", "name", "kind", "same", "day"] as const;

/** A file that she chose, and what she says of it. */
export interface AddedFile {
  readonly file: Blob;
  readonly name: string;
  readonly kind: string;
  /** The day, when it begins and when the next does where she is (seconds), or null. */
  readonly day: { readonly day: string; readonly first: number; readonly next: number } | null;
}

/** Why nothing was begun: which file, from 0, and what is the matter with it. */
export interface Refused {
  readonly place: number;
  readonly why: (typeof REASONS_NOT)[number];
}

export interface AddMessages {
  /** Reads the files, signs for them and seals all but their bytes; or refuses, with the reason. */
  beginAdd: {
    ask: {
      readonly files: readonly AddedFile[];
      readonly tool: { readonly name: string; readonly version: string; readonly sha256: Hex };
      readonly now: number;
    };
    answer:
      | { readonly refused: Refused }
      | {
          readonly refused: null;
          /** Names the addition in later messages; one that was begun before ends. */
          readonly add: number;
          readonly eid: Hex;
          readonly root: Hex;
          readonly ingest: Bytes;
          /** SHA-256 of the statement. */
          readonly statement: Hex;
        };
  };
  /**
   * Gives the next sealed bytes to bring to the vault, `part` null once there are no more. They
   * are given once: the page keeps them until the vault has them.
   */
  nextAdd: {
    ask: { readonly add: number };
    answer: {
      readonly part: {
        readonly kind: string;
        readonly name: Hex;
        /** Which piece of a long file, null where it comes whole. */
        readonly piece: number | null;
        readonly data: Bytes;
      } | null;
      readonly done: number;
      readonly total: number;
    };
  };
  /** What to ask the vault so that it must read everything back, chance first. */
  askBack: {
    ask: { readonly add: number };
    answer: {
      readonly chance: Bytes;
      readonly files: readonly (readonly [kind: string, name: Hex, length: number])[];
    };
  };
  /** Compares what the vault read back with what was sealed; only then gives the key to commit. */
  checkBack: {
    ask: { readonly add: number; readonly hashes: readonly Bytes[] };
    answer: { readonly wrap: Bytes };
  };
}
