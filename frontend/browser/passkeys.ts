/** A passkey of her device beside the passphrase: made, used, removed; with a virtual authenticator. */

import type { Browser, CDPSession, Page } from "playwright-core";
import { equal, want } from "./checks.ts";
import type { Checks } from "./checks.ts";
import { phone } from "./chromium.ts";
import { Her } from "./her.ts";
import type { System } from "./system.ts";

const USE = "Open with the lock of this phone";

/** An authenticator of the device itself, which keeps passkeys and verifies who is there. */
async function authenticator(page: Page, hasPrf: boolean): Promise<[CDPSession, string]> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      hasPrf,
    },
  });
  return [session, authenticatorId];
}

export async function passkeys(checks: Checks, system: System, browser: Browser): Promise<number> {
  // No browser makes a passkey for a number; a name is wanted.
  const url = system.vault.replace("127.0.0.1", "localhost");
  const { login_code, passphrase } = system.logins();
  const context = await phone(browser);
  const her = await Her.open(context, url);
  const { page } = her;
  const [session, authenticatorId] = await authenticator(page, true);
  const count = (): Promise<number> => page.locator("[data-passkey]").count();
  await checks.check("a passkey is made with the passphrase, after the warning", async () => {
    await her.signIn(login_code, passphrase);
    await her.press(USE);
    await her.at(USE);
    await her.sees(/Whoever can unlock this phone can then open your account/u);
    equal(await count(), 0, "passkeys before");
    await her.type("Your passphrase", "this is not it at all");
    await her.press("Make a passkey on this phone");
    await her.sees(/What the service sent is damaged|passphrase is wrong/u);
    equal((await credentials(session, authenticatorId)).length, 0, "passkeys on the device");
    await her.type("Your passphrase", passphrase);
    await her.press("Make a passkey on this phone");
    await page.locator("[data-passkey]").first().waitFor();
    await her.screen("46-passkeys");
    const [made] = await credentials(session, authenticatorId);
    equal(made?.rpId, "localhost", "whose passkey the device says it is");
    want(made?.userName === "Notes", "what the device calls it");
  });
  await checks.check("after a lock the passkey opens, and so does the passphrase", async () => {
    await her.press("Lock");
    await her.at("This page is locked");
    await her.press(USE);
    await her.at(USE);
    await her.press("Lock");
    await her.type("Your passphrase", passphrase);
    await her.press("Unlock");
    await her.at(USE);
  });
  await checks.check("on a fresh page the passkey signs in without any code", async () => {
    await page.goto(url);
    await her.press("I have been here before");
    await her.at("Sign in");
    await her.press(USE);
    await her.at("Today");
    await her.press("Who looked");
    await her.at("Who looked");
    await her.type("Your passphrase", passphrase);
    await her.press("Open the list");
    await page.getByText(/Checked|Not confirmed yet/u).first().waitFor({ timeout: 30_000 });
    await her.press("Back");
    await her.at("Today");
    await page.waitForTimeout(500);
  });
  await checks.check("a passkey that she removed opens nothing, though the device has it", async () => {
    await her.press(USE);
    await her.at(USE);
    await her.press("Remove this passkey");
    await page.locator("[data-passkey]").first().waitFor({ state: "detached" });
    await her.press("Lock");
    equal((await credentials(session, authenticatorId)).length, 1, "passkeys on the device");
    await her.press(USE);
    await her.sees("The code or the passphrase is wrong");
    await her.type("Your passphrase", passphrase);
    await her.press("Unlock");
    await her.at(USE);
  });
  await checks.check("whom the device does not verify gets no secret from it", async () => {
    await her.press("Lock");
    await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    await her.press(USE);
    await her.sees("No passkey opened your account");
    await her.type("Your passphrase", passphrase);
    await her.press("Unlock");
    await her.at(USE);
  });
  await checks.check("a device that gives no secret is told so, and keeps her passphrase", async () => {
    await session.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
    await authenticator(page, false);
    await her.type("Your passphrase", passphrase);
    await her.press("Make a passkey on this phone");
    await her.sees("No passkey opened your account");
    equal(await count(), 0, "passkeys in the list");
  });
  await context.close();
  return her.findings;
}

async function credentials(
  session: CDPSession,
  authenticatorId: string,
): Promise<{ rpId?: string; userName?: string }[]> {
  return (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
}
