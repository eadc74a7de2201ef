/** The ten steps from her side, with the guardian's and the investigator's by their own tools. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { POINTS } from "../src/shv1/visit.ts";
import { equal, eventually, want } from "./checks.ts";
import type { Checks } from "./checks.ts";
import type { Her } from "./her.ts";
import type { System } from "./system.ts";

/** A phone's texts, made up; each number is of the range kept for drama. */
export const TEXTS: readonly { from: string; out: boolean; at: string; body: string }[] = [
  { from: "+447700900201", out: false, at: "2026-04-03T18:02:00Z", body: "zircon lantern at the gate" },
  { from: "+447700900201", out: true, at: "2026-04-03T18:04:00Z", body: "No. Please stop writing." },
  { from: "+447700900201", out: false, at: "2026-04-04T09:30:00Z", body: "You know where I wait" },
  { from: "+447700900201", out: true, at: "2026-04-05T21:15:00Z", body: "I asked you to stop" },
  { from: "+447700900202", out: false, at: "2026-04-04T12:00:00Z", body: "Soup on Sunday? Mum" },
  { from: "+447700900202", out: true, at: "2026-04-04T12:09:00Z", body: "marzipan yes, Ann is on 07700 900477" },
  { from: "+447700900203", out: false, at: "2026-05-09T10:00:00Z", body: "Dentist at ten" },
];
export const PLANTED = ["zircon lantern", "marzipan yes", "447700900202", "Dentist at ten"];

/** What a guardian would write down of the visit: two points, and why the others are not known. */
function visitForm(folder: string): string {
  const said = { "device.model": "a made phone", "device.clock": { offset: "-95 s", reference: "the station" } };
  const form = POINTS.map((name) => [name, { unknown: "nobody looked" }] as const);
  const file = join(folder, "visit.json");
  writeFileSync(file, JSON.stringify({ ...Object.fromEntries(form), ...said }));
  return file;
}

export interface Told {
  passphrase: string;
  loginCode: string;
  fp: string;
  gid: string;
  /** Six check words of what was sealed, as the guardian's paper has them. */
  words: string;
}

function smsBackup(folder: string): string {
  const rows = TEXTS.map(({ from, out, at, body }) => {
    const name = from.endsWith("1") ? "Alex" : from.endsWith("2") ? "Mum" : "Dentist";
    return `<sms protocol="0" address="${from}" date="${Date.parse(at)}" type="${out ? 2 : 1}" subject="null" body="${body}" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" date_sent="0" readable_date="x" contact_name="${name}" />`;
  });
  const path = join(folder, "sms.xml");
  const head = `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>`;
  writeFileSync(path, `${head}\n<smses count="${rows.length}">\n${rows.join("\n")}\n</smses>\n`);
  return path;
}

export function request(reference: string): Record<string, unknown> {
  return {
    v: 1,
    requester: {
      name: "DC Demo",
      organisation: "Demo Police",
      team: "demo-team",
      limb: "constable",
      contact: "desk 1, 101",
    },
    reference,
    route: "vir",
    made: new Date().toISOString().slice(0, 10),
    belief: "she told the officer that her phone was copied into this vault",
    sought: { c: ["message"], d: [[1_775_001_600, 1_777_593_600]], u: false },
    line_of_enquiry: "what was said in April after the first of the month",
    relevance: "the messages show what was agreed and what was refused",
    necessity: "no other source holds both sides of the conversation",
    alternatives: "the other phone was asked for and is not available",
    excess: "messages with people who have nothing to do with it",
    confidential: null,
    approver: { name: "DI Demo", rank: "inspector", at: "2026-11-26T09:00:00Z" },
    proxy: null,
    handling: {
      people: "the officer in the case and the disclosure officer",
      storage: "the force's evidence system",
      retention: "until the case ends",
      defence: "what is relevant is disclosed as the law says",
    },
    notice: { text: "a written notice is shown with this request", given: "2026-11-26" },
    stage: "first",
    grounds: {},
    follows: null,
    expires: `${new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 19)}Z`,
  };
}

/** What her log says was done, in order. */
export async function acts(her: Her, system: System): Promise<string[]> {
  const found: string[] = [];
  for (let start: number | null = 0; start !== null; ) {
    const answer: Response = await fetch(`${system.vault}/v1/log?start=${start}`, {
      headers: { Authorization: `Bearer ${her.token}` },
    });
    want(answer.ok, "her log is not shown");
    const page = (await answer.json()) as { lines: { entry: string }[]; next: number | null };
    for (const { entry } of page.lines) {
      found.push((JSON.parse(Buffer.from(entry, "base64url").toString()) as { act: string }).act);
    }
    start = page.next;
  }
  return found;
}

