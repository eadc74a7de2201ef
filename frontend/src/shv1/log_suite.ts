/** The log checker's cryptography: libsodium, and noble once an ML-DSA-44 line is met. */

import type { Suite } from "../log/suite.ts";
import { ed25519Verify, sha256 } from "./sodium.ts";

export const SUITE: Suite = {
  sha256,
  ed25519: ed25519Verify,
  async mldsa44() {
    const { ml_dsa44 } = await import("@noble/post-quantum/ml-dsa.js");
    return (key, signature, message) => {
      try {
        return ml_dsa44.verify(signature, message, key);
      } catch {
        return false;
      }
    };
  },
};
