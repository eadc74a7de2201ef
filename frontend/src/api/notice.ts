/**
 * The notice: what the law says she must be told, and the English beside a draft.
 *
 * docs/consent.md 4. Its hash is made anew here from the words, so that what she ticks is what
 * was on her screen. A draft that nobody reviewed comes with the English that it names, or is
 * refused: she is never asked to agree under a draft alone.
 */

import type { Hex } from "../keys/messages.ts";
import { hashOf } from "./request.ts";
import type { Route } from "./request.ts";
import { Misshapen, fields, hex, list, text, whole } from "./shape.ts";
import type { Fields } from "./shape.ts";

const REVIEWED = "en";
const WORDS = ["draft_of", "language", "points", "route", "version"];

export interface Point {
  readonly id: string;
  readonly section: string;
  readonly text: string;
  /** The reviewed words of the same point, null where `text` itself was reviewed. */
  readonly english: string | null;
}

export interface Notice {
  readonly sha256: Hex;
  readonly policy: Hex;
  readonly language: string;
  readonly points: readonly Point[];
}

type Told = Omit<Point, "english">;

export async function noticeOf(of: Fields, route: Route): Promise<Notice> {
  const points = await pointsOf(of, route);
  const language = text(of, "language");
  const draft = "draft_of" in of;
  if (draft === (language === REVIEWED)) {
    throw new Misshapen("another language than English is a draft, and English is none");
  }
  const english = draft ? await besideOf(of, points, route) : null;
  return {
    sha256: hex(of, "sha256", 32),
    policy: hex(of, "policy", 32),
    language,
    points: points.map(({ id, section, text: words }, at) => {
      return { id, section, text: words, english: english?.[at]?.text ?? null };
    }),
  };
}

/** The English that a draft names: the same points, reviewed, under the hash that it says. */
async function besideOf(of: Fields, draft: readonly Told[], route: Route): Promise<readonly Told[]> {
  const english = fields(of["beside"]);
  if (text(english, "sha256") !== hex(of, "draft_of", 32)) {
    throw new Misshapen("beside a draft stands other English than it names");
  }
  const points = await pointsOf(english, route);
  const same = points.length === draft.length && points.every(({ id }, at) => id === draft[at]?.id);
  if (text(english, "language") !== REVIEWED || "draft_of" in english || !same) {
    throw new Misshapen("beside a draft stands no English with the same points");
  }
  return points;
}

async function pointsOf(of: Fields, route: Route): Promise<readonly Told[]> {
  const covered = Object.fromEntries(WORDS.filter((key) => key in of).map((key) => [key, of[key]]));
  if (text(of, "route") !== route) throw new Misshapen("a notice of another route");
  whole(of, "version");
  if ((await hashOf(covered)) !== hex(of, "sha256", 32)) {
    throw new Misshapen("the hash of a notice is not of its words");
  }
  return list(of["points"]).map((point) => {
    const each = fields(point);
    return { id: text(each, "id"), section: text(each, "section"), text: text(each, "text") };
  });
}