export async function firstVisit(checks: Checks, system: System, her: Her): Promise<Told> {
  const told: Told = { passphrase: "", loginCode: "", fp: "", gid: "", words: "" };
  const { page } = her;
  await checks.step("she reads what leaving does before she starts", async () => {
    await her.at("Before you start");
    await her.sees("Your browser keeps the address of this page in its history.");
    // Half of the style is written for one way of writing or the other.
    equal(await page.evaluate(() => document.documentElement.dir), "ltr", "the way English runs");
    await her.screen("01-before-you-start");
  });
  await checks.step("she enrols with a one-time code and a passphrase made for her", async () => {
    const guardian = await system.staff("guardian");
    const { code } = await guardian.call("POST", "/v1/enrolments");
    await her.press("I have a one-time code");
    await her.at("Enter your one-time code");
    await her.type("One-time code", "too short");
    await her.press("Continue");
    await page.waitForFunction(() => document.title === "Error: Notes");
    await page.waitForFunction(
      () => document.activeElement?.matches(".govuk-error-summary") === true,
    );
    await her.screen("02-one-time-code");
    await her.type("One-time code", String(code));
    await her.press("Continue");
    await her.at("Your passphrase");
    told.passphrase = (await page.locator("[data-secret=passphrase]").textContent()) ?? "";
    equal(told.passphrase.split(" ").length, 6, "words of the passphrase");
    await her.screen("03-passphrase");
    await her.press("I have them, go on");
    await her.at("Type it once more");
    await her.type("Your passphrase", "not the same at all");
    await her.press("Make my key");
    await her.sees("This is not the same passphrase.");
    await her.type("Your passphrase", told.passphrase);
    await her.screen("04-type-it-again");
    await her.press("Make my key");
    await her.at("Your login code");
    told.loginCode = ((await page.locator("[data-secret=login]").textContent()) ?? "").replaceAll(
      " ",
      "",
    );
    await her.screen("05-login-code");
    await her.type("To be sure: type the last four letters or numbers", told.loginCode.slice(-4));
    await her.press("Continue");
  });
  await checks.step("the guardian finds her key by the fingerprint on her screen", async () => {
    await her.at("Compare your key");
    await page.getByText("The whole of it").click();
    told.fp = ((await page.locator("[data-fp]").textContent()) ?? "").replaceAll(" ", "");
    await her.screen("06-compare-your-key");
    const guardian = await system.staff("guardian");
    const found = await guardian.call("GET", `/v1/bundles/${told.fp}`);
    const bundle = join(system.folder, "her.pub");
    writeFileSync(bundle, Buffer.from(String(found["bundle"]), "base64url"));
    await her.press("Continue");
    await her.at("Today");
    await her.sees("Nothing waits for you.");
    await her.screen("07-today-nothing");
    const demo = join(system.folder, "data/demo");
    const sealed = join(system.folder, "sealed");
    const guardianKey = ["--as", join(demo, "guardian.key"), "--cert", join(demo, "guardian.cert")];
    const source = smsBackup(system.folder);
    const visit = ["--visit", visitForm(system.folder)];
    system.command("seal", source, "--for", bundle, "--out", sealed, ...visit, ...guardianKey);
    const paper = system.command("upload", sealed, "--session", guardian.session());
    told.words = String(paper["check_words"]);
  });
  return told;
}

export async function sealedAndAsked(checks: Checks, system: System, her: Her): Promise<void> {
  await checks.step("she sees what was sealed, and countersigns", async () => {
    await her.press("My things");
    await her.press("Back");
    await her.at("Today");
    await her.press("Look at what was sealed");
    await her.at("What was sealed");
    await her.sees("Messages");
    equal(await her.page.locator("dd").first().textContent(), String(TEXTS.length), "messages");
    await her.screen("08-what-was-sealed");
    await her.press("I have seen it, sign");
    await her.at("You signed it");
    await her.screen("09-signed");
    await her.press("Done");
    await her.at("Today");
    await her.sees("Nothing waits for you.");
  });
  await checks.step("she hands out a code, and a request reaches her by it", async () => {
    await ask(system, her, "EX/0001/26");
    await her.screen("11-today");
  });
}

/** Gives a code out and has the investigator ask with it. */
export async function ask(
  system: System,
  her: Her,
  reference: string,
  body = request(reference),
): Promise<void> {
  await her.press("Let someone ask me");
  await her.at("Let someone ask me");
  await her.press("Make a code");
  const code = ((await her.page.locator(".codes").textContent()) ?? "").replaceAll(" ", "");
  await her.screen("10-code-to-hand-out");
  const officer = await system.staff("investigator");
  await officer.call("POST", "/v1/requests", { code, request: body });
  await her.press("Done");
  await her.at("Today");
  await her.sees(/DC Demo.* asks to see something/u);
}

export async function readAndTick(her: Her): Promise<void> {
  await her.press(/asks to see something/u);
  await her.at("Someone asks");
  await her.sees(/The name that we could check/u);
  const boxes = her.page.getByRole("checkbox");
  const count = await boxes.count();
  equal(count, 14, "points of the notice");
  for (let at = 0; at < count; at++) {
    equal(await boxes.nth(at).isChecked(), false, "a point is ticked beforehand");
  }
  await her.press("Show me exactly what");
  await her.page.locator(".govuk-error-summary").waitFor();
  for (let at = 0; at < count; at++) await boxes.nth(at).check();
}

