/**
 * Who looked, where three independent checkers watch the log and two of them are enough: all
 * three there, one away, two away, a line cut off that was promised, and a vault that shows her
 * another history than it showed one of them. `node browser/witnessed.ts` runs these checks by themselves.
 */

import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { Checks, Stopped, equal, eventually, want } from "./checks.ts";
import { policyOf, three } from "./checkers.ts";
import type { Checker } from "./checkers.ts";
import { launch, phone } from "./chromium.ts";
import { Her } from "./her.ts";
import {
  CONFIRMED,
  MISMATCH,
  openList,
  paperCompared,
  promiseBroken,
  saidUntilNamed,
  signedIn,
  wordsCompared,
} from "./mismatch.ts";
import { decide, firstVisit, sealedAndAsked } from "./journey.ts";
import type { Told } from "./journey.ts";
import { System } from "./system.ts";
import type { Place } from "./system.ts";

const NEWER = /Not confirmed yet: .*newer than the last confirmation/u;
const BUSY = /: 503 .*cosigned checkpoint/u;
/** As often as it takes until chance has asked each of three. */
const SECONDS = 90;

/** A vault that three checkers watch; whatever runs of it is ended at the end. */
class Watched {
  readonly place: Place;
  private readonly checkers: Checker[] = [];
  private system: System | null = null;

  constructor(place: Place) {
    this.place = place;
  }

  get data(): string {
    return join(this.place.folder, "data");
  }

  async up(...words: string[]): Promise<System> {
    await this.system?.end();
    this.system = await System.start({ ...this.place, words });
    return this.system;
  }

  async down(): Promise<void> {
    await this.system?.end();
    this.system = null;
  }

  /** Makes the checkers, and gives the policy that names them to the vault. */
  async watch(): Promise<readonly [Checker, Checker, Checker]> {
    const log = readFileSync(join(this.data, "log.vkey"), "utf8");
    const made = await three(this.place.folder, log, this.place.port + 10);
    for (const checker of made) await this.run(checker);
    const policy = join(this.place.folder, "policy.txt");
    writeFileSync(policy, policyOf(readFileSync(join(this.data, "policy"), "utf8"), made));
    await this.up("--policy", policy);
    equal(readFileSync(join(this.data, "policy"), "utf8"), readFileSync(policy, "utf8"), "the policy");
    return made;
  }

  async run(checker: Checker): Promise<void> {
    this.checkers.push(checker);
    await checker.start();
  }

  async stop(): Promise<void> {
    await this.down();
    for (const checker of this.checkers) await checker.kill();
    rmSync(this.place.folder, { recursive: true, force: true });
  }
}

export async function witnessed(checks: Checks, browser: Browser): Promise<void> {
  const vault = new Watched(await System.place());
  try {
    await vault.up(...vault.place.words);
    await vault.down();
    const [body, ngo, net] = await vault.watch();
    const told = await enrolled(checks, vault, browser);
    // From here on there are two histories: of the vault, and of two checkers that know both.
    const fork = `${vault.data}.fork`;
    cpSync(vault.data, fork, { recursive: true });
    const knowing = [body.copied(), ngo.copied()];
    const system = await vault.up("--without", "witness");
    await oneAway(checks, system, browser, told, [body, ngo, net]);
    await vault.down();
    for (const checker of [body, ngo, net]) await checker.kill();
    rmSync(vault.data, { recursive: true });
    cpSync(fork, vault.data, { recursive: true });
    for (const checker of knowing) await vault.run(checker);
    const forked = await vault.up("--without", "witness");
    await net.start();
    await anotherHistory(checks, forked, browser, told);
    // The one that told is away from now on; what it told stays.
    await net.kill();
    await saidUntilNamed(checks, forked, browser, told, {
      sentence: /the checker .?net.? had confirmed another list than the service showed you/u,
      kind: "witness",
      status: "alarm",
    });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  } finally {
    await vault.stop();
  }
}

/** She enrols while the vault says who checks it, so that is what she pins. */
async function enrolled(checks: Checks, vault: Watched, browser: Browser): Promise<Told> {
  const system = await vault.up("--without", "witness");
  const context = await phone(browser);
  const her = await Her.open(context, system.vault);
  her.examines = false;
  const told = await firstVisit(checks, system, her);
  await context.close();
  await vault.down();
  return told;
}

/** Looks again until the page shows all of these at once. */
async function until(her: Her, what: string, ...texts: readonly (string | RegExp)[]): Promise<void> {
  const shown = async (): Promise<boolean> => {
    await her.idle();
    await her.page.getByText("Look again").waitFor();
    for (const text of texts) if ((await her.page.getByText(text).count()) === 0) return false;
    return true;
  };
  await eventually(
    async () => {
      if (await shown()) return true;
      await her.press("Look again");
      return false;
    },
    what,
    SECONDS,
  );
}

