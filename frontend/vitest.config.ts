import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts", "src/**/*.test.ts", "src/**/*.test.tsx"],
    // Key stretching takes 64 MiB and a second on a slow machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { shuffle: { tests: true } },
  },
});
