/** Her pages in real Chromium against the real embedded system: `make browser`. */

import { ADDED, adding } from "./adding.ts";
import { Checks, Stopped } from "./checks.ts";
import { Recording, launch, phone } from "./chromium.ts";
import { afterwards, collected } from "./afterwards.ts";
import { copying } from "./copying.ts";
import { deleting } from "./deleting.ts";
import { easyWords } from "./easy.ts";
import { Her } from "./her.ts";
import { PLANTED, decide, firstVisit, sealedAndAsked } from "./journey.ts";
import { languages } from "./languages.ts";
import { leaving } from "./leaving.ts";
import { looks } from "./looks.ts";
import { passkeys } from "./passkeys.ts";
import { session } from "./session.ts";
import { System } from "./system.ts";
import { verifierPage } from "./verifier.ts";
import { wire } from "./wire.ts";
import { witnessed } from "./witnessed.ts";

const checks = new Checks(process.argv[2]);
const system = await System.start();
const browser = await launch();
let findings = 0;
try {
  const context = await phone(browser);
  const recording = new Recording();
  recording.watch(context);
  const her = await Her.open(context, system.vault);
  const planted = [...PLANTED, ...ADDED];
  const journey = async (): Promise<void> => {
    const told = await firstVisit(checks, system, her);
    planted.push(told.passphrase);
    await sealedAndAsked(checks, system, her);
    await decide(checks, her, told);
    await collected(checks, system, told);
    await afterwards(checks, system, her, told);
    await copying(checks, system, her, told);
    await deleting(checks, system, her);
    await adding(checks, system, her);
  };
  await journey().catch((error: unknown) => {
    if (!(error instanceof Stopped)) throw error;
  });
  findings += her.findings;
  await wire(checks, system, recording, planted);
  await context.close();
  await leaving(checks, system, browser);
  await session(checks, system, browser);
  findings += await easyWords(checks, system, browser);
  findings += await looks(checks, system, browser);
  findings += await passkeys(checks, system, browser);
  findings += await languages(checks, system, browser);
  findings += await verifierPage(checks, browser);
  await witnessed(checks, browser);
} finally {
  await browser.close();
  await system.stop();
}
process.stdout.write(`browser: ${checks.passed} passed, axe ${findings} findings\n`);
process.exitCode = checks.failed === 0 && findings === 0 ? 0 : 1;
