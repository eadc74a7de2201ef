/**
 * The document names the hash of every script that the page may run (docs/pages.md 2), so
 * that its own hash stands for all of them. Browsers leave out workers: keys/verified.ts does not.
 */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

function hashOf(data: Buffer): string {
  return `sha384-${createHash("sha384").update(data).digest("base64")}`;
}

/** Adds the import map, and each element's own hash, once everything is written. */
export function integrity(): Plugin {
  return {
    name: "integrity",
    apply: "build",
    enforce: "post",
    writeBundle(options, bundle) {
      const folder = options.dir ?? "";
      if (bundle["index.html"] === undefined) return;
      const hashes = Object.fromEntries(
        Object.keys(bundle)
          .filter((name) => /^(?:assets|keys)\/.*\.(?:js|css)$/u.test(name))
          .toSorted()
          .map((name) => [`./${name}`, hashOf(readFileSync(join(folder, name)))]),
      );
      const scripts = Object.entries(hashes).filter(([name]) => name.endsWith(".js"));
      const map = JSON.stringify({ integrity: Object.fromEntries(scripts) });
      const page = join(folder, "index.html");
      let text = readFileSync(page, "utf8");
      for (const [name, hash] of Object.entries(hashes)) {
        text = text.replaceAll(
          new RegExp(`(src|href)="${name.replaceAll(".", "\\.")}"`, "gu"),
          `$&\n      integrity="${hash}"`,
        );
      }
      // The map must come before the first script that it speaks of.
      const first = text.indexOf("<script");
      text = `${text.slice(0, first)}<script type="importmap">${map}</script>\n    ${text.slice(first)}`;
      writeFileSync(page, text);
    },
  };
}
