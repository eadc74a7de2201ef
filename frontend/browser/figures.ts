/**
 * `make bench ONLY=browser`: how long she waits, in Chromium against the running system, as this
 * machine is and on a slow phone with a slow line. The last line is JSON: figures by name.
 *
 * What is timed is what she sees: from a press to the next screen, the vault's part included.
 * 50,000 segments are one message a day with each of 50 people over 1,000 days; what is asked
 * for is 100 of those days, 5,000 segments.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { errors } from "playwright-core";
import type { Browser, Page, Response } from "playwright-core";
import { equal, want } from "./checks.ts";
import { launch, phone } from "./chromium.ts";
import { Her } from "./her.ts";
import { request } from "./journey.ts";
import { pieceOfWork, slowLine, slowRenderers } from "./slowed.ts";
import { System } from "./system.ts";

const PEOPLE = 50;
const DAYS = Number(process.argv[2] ?? 1000);
const ASKED_DAYS = DAYS / 10;
const DAY_MS = 86_400_000;
const FIRST_MS = Date.parse("2023-04-01T12:00:00Z");
/** After five minutes without a touch her page locks, so nothing longer can be waited for. */
const LONGEST_MS = 280_000;

interface Survivor {
  readonly loginCode: string;
  readonly passphrase: string;
}

/** Makes an account with one sealed extraction, and requests for a tenth of it. */
async function prepare(system: System, requests: number): Promise<Survivor> {
  const guardian = await system.staff("guardian");
  const { code } = await guardian.call("POST", "/v1/enrolments");
  const [login, codeFile] = [join(system.folder, "her.json"), join(system.folder, "code")];
  writeFileSync(codeFile, String(code), { mode: 0o600 });
  const made = system.command("account", "enrol", system.vault, "--code-file", codeFile, "--out", login);
  const secret = join(system.folder, "her.passphrase");
  writeFileSync(secret, String(made["passphrase"]), { mode: 0o600 });
  const demo = join(system.folder, "data/demo");
  const keys = ["--as", join(demo, "guardian.key"), "--cert", join(demo, "guardian.cert")];
  const sealed = join(system.folder, "sealed");
  system.command("seal", texts(system.folder), "--for", String(made["public"]), "--out", sealed, ...keys);
  system.command("upload", sealed, "--session", guardian.session());
  const session = join(system.folder, "her.session");
  system.command("account", "login", login, "--session", session, "--passphrase-file", secret);
  const officer = await system.staff("investigator");
  for (let number = 0; number < requests; number++) {
    const asked = system.command("request-code", "--session", session);
    await officer.call("POST", "/v1/requests", { code: asked["code"], request: sought(number) });
  }
  return { loginCode: String(made["login_code"]), passphrase: String(made["passphrase"]) };
}

function person(number: number): string {
  return `+4477009${String(number % PEOPLE).padStart(5, "0")}`;
}

/** So long a time may be asked for only where people are named. */
const PEOPLE_NAMED = Array.from({ length: PEOPLE }, (_, number) => person(number));

function texts(folder: string): string {
  const rows = Array.from({ length: PEOPLE * DAYS }, (_, number) => {
    const date = FIRST_MS + Math.floor(number / PEOPLE) * DAY_MS + (number % PEOPLE) * 60_000;
    return `<sms protocol="0" address="${person(number)}" date="${date}" type="${(number % 2) + 1}" subject="null" body="a message of an ordinary length, number ${number}" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" date_sent="0" readable_date="x" contact_name="Somebody ${number % PEOPLE}" />`;
  });
  const path = join(folder, "texts.xml");
  const head = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>";
  writeFileSync(path, `${head}\n<smses count="${rows.length}">\n${rows.join("\n")}\n</smses>\n`);
  return path;
}

function sought(number: number): Record<string, unknown> {
  const from = (FIRST_MS - DAY_MS / 2 + (DAYS / 2) * DAY_MS) / 1000;
  const to = from + (ASKED_DAYS * DAY_MS) / 1000;
  return { ...request(`BENCH/${number}`), sought: { c: ["message"], d: [[from, to]], p: PEOPLE_NAMED, u: false } };
}

/** Milliseconds from a press until something is seen. */
async function until(act: () => Promise<void>, seen: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await act();
  await seen();
  return performance.now() - begin;
}

