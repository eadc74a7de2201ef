/**
 * Pictures of our own for the easy words: lines in the colour of the text, so that they are
 * there in the dark and in a device's own colours too. What each shows is said in words.
 */

import type { JSX } from "preact";

export const PICTURES = ["who", "what", "why", "answer", "yes", "no", "time"] as const;
export type PictureName = (typeof PICTURES)[number];

const PHONE = "M8 6h22v52h-22zM16 52h6";

/** One path each, drawn with a pen in a field of 64 by 64. */
const PATHS: Readonly<Record<PictureName, string>> = {
  who: "M14 26a10 10 0 1 0 20 0a10 10 0 1 0 -20 0M6 58c0 -12 8 -18 18 -18s18 6 18 18M40 6h20v14h-12l-6 6v-6h-2z",
  what: "M16 4h32v56h-32zM22 14h14v8h-14zM28 28h14v8h-14zM22 42h14v6h-14z",
  why: "M22 22a11 11 0 1 1 15 10c-4 2 -5 4 -5 9M32 50v2M4 32a28 28 0 1 0 56 0a28 28 0 1 0 -56 0",
  answer: "M6 34l8 8l14 -20M38 24l18 18M56 24l-18 18",
  yes: `${PHONE}M30 32h12M38 26l6 6l-6 6M46 14h14v36h-14zM50 22h6M50 30h6`,
  no: `${PHONE}M42 10v44M50 10v44M42 10h8M42 54h8`,
  time: "M6 32a26 26 0 1 0 52 0a26 26 0 1 0 -52 0M32 16v16l12 8",
};

export function Picture({ name, label }: { name: PictureName; label: string }): JSX.Element {
  return (
    <svg class="picture" viewBox="0 0 64 64" role="img" aria-label={label}>
      <path d={PATHS[name]} />
    </svg>
  );
}
