/** The checker's cryptography for tests: libsodium and noble, as in the key worker. */

import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import type { Suite } from "../src/log/suite.ts";
import { ed25519Verify, sha256 } from "../src/shv1/sodium.ts";

export const SUITE: Suite = {
  sha256,
  ed25519: ed25519Verify,
  mldsa44: async () => (key, signature, message) => ml_dsa44.verify(signature, message, key),
};
