import { expect, test } from "vitest";
import type { Module } from "@/lib/platform/module";
import { merged } from "@/lib/runtime/merged";

const sweep = async () => 0;

test("what the modules have under one key is in one record", () => {
  const modules = [
    { name: "one", sweeps: { mail: sweep } },
    { name: "two" },
    { name: "three", sweeps: { inbox: sweep } },
  ] as const satisfies readonly Module[];
  expect(merged(modules, "sweeps")).toEqual({ mail: sweep, inbox: sweep });
});

test("two modules with an entry of one name are refused, by its name", () => {
  const modules = [
    { name: "one", sweeps: { mail: sweep } },
    { name: "two", sweeps: { mail: sweep } },
  ] as const satisfies readonly Module[];
  expect(() => merged(modules, "sweeps")).toThrow("mail");
});
