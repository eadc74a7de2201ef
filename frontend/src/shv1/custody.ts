/** certs.json: a canonical array of certificates (docs/formats/extraction.md 6). */

import type { Bytes } from "../bytes.ts";
import { marshal, parse } from "./canonical.ts";
import type { Json } from "./canonical.ts";
import { Malformed } from "./errors.ts";

/** Reads certs.json to the bytes of each certificate, or throws Malformed. */
export function parseCerts(data: Bytes): Bytes[] {
  const value = parse(data);
  if (!Array.isArray(value)) throw new Malformed("certs.json: want a list");
  return value.map((item: Json) => marshal(item));
}
