/** A court's order is told as one, and she asks back before anything else. */

import { equal, eventually } from "./checks.ts";
import type { Checks } from "./checks.ts";
import type { Her } from "./her.ts";
import { ask, request } from "./journey.ts";
import type { System } from "./system.ts";

const MONTH = 30 * 86_400_000;

/** The order of a court, for what the other requests seek. */
function order(reference: string): Record<string, unknown> {
  const { v, made, requester, sought, handling, stage, follows, expires } = request(reference);
  const deadline = `${new Date(Date.now() + MONTH).toISOString().slice(0, 19)}Z`;
  return {
    v,
    made,
    requester,
    sought,
    handling,
    stage,
    follows,
    expires,
    reference,
    route: "court",
    order: {
      court: "Crown Court at Example",
      number: "T2026 0001",
      made,
      document: "ab".repeat(32),
      deadline,
      forbids_notice: false,
    },
  };
}

export async function ordered(checks: Checks, system: System, her: Her): Promise<void> {
  const { page } = her;
  await checks.step("a court's order is told as one, under its own notice", async () => {
    await ask(system, her, "T2026 0001", order("T2026 0001"));
    await her.press(/asks to see something/u);
    await her.at("Someone asks");
    await her.sees(/The name that we could check/u);
    await her.sees("Crown Court at Example");
    await her.sees(/A court has ordered this\. It does not need your yes\./u);
    equal(await page.getByText("You can say no.", { exact: false }).count(), 0, "a choice to refuse");
    const boxes = page.getByRole("checkbox");
    equal(await boxes.count(), 16, "points of the notice of a court");
    equal(await boxes.first().getAttribute("id"), "point-ordered", "the first point");
    await her.screen("29-a-court-orders");
  });
  await checks.step("she asks them something, and their reply reaches her", async () => {
    await her.type("Your question", "which of the messages?");
    await her.press("Send this question");
    await her.sees("No reply yet.");
    const officer = await system.staff("investigator");
    const rows = (await officer.call("GET", "/v1/requests")) as unknown as { qid: string }[];
    const path = `/v1/requests/${rows[0]?.qid ?? ""}/questions`;
    const asked = (await officer.call("GET", path)) as unknown as { question: string }[];
    equal(asked[0]?.question, "which of the messages?", "what they read");
    await officer.call("POST", `${path}/0/reply`, { text: "those of the third of April" });
    await her.press("Back");
    await her.at("Today");
    await her.press(/asks to see something/u);
    await her.sees("those of the third of April");
    await her.press("Share nothing");
    await her.at("Share nothing?");
    await her.sees(/This does not end the order\./u);
    await her.press("Share nothing");
    await her.at("Nothing is shared");
    await her.press("Done");
    await eventually(async () => {
      await her.at("Today");
      return (await page.getByText("Nothing waits for you.").count()) > 0;
    }, "nothing waits");
  });
}
