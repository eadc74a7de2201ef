/** Other languages: the whole of a decision in Arabic and Welsh, with the English that counts. */

import type { Browser } from "playwright-core";
import { equal, want } from "./checks.ts";
import type { Checks } from "./checks.ts";
import { phone } from "./chromium.ts";
import { Her } from "./her.ts";
import type { System } from "./system.ts";

interface Tongue {
  readonly code: string;
  readonly dir: string;
  readonly name: string;
  readonly been: string;
  readonly signIn: string;
  readonly code32: string;
  readonly passphrase: string;
  readonly today: string;
  readonly asks: RegExp;
  readonly look: string;
  readonly goOn: string;
  readonly decide: string;
  /** What she presses to agree after all, in one of them: a request is answered once. */
  readonly agrees?: { readonly ask: string; readonly share: RegExp; readonly agreed: string };
}

const TONGUES: readonly Tongue[] = [
  {
    code: "ar",
    dir: "rtl",
    name: "العربية",
    been: "كنت هنا من قبل",
    signIn: "تسجيل الدخول",
    code32: "رمز دخولك",
    passphrase: "عبارة مرورك",
    today: "اليوم",
    asks: /رؤية شيء/u,
    look: "أريني ما هو بالضبط",
    goOn: "تابعي إلى القرار",
    decide: "تحققي وقرري",
  },
  {
    code: "cy",
    dir: "ltr",
    name: "Cymraeg",
    been: "Rwyf wedi bod yma o’r blaen",
    signIn: "Mewngofnodi",
    code32: "Eich cod mewngofnodi",
    passphrase: "Eich cyfrinair",
    today: "Heddiw",
    asks: /gofyn am weld rhywbeth/u,
    look: "Dangoswch i mi yn union beth",
    goOn: "Ymlaen i benderfynu",
    decide: "Gwirio a phenderfynu",
    agrees: { ask: "Gofynnwch i mi eto", share: /^Rhannu/u, agreed: "Fe wnaethoch gytuno" },
  },
];

export async function languages(
  checks: Checks,
  system: System,
  browser: Browser,
): Promise<number> {
  let findings = 0;
  for (const tongue of TONGUES) {
    const context = await phone(browser);
    const her = await Her.open(context, system.vault);
    await checks.check(`in ${tongue.code} she can decide, and the English is beside it`, () =>
      decidesIn(tongue, system, her),
    );
    findings += her.findings;
    await context.close();
  }
  return findings;
}

async function decidesIn(tongue: Tongue, system: System, her: Her): Promise<void> {
  const { page } = her;
  await her.press(tongue.name);
  const html = page.locator("html");
  await page.waitForFunction((code) => document.documentElement.lang === code, tongue.code);
  equal(await html.getAttribute("dir"), tongue.dir, "direction");
  await her.screen(`33-start-${tongue.code}`);
  await signIn(tongue, system, her);
  await her.screen(`34-today-${tongue.code}`);
  await her.press(tongue.asks);
  await page.getByRole("checkbox").first().waitFor();
  const boxes = page.getByRole("checkbox");
  // Each point of law is a draft in her language, and the reviewed English stands under it.
  const drafted = page.locator(`label [lang=${tongue.code}][dir=${tongue.dir}]`);
  const beside = page.locator("[data-english-point][lang=en][dir=ltr]");
  equal(await drafted.count(), await boxes.count(), "points in her language");
  equal(await beside.count(), await boxes.count(), "points with the English under them");
  const may = (await beside.nth(4).textContent()) ?? "";
  want(may.startsWith("You can say no."), "the English under a point is another one");
  await her.screen(`36-someone-asks-${tongue.code}`);
  for (let at = 0; at < (await boxes.count()); at++) await boxes.nth(at).check();
  await her.press(tongue.look);
  await page.locator("[data-leaving]").waitFor({ timeout: 40_000 });
  await her.press(tongue.goOn);
  await her.at(tongue.decide);
  const english = page.locator("[data-english] [lang=en][dir=ltr]");
  await english.waitFor();
  const said = (await english.textContent()) ?? "";
  for (const words of ["stay here", "We cannot take that copy back", "Share nothing"]) {
    want(said.includes(words), `the English beside it lacks: ${words}`);
  }
  await her.screen(`35-check-and-decide-${tongue.code}`);
  if (tongue.agrees === undefined) return;
  // The vault takes a grant that names the draft she ticked.
  await page.getByLabel(tongue.agrees.ask, { exact: true }).check();
  await her.press(tongue.agrees.share);
  await her.at(tongue.agrees.agreed);
}

async function signIn(tongue: Tongue, system: System, her: Her): Promise<void> {
  const logins = system.logins();
  await her.press(tongue.been);
  await her.at(tongue.signIn);
  await her.type(tongue.code32, logins.login_code);
  await her.type(tongue.passphrase, logins.passphrase);
  await her.press(tongue.signIn);
  await her.at(tongue.today);
}
