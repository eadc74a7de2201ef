/**
 * What the checker needs of cryptography, by argument: it has none of its own, so that it stays
 * small and can live elsewhere too, as on a witness's own page.
 */

import type { Sha256 } from "./merkle.ts";

/** Tells whether a signature verifies. */
export type Verify = (key: Uint8Array, signature: Uint8Array, message: Uint8Array) => boolean;

export interface Suite {
  readonly sha256: Sha256;
  readonly ed25519: Verify;
  /** Fetched when the first ML-DSA-44 line is met. */
  readonly mldsa44: () => Promise<Verify>;
}
