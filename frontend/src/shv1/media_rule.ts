/**
 * What becomes of the media that leaving records cite: whole, as a stripped copy, or not at all.
 *
 * docs/formats/grant.md 4, as extraction/media_rule.py. What is of a kind that the scope does not
 * hold stays; of the others all go whole where the scope holds places. The strippers are fetched
 * when the first picture is met.
 */

import { hex } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { isObject, own } from "./canonical.ts";
import type { Json, JsonObject } from "./canonical.ts";
import type { Copy, DerivedMedium } from "./derived.ts";
import { holdsPlaces, saysPlace } from "./placeless.ts";
import { isPart, isSmall, kindOf } from "./record.ts";
import type { Scope, Values } from "./scope.ts";
import { sha256 } from "./sodium.ts";

/** A longer file is not stripped: it is held whole in memory. */
export const MAX_STRIPPED = 32 * 1024 * 1024;

const STRIPPABLE = new Set<Json>(
  "image/jpeg image/png image/webp image/gif audio/ogg audio/amr".split(" "),
);

/** The kinds of media that leave where people are masked in records. */
const SHOWN = new Set<string | null>(["image", "audio", "video"]);

/** SHA-256 in hex of what goes as it is, and everything else that is cited. */
export interface Media {
  readonly whole: ReadonlySet<string>;
  readonly derived: readonly DerivedMedium[];
}

/** Strips a medium by its SHA-256; null where it is not there or not understood. */
export type StripMedium = (sha256: string) => Promise<Copy | null>;

/** The media of records that leave, as they are or changed, and what is said of each. */
export class Cited {
  private readonly allWhole: boolean;
  private readonly asked: Values | null;
  private readonly masks: boolean;
  readonly words = new Set<string>();
  private readonly pictures = new Set<string>();
  private readonly others = new Set<string>();
  private readonly kinds = new Set<string>();

  constructor(scope: Scope) {
    this.allWhole = holdsPlaces(scope);
    this.asked = scope.m;
    this.masks = scope.h;
  }

  /** Takes note of what a record cites. */
  add(body: JsonObject): void {
    const blobs = own(body, "blobs");
    const listed = Array.isArray(blobs) ? (blobs as readonly Json[]).filter(isObject) : [];
    // A small picture of a film that was not asked for shows some of it.
    const stays = listed.some((blob) => !this.isAsked(blob));
    for (const blob of listed) {
      if (own(blob, "present") !== true) continue;
      const hash = own(blob, "sha256");
      const found = stays && isSmall(blob) ? this.kinds : this.outcomeOf(blob);
      if (typeof hash === "string") found.add(hash);
    }
  }

  /** Lists what must be read, in order. */
  toStrip(): string[] {
    return [...this.pictures].filter((hash) => !this.words.has(hash)).toSorted();
  }

  all(): ReadonlySet<string> {
    return new Set([...this.words, ...this.pictures, ...this.others, ...this.kinds]);
  }

  /** Gives what stays because the scope does not hold its kind. */
  unasked(): ReadonlySet<string> {
    const { words, pictures, others } = this;
    return new Set(
      [...this.kinds].filter((hash) => !words.has(hash) && !pictures.has(hash) && !others.has(hash)),
    );
  }

  /** Reads what can be stripped and decides everything. */
  async settle(stripMedium: StripMedium, progress: () => void): Promise<Media> {
    const whole = new Set(this.words);
    const copies = new Map<string, Copy | null>();
    for (const hash of this.toStrip()) {
      const copy = await stripMedium(hash);
      if (copy?.sha256 === hash) whole.add(hash);
      else copies.set(hash, copy);
      progress();
    }
    const unasked = this.unasked();
    for (const hash of [...this.others, ...unasked]) {
      if (!whole.has(hash) && !copies.has(hash)) copies.set(hash, null);
    }
    const derived = [...copies.keys()].toSorted().map((original) => {
      return { original, copy: copies.get(original) ?? null, asked: !unasked.has(original) };
    });
    return { whole, derived };
  }

  private isAsked(blob: JsonObject): boolean {
    // Nobody here can mask people in a file of words.
    if (this.masks && (isPart(blob) || !SHOWN.has(kindOf(blob)))) return false;
    return this.asked === null || isPart(blob) || this.asked.has(kindOf(blob) ?? "");
  }

  private outcomeOf(blob: JsonObject): Set<string> {
    if (!this.isAsked(blob)) return this.kinds;
    const [name, role] = [own(blob, "name"), own(blob, "role")];
    // A text or field that was too long for its record goes as the record does.
    const named = typeof name === "string" && saysPlace(name);
    if (this.allWhole || role === "text" || (role === "extra" && !named)) return this.words;
    return STRIPPABLE.has(own(blob, "mime_sniffed") ?? null) ? this.pictures : this.others;
  }
}

/** Strips a medium's bytes; null where they are not understood. */
export async function stripBytes(data: Bytes): Promise<Copy | null> {
  const { strip } = await import("./strip.ts");
  const copy = strip(data);
  return copy === null ? null : { sha256: hex(sha256(copy)), length: copy.length };
}
