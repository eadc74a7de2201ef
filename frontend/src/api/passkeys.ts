/** Her passkeys at the vault: which there are, one more, one less. */

import type { Answer, Bytes } from "../keys/messages.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";
import type { Http } from "./http.ts";
import { fields, list, text, whole } from "./shape.ts";

export interface PasskeyWrap {
  readonly credential: Bytes;
  readonly wrap: Bytes;
}

export interface PasskeyRow {
  readonly credential: string;
  readonly made: number;
}

/** Reads the wraps that come with signing in. */
export function passkeyWraps(value: unknown): readonly PasskeyWrap[] {
  return list(value).map((each) => {
    const row = fields(each);
    return {
      credential: fromBase64url(text(row, "credential")),
      wrap: fromBase64url(text(row, "wrap")),
    };
  });
}

export async function passkeysOf(http: Http): Promise<readonly PasskeyRow[]> {
  return list(await http.get("/v1/passkeys")).map((each) => {
    const row = fields(each);
    return { credential: text(row, "credential"), made: whole(row, "made_ms") };
  });
}

export async function addPasskey(
  http: Http,
  credential: Bytes,
  made: Answer<"passkey">,
): Promise<void> {
  await http.post("/v1/passkeys", {
    credential: toBase64url(credential),
    auth_hash: toBase64url(made.authHash),
    wrap: toBase64url(made.wrap),
  });
}

export async function endPasskey(http: Http, credential: string): Promise<void> {
  await http.post("/v1/passkeys/end", { credential });
}
