/**
 * Who asks, believed only as far as a pinned root's chain reaches (api/remote_asker.py).
 *
 * The vault that hands out a public key could hand out another: whatever were sealed to it,
 * the vault would read. So nothing is sealed to a key before its certificate was checked.
 */

import { findChain, parseCertificate } from "../shv1/certificate.ts";
import { parseCerts } from "../shv1/custody.ts";
import { parseBundle } from "../shv1/identity.ts";
import type { Answer, Ask } from "./messages.ts";

/** Gives the certified name, or throws NotAuthentic or MalformedIdentity. */
export async function checkAsker(ask: Ask<"asker">): Promise<Answer<"asker">> {
  const { fp } = parseBundle(ask.recipient);
  const certificates = parseCerts(ask.certs).map((raw) => parseCertificate(raw));
  const chain = await findChain(certificates, fp, "recipient", ask.now, ask.roots);
  const [own] = chain;
  const issuer = certificates.find((each) => each.subject === own?.issuer);
  return { fp, name: own?.name ?? "", certifiedBy: issuer?.name ?? "" };
}
