/** After she let it go: collected and verified, stopped, looked at; and saying no. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ordered } from "./asking.ts";
import { equal, eventually, want } from "./checks.ts";
import type { Checks } from "./checks.ts";
import type { Her } from "./her.ts";
import { ask, readAndTick } from "./journey.ts";
import type { Told } from "./journey.ts";
import type { System } from "./system.ts";

export async function collected(checks: Checks, system: System, told: Told): Promise<void> {
  await checks.step("the investigator collects it, and anybody can verify it", async () => {
    const officer = await system.staff("investigator");
    const session = officer.session();
    const releases = (await officer.call("GET", "/v1/releases")) as unknown as { rid: string }[];
    const rid = releases[0]?.rid ?? "";
    const container = join(system.folder, "release.shv1r");
    system.command("collect", rid, "--out", container, "--session", session);
    const key = join(system.folder, "data/demo/investigator.key");
    const folder = join(system.folder, "package");
    system.command("open", container, "--identity", key, "--out", folder);
    system.command("verify", folder);
    const grant = JSON.parse(readFileSync(join(folder, "grant.dsse.json"), "utf8")) as {
      payload: string;
    };
    const body = JSON.parse(Buffer.from(grant.payload, "base64url").toString()) as {
      gid: string;
      selection: { records: number; sha256: string };
    };
    equal(body.gid, told.gid, "the grant that is named");
    equal(body.selection.records, 3, "records that she agreed to");
    const segments = readdirSync(folder)
      .filter((name) => name.startsWith("segments"))
      .map((name) => readFileSync(join(folder, name), "utf8"))
      .join("");
    want(segments.includes("zircon lantern"), "what she shared is there");
    for (const kept of ["marzipan", "Soup on Sunday", "I asked you to stop", "Dentist"]) {
      want(!segments.includes(kept), `what she kept has left: ${kept}`);
    }
  });
}

export async function afterwards(checks: Checks, system: System, her: Her, told: Told): Promise<void> {
  const { page } = her;
  await checks.step("stopping takes two presses, and says what cannot be undone", async () => {
    await her.press("What I share");
    await her.at("What I share");
    await her.sees("Collected");
    await her.press(/Stop sharing with/u);
    await her.at(/Stop sharing with/u);
    await her.sees("They have already collected something.");
    await her.screen("21-stop-sharing");
    await her.press("Stop now");
    await her.at("Stopped");
    await her.sees(/collected by .*DC Demo/u);
    await her.sees("It does not take back what was collected.");
    await her.screen("22-stopped");
    const officer = await system.staff("investigator");
    const after = (await officer.call("GET", "/v1/releases")) as unknown as { ended_ms: number | null }[];
    const open = after.filter((each) => each.ended_ms === null);
    equal(open.length, 0, "releases that the investigator still has to collect");
    await her.press("Done");
    await her.press("Back");
    await her.at("Today");
  });
  await checks.step("who looked wants the passphrase again, and checks every line", async () => {
    await her.press("Who looked");
    await her.at("Who looked");
    await her.type("Your passphrase", "this is not it at all");
    await her.press("Open the list");
    await her.sees("The code or the passphrase is wrong");
    await her.screen("23-who-looked-door");
    await her.type("Your passphrase", told.passphrase);
    await her.press("Open the list");
    await eventually(
      async () => {
        await her.idle();
        if ((await page.getByText("Checked: these lines are unchanged.").count()) > 0) return true;
        await her.press("Look again");
        return false;
      },
      "the lines are confirmed",
      60,
    );
    await her.sees(/An investigator.* collected what you shared/u);
    await her.sees(/Your guardian.* sealed a copy of your phone/u);
    await her.screen("24-who-looked");
    equal(await page.getByText(/You signed in to your account/u).count(), 0, "own lines are hidden");
    await her.press(/that you did yourself/u);
    await her.sees(/You.* stopped sharing/u);
    await her.press("Back");
    await her.at("Today");
  });
  await checks.step("my things: she looks inside what lies in the vault", async () => {
    await her.press("My things");
    await her.at("My things");
    await her.sees("You have signed for it.");
    await her.screen("25-my-things");
    await her.press(/900203/u);
    await her.sees("Dentist at ten");
    await her.screen("26-inside");
    await her.press("Back");
    await her.press("Back");
    await her.at("Today");
  });
  await checks.step("she can share nothing, without a reason", async () => {
    await ask(system, her, "EX/0002/26");
    await readAndTick(her);
    await her.press("Share nothing");
    await her.at("Share nothing?");
    await her.screen("27-share-nothing");
    await her.press("Share nothing");
    await her.at("Nothing is shared");
    await her.screen("28-nothing-is-shared");
    await her.press("Done");
    await her.at("Today");
    await her.sees("Nothing waits for you.");
  });
  await ordered(checks, system, her);
}
