/** The notice as her page takes it in: a draft with its English, under the hashes of both. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { noticeOf } from "../src/api/notice.ts";
import { ROUTES } from "../src/api/request.ts";
import { Misshapen } from "../src/api/shape.ts";
import { marshal } from "../src/shv1/canonical.ts";
import type { Json } from "../src/shv1/canonical.ts";
import { LANGUAGES } from "../src/words/words.ts";

type Words = Record<string, Json>;
interface Told extends Words {
  points: { id: string; section: string; text: string }[];
}

const FOLDER = join(import.meta.dirname, "../../consent/notices");
const POLICY = "ab".repeat(32);

function words(route: string, language: string): Told {
  return JSON.parse(readFileSync(join(FOLDER, `${route}-${language}-1.json`), "utf8")) as Told;
}

function hashed(value: Words): Words {
  return { ...value, sha256: createHash("sha256").update(marshal(value)).digest("hex") };
}

/** As the vault hands it out: docs/consent.md 4. */
function told(draft: Words, english: Words | null): Words {
  return { ...hashed(draft), policy: POLICY, beside: english === null ? null : hashed(english) };
}

const DRAFTS = LANGUAGES.filter((each) => !each.reviewed).map((each) => each.code);

describe.each(ROUTES)("route %s", (route) => {
  test("English is taken in alone", async () => {
    const notice = await noticeOf(told(words(route, "en"), null), route);
    expect(notice.language).toBe("en");
    expect(notice.points.every((point) => point.english === null)).toBe(true);
  });

  test.each(DRAFTS)("the draft in %s names today's English and has it beside it", async (code) => {
    const [draft, english] = [words(route, code), words(route, "en")];
    const notice = await noticeOf(told(draft, english), route);
    expect(notice.language).toBe(code);
    expect(notice.points.map((point) => point.english)).toEqual(
      english.points.map((point) => point.text),
    );
    expect(notice.points.map((point) => point.text)).toEqual(draft.points.map((point) => point.text));
    expect(notice.sha256).toBe(hashed(draft)["sha256"]);
  });
});

const draft = words("vir", "cy");
const english = words("vir", "en");
const longer = { ...english, version: 2 };
const fewer = { ...english, points: english.points.slice(1) };
const french = { ...english, language: "fr" };
const naming = (value: Words): Words => ({ ...draft, draft_of: hashed(value)["sha256"] ?? "" });
const { draft_of: _, ...undrafted } = draft;

test.each<[string, Words]>([
  ["without its English", told(draft, null)],
  ["with newer English than it names", told(draft, longer)],
  ["with the English of another route", told(draft, words("court", "en"))],
  ["with another draft beside it", told(draft, words("vir", "ar"))],
  ["with English of other points", told(naming(fewer), fewer)],
  ["with another language beside it", told(naming(french), french)],
  ["that does not say that it is one", told(undrafted, english)],
  ["that calls itself English", told({ ...draft, language: "en" }, english)],
  ["with other words than its hash", { ...told(draft, english), language: "ar" }],
  ["with English under another hash", { ...told(draft, english), beside: { ...hashed(english), version: 3 } }],
  ["of another route", told(words("court", "cy"), words("court", "en"))],
  ["without a hash", { ...told(draft, english), sha256: "" }],
])("a draft %s is refused", async (_name, value) => {
  await expect(noticeOf(value, "vir")).rejects.toThrow(Misshapen);
});
