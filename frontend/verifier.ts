/**
 * Builds each verify.html: a verifier as one page, with its script and style inside and a policy
 * that allows those two and nothing else. `node verifier.ts` writes them into the packages.
 */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build as bundle } from "vite";

const HERE = import.meta.dirname;
export const OUT = join(HERE, "../extraction/alone/verify.html");
export const COURT_OUT = join(HERE, "../audit/alone/verify.html");

/** Gives the page of released packages, the same for the same sources. */
export async function buildVerifier(): Promise<string> {
  return built("verifier");
}

/** Gives the page of entries for a court. */
export async function buildCourt(): Promise<string> {
  return built("court");
}

async function built(source: string): Promise<string> {
  const script = `${licences()}\n${await bundled(source)}`;
  const style = readFileSync(join(HERE, "src/verifier/page.css"), "utf8").trim();
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const parts: Record<string, string> = { policy, script, style };
  const page = readFileSync(join(HERE, "src", source, "page.html"), "utf8");
  return page.replaceAll(/\{\{(\w+)\}\}/gu, (_, name: string) => parts[name] ?? "");
}

/** Gives the notices that the libraries inside want to travel with them. */
function licences(): string {
  const texts = ["curves", "hashes", "post-quantum"].map((name) => {
    const file = join(HERE, "node_modules/@noble", name, "LICENSE");
    return `@noble/${name}: ${readFileSync(file, "utf8").trim()}`;
  });
  return `/* Safehold: Apache License 2.0.\n\n${texts.join("\n\n")} */`;
}

async function bundled(source: string): Promise<string> {
  const made = await bundle({
    configFile: false,
    root: join(HERE, "src", source),
    logLevel: "error",
    plugins: [
      {
        name: "plain-script",
        enforce: "pre",
        resolveId(wanted) {
          // No WebAssembly and no second file: hashes and Ed25519 are plain script here.
          return wanted.endsWith("/sodium.ts") ? join(HERE, "src/verifier/sodium.ts") : null;
        },
      },
    ],
    build: {
      write: false,
      target: "es2022",
      lib: { entry: join(HERE, "src", source, "main.ts"), formats: ["iife"], name: "verifier" },
      rollupOptions: { shimMissingExports: true },
    },
  });
  const outputs = Array.isArray(made) ? made : [made];
  const chunks = outputs.flatMap((each) => ("output" in each ? each.output : []));
  const [chunk] = chunks;
  if (chunk === undefined || chunks.length !== 1 || chunk.type !== "chunk") {
    throw new Error(`the verifier became ${chunks.length} files, want one`);
  }
  // Inside an element the script may not hold what would end it.
  return chunk.code.trim().replaceAll("</script", String.raw`<\/script`);
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

if (process.argv[1] === import.meta.filename) {
  for (const [out, build] of [
    [OUT, buildVerifier],
    [COURT_OUT, buildCourt],
  ] as const) {
    const page = await build();
    writeFileSync(out, page);
    process.stdout.write(`verifier: ${relative(join(HERE, ".."), out)}, ${page.length} characters\n`);
  }
}
