/** Runs the script of verify.html: a line of JSON asks about a package, a line answers. */

import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import { runInThisContext } from "node:vm";

const PAGE = join(import.meta.dirname, "../../extraction/alone/verify.html");
const [, script] = /<script>([\s\S]*)<\/script>/u.exec(readFileSync(PAGE, "utf-8"));
runInThisContext(script);

/** Gives what a browser gives for a chosen folder or ZIP. */
function placed(path) {
  const of = (name, shown) => ({ path: shown, file: new File([readFileSync(name)], shown) });
  if (!statSync(path).isDirectory()) return [of(path, "package.zip")];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => of(name, `package/${relative(path, name)}`));
}

for await (const line of createInterface({ input: process.stdin })) {
  const { path, policy, now } = JSON.parse(line);
  const pinned = policy === null ? null : globalThis.parsePolicy(policy);
  const report = await globalThis.reportOf(placed(path), pinned, now);
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
