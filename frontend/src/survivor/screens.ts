/** Which screen is shown. There is one document and one entry in the history. */

import type { Stopped } from "../api/vault.ts";
import type { Hex } from "../keys/messages.ts";

export type Screen =
  | { readonly name: "start" }
  | { readonly name: "enrol" }
  | { readonly name: "signIn" }
  | { readonly name: "locked"; readonly why: "away" | "session" | "asked" }
  | { readonly name: "today" }
  | { readonly name: "sealed"; readonly eid: Hex }
  | { readonly name: "asks"; readonly qid: Hex }
  | { readonly name: "exactly"; readonly qid: Hex }
  | { readonly name: "decide"; readonly qid: Hex }
  | { readonly name: "refuse"; readonly qid: Hex }
  | { readonly name: "refused" }
  | { readonly name: "agreed"; readonly gid: Hex }
  | { readonly name: "draft"; readonly gid: Hex }
  | { readonly name: "gone"; readonly gid: Hex }
  | { readonly name: "shares" }
  | { readonly name: "stop"; readonly gid: Hex }
  | { readonly name: "stopped"; readonly gid: Hex; readonly receipt: Stopped | null }
  | { readonly name: "looked" }
  | { readonly name: "things" }
  | { readonly name: "inside"; readonly eid: Hex; readonly group: Hex }
  | { readonly name: "copy"; readonly eid: Hex }
  | { readonly name: "add" }
  | { readonly name: "erase"; readonly eid: Hex }
  | { readonly name: "passkeys" }
  | { readonly name: "code" };

/** The screens that need no keys. */
export function isOutside(screen: Screen): boolean {
  return ["start", "enrol", "signIn", "locked"].includes(screen.name);
}

/** The screens that tell of something done: none to come back to. */
export function isDone(screen: Screen): boolean {
  return ["refused", "agreed", "gone", "stopped", "code"].includes(screen.name);
}
