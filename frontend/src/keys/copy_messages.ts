/** The messages about what lies in the vault, and about a full copy of it. */

import type { Bytes, Hex } from "./messages.ts";

export type FileKind = "image" | "video" | "audio" | "other";

/** What an opened extraction holds beside its records, and who sealed it. */
export interface ContentsJson {
  /** The name in the guardian's certificate; null where she added it herself. */
  readonly by: string | null;
  /** Who vouches for that name: null where no pinned key does. */
  readonly certifiedBy: string | null;
  /** Files by kind: how many, and their true length. */
  readonly files: readonly {
    readonly kind: FileKind;
    readonly count: number;
    readonly bytes: number;
  }[];
  /** Sealed bytes in all, as the guardian stated them. */
  readonly sealed: number;
}

export interface CopyMessages {
  /** Says what an opened extraction holds beside its records. */
  contents: {
    /** `above` are certificates above the guardian's; believed as far as a pinned key leads. */
    ask: { readonly eid: Hex; readonly above: Bytes; readonly roots: readonly Hex[] };
    answer: ContentsJson;
  };
  /** Begins a full copy (docs/formats/full-copy.md); one that was begun before ends. */
  beginCopy: {
    ask: { readonly eid: Hex; readonly receipt: Bytes | null; readonly readme: string };
    answer: { readonly copy: number };
  };
  /**
   * Gives the next bytes of a copy, all of them checked. Where it fails with `Missing` it may be
   * asked again, and goes on at the same place.
   */
  nextCopy: {
    ask: { readonly copy: number };
    answer: {
      readonly data: Bytes;
      readonly done: number;
      readonly total: number;
      /** Whether these bytes end the copy. */
      readonly whole: boolean;
    };
  };
}
