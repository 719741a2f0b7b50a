import { defineConfig } from "vitest/config";

const project = (name: string, include: string) => ({
  test: { name, include: [include], testTimeout: 60_000, hookTimeout: 60_000 },
});

export default defineConfig({
  test: {
    projects: [
      project("unit", "test/unit/**/*.test.ts"),
      project("golden", "test/golden/**/*.test.ts"),
      project("cli", "test/cli/**/*.test.ts"),
      project("embed", "test/embed/**/*.test.ts"),
      project("repository", "test/repository/**/*.test.ts"),
    ],
  },
});
