/** Deleting a sealed copy from her pages: thought over, kept by a court, then gone. */

import { eventually } from "./checks.ts";
import type { Checks } from "./checks.ts";
import type { Her } from "./her.ts";
import type { System } from "./system.ts";

export async function deleting(checks: Checks, system: System, her: Her): Promise<void> {
  const { page } = her;
  let eid = "";
  let hid = "";
  await checks.step("she asks for a copy to be deleted, and may change her mind", async () => {
    await her.press("My things");
    await her.at("My things");
    await her.press("Delete this copy");
    await her.at("Delete this copy");
    await her.sees("We destroy every key to it.");
    await her.press("Delete it");
    await page.locator(".govuk-error-summary").waitFor();
    await page.getByLabel("In seven days").check();
    await her.screen("30-delete-this-copy");
    const asked = page.waitForResponse(/\/erasure$/u);
    await her.press("Delete it");
    eid = /extractions\/([0-9a-f]{32})/u.exec((await asked).url())?.[1] ?? "";
    await her.sees(/It will be deleted on/u);
    await her.press("Keep it after all");
    await her.sees("What deleting does");
  });
  await checks.step("what a court wants kept says so, and is not deleted", async () => {
    const administrator = await system.staff("administrator");
    const paper = { basis: "court-order", court: "Crown Court at Leeds", number: "T20260001" };
    const hold = await administrator.call("POST", `/v1/extractions/${eid}/holds`, paper);
    hid = String(hold["hid"]);
    await her.press("Back");
    await her.sees("A court wants this kept, so it cannot be deleted now.");
    await her.press("Delete this copy");
    await her.sees("Crown Court at Leeds");
    await page.getByLabel("Now").check();
    await her.screen("31-a-court-wants-it-kept");
    await her.press("Delete it");
    await her.sees(/It waits, because a court wants it kept/u);
  });
  await checks.step("when that ends it is deleted, and she sees that it is", async () => {
    const administrator = await system.staff("administrator");
    await administrator.call("POST", `/v1/holds/${hid}/lift`);
    await her.press("Back");
    await eventually(
      async () => {
        await her.at("My things");
        if ((await page.getByText("You had this deleted.").count()) === 1) return true;
        await her.press("Back");
        await her.at("Today");
        await her.press("My things");
        return false;
      },
      "the copy is deleted",
      30,
    );
    await her.sees("You had this deleted. Nobody can open it any more.");
    await her.screen("32-deleted");
    await her.press("Back");
    await her.at("Today");
    await her.sees("Nothing waits for you.");
  });
}