export async function decide(checks: Checks, her: Her, told: Told): Promise<void> {
  const { page } = her;
  const leaving = async (): Promise<number> =>
    Number(await page.locator("[data-leaving]").getAttribute("data-leaving"));
  await checks.step("she reads who asks and why, and ticks what the law says", async () => {
    await readAndTick(her);
    await her.screen("12-someone-asks");
    const [share, nothing] = await Promise.all([
      page.getByRole("button", { name: "Show me exactly what" }).boundingBox(),
      page.getByRole("button", { name: "Share nothing" }).boundingBox(),
    ]);
    equal([share?.width, share?.height], [nothing?.width, nothing?.height], "sizes of the answers");
  });
  await checks.step("she sees exactly what would leave, and takes out what she wants", async () => {
    await her.press("Show me exactly what");
    await her.at("Exactly this would be shared");
    equal(await leaving(), 6, "records that would leave");
    await her.sees("zircon lantern at the gate");
    await her.screen("13-exactly-this");
    await page.getByText("Leave out people, days or kinds").click();
    await page.getByLabel("Mum").first().check();
    await eventually(async () => (await leaving()) === 4, "a person less");
    await her.screen("14-leave-out");
    await page.getByLabel("Mum").first().uncheck();
    await her.sees("Ann is on 07700 900477");
    await page.getByLabel(/by a number in place of their name/u).check();
    await her.sees("Ann is on person-1");
    equal(await page.getByText("07700 900477").count(), 0, "the number of somebody else");
    equal(await leaving(), 6, "records that leave, one of them changed");
    await page.getByLabel(/by a number in place of their name/u).uncheck();
    await her.sees("Ann is on 07700 900477");
    await page.getByLabel("Mum").first().check();
    await eventually(async () => (await leaving()) === 4, "a person less once more");
    await page.getByLabel("Mum").first().uncheck();
    await eventually(async () => (await leaving()) === 6, "the person again");
    const days = page.getByRole("group", { name: "Only up to this day" });
    await days.getByLabel("Day").fill("4");
    await days.getByLabel("Month").fill("4");
    await days.getByLabel("Year").fill("2026");
    await her.press("Use these days");
    await eventually(async () => (await leaving()) === 5, "a day less");
    await page.getByRole("button", { name: "Leave this out" }).first().click();
    await eventually(async () => (await leaving()) === 4, "a record less");
    await her.sees("You left this out");
    await page.getByRole("button", { name: "Put this back" }).first().click();
    await eventually(async () => (await leaving()) === 5, "the record again");
    await page.getByLabel("Mum").first().check();
    await eventually(async () => (await leaving()) === 3, "everything with one person out");
  });
  await checks.step("she decides on one page: an end is set, nothing else is", async () => {
    await her.press("Go on to decide");
    await her.at("Check and decide");
    for (const radio of await page.getByRole("radio").all()) {
      equal(await radio.isChecked(), false, "an answer is chosen beforehand");
    }
    want((await page.getByLabel("Year").inputValue()).length === 4, "no end is set");
    await her.press(/Share these/u);
    await her.sees("Choose whether you want to be asked again.");
    await page.getByLabel("Ask me again").check();
    await page.getByText(/written down about your phone and the visit/u).click();
    for (const box of await page.getByRole("checkbox").all()) {
      equal(await box.isChecked(), false, "a point of the visit is ticked beforehand");
    }
    await her.sees(/not known .*nobody looked/u);
    await page.getByLabel("What phone it is: a made phone").check();
    await page.getByLabel(/Its clock: .*95.* seconds slow .*the station/u).check();
    await her.screen("15-check-and-decide");
    await her.press(/Share these .*3.* things/u);
    await her.at("You agreed");
    await her.sees(/You agreed to share .*3.* things/u);
    await her.screen("16-you-agreed");
    await her.press("Done");
  });
  await checks.step("she looks at it before it goes, and lets it go", async () => {
    await eventually(async () => {
      await her.at("Today");
      if ((await page.getByText(/Look before it goes/u).count()) > 0) return true;
      await her.press("What I share");
      await her.at("What I share");
      await her.press("Back");
      return false;
    }, "the draft is ready");
    await her.screen("17-today-draft");
    await her.press(/Look before it goes/u);
    await her.at("Before it goes");
    await her.sees(/This is exactly what you agreed to/u);
    await her.sees("zircon lantern at the gate");
    equal(await page.getByText("marzipan yes").count(), 0, "records that were left out");
    await her.screen("18-before-it-goes");
    await her.press("Let it go");
    await her.at("You let it go");
    await her.screen("19-let-go");
    await her.press("Done");
    await her.at("Today");
  });
  await checks.step("what she shares has its state, and can be stopped", async () => {
    await her.press("What I share");
    await her.at("What I share");
    await her.sees("Can be collected");
    told.gid = (await page.locator("[data-gid]").first().getAttribute("data-gid")) ?? "";
    await her.screen("20-what-i-share");
    await her.press("Back");
  });
}
