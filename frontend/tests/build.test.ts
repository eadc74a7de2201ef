/** The built bundle: its budget, its reproducibility, and what may not be in it. */

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scratch } from "./python.ts";

const FRONT = join(import.meta.dirname, "..");
/** Bytes after gzip (docs/frontend.md 2). */
const KEYS = 220_000;
const LOG = 15_000;
const FIRST = 60_000;

const { folder, remove } = scratch();
let files: Map<string, Buffer>;

async function built(name: string): Promise<Map<string, Buffer>> {
  const outDir = join(folder, name);
  const configFile = join(FRONT, "vite.config.ts");
  await build({ configFile, root: join(FRONT, "src/survivor"), logLevel: "silent", build: { outDir, emptyOutDir: true } });
  return read(outDir);
}

function read(outDir: string): Map<string, Buffer> {
  const names = readdirSync(outDir, { recursive: true, encoding: "utf-8", withFileTypes: true });
  return new Map(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(outDir.length + 1), readFileSync(path)]),
  );
}

function zipped(data: Uint8Array): number {
  return gzipSync(data, { level: 9 }).length;
}

/** Gives the file that starts the key worker: the one of `keys/` that a page's script names. */
function workerName(): string {
  const pages = [...files].filter(([name]) => name.startsWith("assets/") && name.endsWith(".js"));
  const named = [...files.keys()].filter(
    (name) => name.startsWith("keys/") && pages.some(([, data]) => data.includes(name)),
  );
  expect(named.length).toBe(1);
  return named[0] as string;
}

beforeAll(async () => {
  files = await built("first");
});

afterAll(remove);

test("the key worker with libsodium stays inside its budget", () => {
  const worker = files.get(workerName());
  expect(worker?.includes("crypto_kem_xwing")).toBe(true);
  expect(zipped(worker as Buffer)).toBeLessThanOrEqual(KEYS);
});

/** The document, and whatever it and its scripts ask for before anything is pressed. */
function firstScreen(): ReadonlySet<string> {
  const found = new Set(["index.html"]);
  for (const name of found) {
    if (!/\.(?:html|js)$/u.test(name)) continue;
    const text = files.get(name)?.toString("utf-8") ?? "";
    const asked = name.endsWith(".html")
      ? text.matchAll(/(?:src|href)="\.\/([^"]+)"/gu)
      : text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/gu);
    for (const [, path = ""] of asked) found.add(name.endsWith(".html") ? path : `assets/${path}`);
  }
  return found;
}

test("the first screen stays inside its budget", () => {
  const names = [...firstScreen()];
  expect(names.filter((name) => !files.has(name))).toEqual([]);
  expect(names.some((name) => name.endsWith(".css"))).toBe(true);
  const scripts = names.filter((name) => name.endsWith(".js"));
  expect(scripts.some((name) => files.get(name)?.includes("Before you start"))).toBe(true);
  const size = names.reduce((sum, name) => sum + zipped(files.get(name) as Buffer), 0);
  expect(size).toBeGreaterThan(20_000);
  expect(size).toBeLessThanOrEqual(FIRST);
});

test("the document names the hash of the key worker, as of every script", () => {
  const page = files.get("index.html")?.toString("utf-8") ?? "";
  const [, map = "{}"] = /<script type="importmap">(.*?)<\/script>/.exec(page) ?? [];
  const { integrity } = JSON.parse(map) as { integrity: Record<string, string> };
  const scripts = [...files].filter(([name]) => name.endsWith(".js"));
  for (const [name, data] of scripts) {
    const hash = createHash("sha384").update(data).digest("base64");
    expect(integrity[`./${name}`], name).toBe(`sha384-${hash}`);
  }
  expect(Object.keys(integrity).length).toBe(scripts.length);
});

test("signatures of organisations, the log checker, the strippers, full copies and sealing are fetched when needed", () => {
  const name = workerName();
  const later = [...files.keys()].filter((one) => one.startsWith("keys/") && one !== name);
  expect(later.length).toBe(7);
  const own = files.get(name)?.toString("utf-8") ?? "";
  expect(own).not.toContain("too few witnesses cosigned");
  expect(own).not.toContain("c2sp.org/tlog-proof@v1");
  expect(own).not.toContain("NETSCAPE2.0");
  expect(own).not.toContain("segments.jsonl");
  expect(own).not.toContain("added files");
});

test("the log checker, whole and by itself, stays inside its budget", async () => {
  const outDir = join(folder, "log");
  await build({
    configFile: false,
    logLevel: "silent",
    build: {
      outDir,
      target: "es2022",
      lib: { entry: join(FRONT, "src/log/index.ts"), formats: ["es"], fileName: "log" },
    },
  });
  const alone = read(outDir);
  expect(alone.size).toBe(1);
  const [code] = alone.values();
  expect(code?.includes("too few witnesses cosigned")).toBe(true);
  expect(zipped(code as Buffer)).toBeLessThanOrEqual(LOG);
});

test("the same sources give the same bytes", async () => {
  const again = await built("second");
  expect([...again.keys()]).toEqual([...files.keys()]);
  for (const [name, data] of again) expect(data.equals(files.get(name) as Buffer), name).toBe(true);
});

test("nothing that is for development is shipped, and the key worker names no address", () => {
  for (const [name, data] of files) {
    const text = data.toString("utf-8");
    expect(text, name).not.toMatch(/hash-wasm|hybridkem|fast-check|sourceMappingURL/);
    if (name.startsWith("keys/")) expect(text, name).not.toMatch(/https?:\/\//);
  }
});

test("the lock names every package by hash, and no registry", () => {
  const lock = JSON.parse(readFileSync(join(FRONT, "package-lock.json"), "utf-8")) as {
    packages: Record<string, { integrity?: string; resolved?: string; version?: string }>;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
  expect(packages.length).toBeGreaterThan(50);
  for (const [path, { integrity, resolved }] of packages) {
    expect(integrity, path).toMatch(/^sha512-/);
    expect(resolved, path).toBeUndefined();
  }
  const without = JSON.stringify(lock, (key, value: unknown) => (key === "funding" ? undefined : value));
  expect(without).not.toContain("http");
  const own = JSON.parse(readFileSync(join(FRONT, "package.json"), "utf-8")) as Record<string, Record<string, string>>;
  for (const wanted of Object.values({ ...own["dependencies"], ...own["devDependencies"] })) {
    expect(wanted).toMatch(/^\d+\.\d+\.\d+$/);
  }
  expect(readFileSync(join(FRONT, "node.lock"), "utf-8")).not.toContain("http");
});
