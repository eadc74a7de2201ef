/**
 * A passkey's secret, from the browser (WebAuthn with its PRF extension).
 *
 * docs/formats/shv1.md 5. What the authenticator signs is not looked at, so the challenge is
 * thrown away; the secret is what counts, and no other address gets it.
 */

import { hex, utf8 } from "../bytes.ts";
import type { Bytes, Hex } from "../keys/messages.ts";

const NAME = "Notes";
const MILLISECONDS = 60_000;
const SECRET = 32;

/** This browser or device gives no secret for a passkey, or nobody was verified. */
export class NoPasskey extends Error {
  override readonly name = "NoPasskey";
}

export interface PasskeySecret {
  readonly uid: Hex;
  readonly credential: Bytes;
  readonly prf: Bytes;
}

/** What every authenticator is asked for. */
export async function passkeyInput(): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", utf8("SHV1 passkey\0")));
}

/** Whether it is worth to offer one. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential === "function" && isSecureContext;
}

/** Makes a passkey on this device; gives its id. Its secret is asked for afterwards. */
export async function makePasskey(uid: Bytes): Promise<Bytes> {
  const made = await answered(
    navigator.credentials.create({
      publicKey: {
        rp: { name: NAME },
        user: { id: uid, name: NAME, displayName: NAME },
        challenge: crypto.getRandomValues(new Uint8Array(SECRET)),
        pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        timeout: MILLISECONDS,
        attestation: "none",
        extensions: { prf: {} },
      },
    }),
  );
  if (made.getClientExtensionResults().prf?.enabled !== true) {
    throw new NoPasskey("this device gives no secret for a passkey");
  }
  return new Uint8Array(made.rawId);
}

/** Asks for the secret of one passkey, or of whichever of this address she chooses. */
export async function passkeySecret(only?: Bytes): Promise<PasskeySecret> {
  const first = await passkeyInput();
  const found = await answered(
    navigator.credentials.get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(SECRET)),
        userVerification: "required",
        timeout: MILLISECONDS,
        ...(only === undefined ? {} : { allowCredentials: [{ type: "public-key", id: only }] }),
        extensions: { prf: { eval: { first } } },
      },
    }),
  );
  const secret = found.getClientExtensionResults().prf?.results?.first;
  const { userHandle } = found.response as AuthenticatorAssertionResponse;
  if (secret === undefined || userHandle === null) {
    throw new NoPasskey("this device gave no secret for its passkey");
  }
  const prf = new Uint8Array(secret as ArrayBuffer);
  return { uid: hex(new Uint8Array(userHandle)), credential: new Uint8Array(found.rawId), prf };
}

async function answered(asked: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const found = await asked;
    if (found !== null) return found as PublicKeyCredential;
  } catch {
    // Refused, timed out, no such passkey: browsers do not say which, and it is all one.
  }
  throw new NoPasskey("no passkey was used");
}
