import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { ownerFile, readOwnerAddress } from "./read-owner-address";

const name = "MIGRATE_DATABASE_URL";
const folder = mkdtempSync(path.join(tmpdir(), "owner-"));

afterEach(() => vi.unstubAllEnvs());

test("without the file nothing is read", () => {
  vi.stubEnv(name, undefined);
  readOwnerAddress(folder);
  expect(process.env[name]).toBeUndefined();
});

test("the owner's address is read from its file, and the shell's environment takes precedence", () => {
  writeFileSync(path.join(folder, ownerFile), `${name}=postgresql://owner@db/gatehouse\n`);
  vi.stubEnv(name, undefined);
  readOwnerAddress(folder);
  expect(process.env[name]).toBe("postgresql://owner@db/gatehouse");
  vi.stubEnv(name, "postgresql://shell@db/gatehouse");
  readOwnerAddress(folder);
  expect(process.env[name]).toBe("postgresql://shell@db/gatehouse");
});