async function journey(
  browser: Browser,
  system: System,
  survivor: Survivor,
  slow: boolean,
): Promise<Record<string, number>> {
  const context = await phone(browser);
  const page = await context.newPage();
  page.setDefaultTimeout(LONGEST_MS);
  await pieceOfWork(page);
  if (slow) await slowLine(context, page);
  const end = slow ? slowRenderers(browser) : async (): Promise<void> => undefined;
  try {
    // Renderers are looked for now and then.
    if (slow) await page.waitForTimeout(1500);
    const found: Record<string, number> = { piece_of_work_ms: await pieceOfWork(page) };
    const worker = page.waitForEvent("worker");
    let her: Her | undefined;
    const begin = performance.now();
    found["first_screen_ms"] = await until(
      async () => {
        her = await Her.take(context, page, system.vault);
      },
      () => Promise.resolve(),
    );
    await worker;
    found["key_worker_ms"] = performance.now() - begin;
    want(her !== undefined, "no page");
    const reached = await inside(her, survivor, found).catch((error: unknown) => {
      // What a slow phone does not reach has no figure; on this machine it is a fault.
      if (!slow || !(error instanceof errors.TimeoutError)) throw error;
      return found;
    });
    return reached;
  } finally {
    await end();
    await context.close();
  }
}

/** Goes from signing in to a grant; adds each figure once it is there. */
async function inside(
  her: Her,
  { loginCode, passphrase }: Survivor,
  found: Record<string, number>,
): Promise<Record<string, number>> {
  const { page } = her;
  const title = (name: string): Promise<void> =>
    page.getByRole("heading", { level: 1, name }).waitFor();
  await her.press("I have been here before");
  await title("Sign in");
  await her.type("Your login code", loginCode);
  await her.type("Your passphrase", passphrase);
  found["unlock_ms"] = await until(() => her.press("Sign in"), () => title("Today"));
  await her.press(/asks to see something/u);
  await page.getByRole("checkbox").first().waitFor();
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  found["catalogue_preview_ms"] = await until(
    () => her.press("Show me exactly what"),
    () => page.locator("[data-leaving]").waitFor(),
  );
  const leaving = await page.locator("[data-leaving]").getAttribute("data-leaving");
  equal(leaving, String(PEOPLE * ASKED_DAYS), "records that would leave");
  await her.press("Go on to decide");
  await page.getByLabel("Ask me again").check();
  found["grant_ms"] = await until(
    () => her.press(/Share these/u),
    async () => {
      // What goes wrong is told on the page; it is no use to wait for more.
      await page.locator("h1:has-text('You agreed'), [role=alert]").first().waitFor();
      const said = await page.locator("main").innerText();
      want(said.includes("You agreed"), `no grant came of it: ${said.slice(0, 400)}`);
    },
  );
  return found;
}

/** Compressed thousands of bytes of the first screen, and of the key worker behind it. */
async function sizes(browser: Browser, system: System): Promise<Record<string, number>> {
  const context = await phone(browser);
  const early = await context.newPage();
  // What is fetched ahead while she reads is not part of the first screen.
  await early.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
  const first = await fetched(early, system, Promise.resolve());
  const later = await context.newPage();
  const worker = later.waitForEvent("worker");
  const all = await fetched(later, system, worker);
  await context.close();
  const ofWorker = all.filter(({ path }) => path.startsWith("/keys/")).map(({ size }) => size);
  const sum = first.reduce((bytes, { size }) => bytes + size, 0);
  return { first_screen_kb: sum / 1000, key_worker_kb: Math.max(...ofWorker) / 1000 };
}

interface Fetched {
  readonly path: string;
  readonly size: number;
}

/** What a page fetches of the static files until it is shown and something else is done. */
async function fetched(
  page: Page,
  system: System,
  also: Promise<unknown>,
): Promise<readonly Fetched[]> {
  const answers: Response[] = [];
  page.on("response", (answer) => answers.push(answer));
  await page.goto(system.vault);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await also;
  const found: Fetched[] = [];
  for (const answer of answers) {
    const { pathname: path } = new URL(answer.url());
    if (path.startsWith("/v1/")) continue;
    found.push({ path, size: gzipSync(await answer.body(), { level: 9 }).length });
  }
  return found;
}

const system = await System.start();
const browser = await launch();
try {
  const survivor = await prepare(system, 2);
  const figures = await sizes(browser, system);
  process.stderr.write("  as this machine is\n");
  for (const [name, value] of Object.entries(await journey(browser, system, survivor, false))) {
    figures[`browser_${name}`] = value;
  }
  process.stderr.write(`  ${JSON.stringify(figures)}\n  on a slow phone and line\n`);
  for (const [name, value] of Object.entries(await journey(browser, system, survivor, true))) {
    figures[`browser_6x_400kbit_${name}`] = value;
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  await browser.close();
  await system.stop();
}
