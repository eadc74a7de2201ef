/**
 * Asking one of the pinned checkers what it saw last, without the vault in between.
 *
 * docs/formats/audit-entry.md 7. Which one is chance, so that the vault cannot know whom it would
 * have to deceive. Nothing about her is sent: every reader of this log asks the same address.
 */

const SECONDS = 10;
const MAX_NOTE = 512 * 1024;

/** A checker that was asked; `note` is null where it did not answer. */
export interface Asked {
  readonly name: string;
  readonly note: string | null;
}

interface Witness {
  readonly name: string;
  readonly url: string;
}

/** Finds the log's name and the checkers with an address in a policy that was pinned. */
export function askable(policy: string): { readonly origin: string; readonly witnesses: readonly Witness[] } {
  const lines = policy.split("\n").map((line) => line.split(/[\t ]+/).filter((word) => word !== ""));
  const [, key = ""] = lines.find(([kind]) => kind === "log") ?? [];
  const witnesses = lines.flatMap(([kind, name = "", , url]) =>
    kind === "witness" && url !== undefined ? [{ name, url }] : [],
  );
  return { origin: key.split("+")[0] ?? "", witnesses };
}

/** Asks one of them; null where the policy names none that can be asked. */
export async function askWitness(
  policy: string,
  chance: (below: number) => number = randomBelow,
  fetching: typeof fetch = (...all) => fetch(...all),
): Promise<Asked | null> {
  const { origin, witnesses } = askable(policy);
  const chosen = witnesses[chance(witnesses.length)];
  if (chosen === undefined) return null;
  const { name, url } = chosen;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(origin)));
  const path = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  try {
    const answer = await fetching(`${url.replace(/\/$/, "")}/${path}/checkpoint`, {
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(SECONDS * 1000),
    });
    const note = answer.ok ? await answer.text() : "";
    return { name, note: note === "" || note.length > MAX_NOTE ? null : note };
  } catch {
    return { name, note: null };
  }
}

function randomBelow(count: number): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return count === 0 ? 0 : value % count;
}