const asked = ({ name }: Checker): RegExp => new RegExp(`We asked one checker ourselves, .?${name}`, "u");
const away = ({ name }: Checker): RegExp =>
  new RegExp(`We tried to ask one checker ourselves, .?${name}.?\\. It did not answer`, "u");

async function oneAway(
  checks: Checks,
  system: System,
  browser: Browser,
  told: Told,
  [body, ngo, net]: readonly [Checker, Checker, Checker],
): Promise<void> {
  const her = await signedIn(system, browser, told);
  await sealedAndAsked(checks, system, her);
  await decide(checks, her, told);
  await openList(her, told);
  await checks.step("three checkers: her page asks each of them, and all say the same", async () => {
    for (const checker of [body, ngo, net]) {
      await until(her, `${checker.name} is asked`, CONFIRMED, asked(checker));
    }
  });
  await checks.step("one checker away: her list is confirmed, and who was away is said", async () => {
    for (const checker of [ngo, net]) {
      await checker.kill();
      await until(her, `${checker.name} is away`, CONFIRMED, away(checker));
      await until(her, "the body is asked", CONFIRMED, asked(body));
      await checker.start();
    }
  });
  const officer = await system.staff("investigator");
  const releases = (await officer.call("GET", "/v1/releases")) as unknown as { rid: string }[];
  const collect = `/v1/releases/${releases[0]?.rid ?? ""}/collect`;
  await checks.step("two checkers away: not confirmed yet, and nothing is collected", async () => {
    await ngo.kill();
    await net.kill();
    const refused = await officer.call("POST", collect).then(
      () => "it was handed out",
      (error: unknown) => String(error),
    );
    want(BUSY.test(refused), `collecting without a quorum: ${refused}`);
    await until(her, "the newest lines are not confirmed", NEWER, asked(body));
    equal(await her.page.getByText(CONFIRMED).count(), 0, "sentences that say it is confirmed");
    const tried = her.page.locator("[data-act='release.collect'][data-end='aborted']");
    want((await tried.count()) > 0, "what was tried and stopped is not among her lines");
  });
  await promiseBroken(checks, system, browser, told, her);
  const back = await signedIn(system, browser, told);
  await openList(back, told);
  await checks.step("they are back: the list is confirmed, and what she shared is collected", async () => {
    await ngo.start();
    await net.start();
    const collected = async (): Promise<boolean> => {
      const headers = { Authorization: `Bearer ${officer.token}` };
      const answer = await fetch(system.gateway + collect, { method: "POST", headers });
      return answer.ok && (await answer.arrayBuffer()).byteLength > 0;
    };
    await eventually(collected, "it is collected", SECONDS);
    await until(back, "the lines are confirmed", CONFIRMED);
  });
  await wordsCompared(checks, system, back);
  await paperCompared(checks, back, told.words);
  await back.context.close();
  await checks.step("a confirmation of yesterday is said to be old, and not to confirm", async () => {
    const later = await signedIn(system, browser, told, 25);
    await openList(later, told);
    await later.sees("Not confirmed lately: the last confirmation is more than a day old.");
    equal(await later.page.getByText(CONFIRMED).count(), 0, "sentences that say it is confirmed");
    await later.context.close();
  });
}

async function anotherHistory(
  checks: Checks,
  system: System,
  browser: Browser,
  told: Told,
): Promise<void> {
  await checks.step("a vault that shows her another history: the third checker tells", async () => {
    const her = await signedIn(system, browser, told);
    await openList(her, told);
    await eventually(
      async () => {
        await her.idle();
        if ((await her.page.getByText(MISMATCH).count()) > 0) return true;
        await her.press("Look again");
        return false;
      },
      "her page finds that something does not match",
      SECONDS,
    );
    await her.sees("Do not delete anything.");
    equal(await her.page.getByText(CONFIRMED).count(), 0, "sentences that say it is confirmed");
    equal(await her.page.locator("[data-act]").count(), 0, "lines that are shown all the same");
    await her.context.close();
  });
}

if (import.meta.filename === process.argv[1]) {
  const checks = new Checks();
  const browser = await launch();
  try {
    await witnessed(checks, browser);
  } finally {
    await browser.close();
  }
  process.stdout.write(`witnessed: ${checks.passed} passed\n`);
  process.exitCode = checks.failed === 0 ? 0 : 1;
}
