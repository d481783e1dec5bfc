import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { messagesModule } from "./list-messages.mjs";
import { projectRoot } from "./project-root";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "messages-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function given(files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), JSON.stringify(content));
  }
}

test("every file of messages is in the module that is bundled", () => {
  const written = readFileSync(path.join(projectRoot, "generated", "messages.ts"), "utf8");
  expect(written).toBe(messagesModule(path.join(projectRoot, "messages")));
});

test("a file's path is its namespace, in every language", () => {
  given({
    "en/common.json": {},
    "en/staff.json": {},
    "en/staff/customers.json": {},
    "en/mails/signIn.json": {},
    "nl/common.json": {},
  });
  expect(messagesModule(folder)).toMatchInlineSnapshot(`
    "// Written by scripts/list-messages.mjs from the files in messages/.
    import en_common from "@/messages/en/common.json";
    import en_mails_signIn from "@/messages/en/mails/signIn.json";
    import en_staff from "@/messages/en/staff.json";
    import en_staff_customers from "@/messages/en/staff/customers.json";
    import nl_common from "@/messages/nl/common.json";

    export const messages = {
      en: {
        common: en_common,
        mails: {
          signIn: en_mails_signIn,
        },
        staff: {
          ...en_staff,
          customers: en_staff_customers,
        },
      },
      nl: {
        common: nl_common,
      },
    };
    "
  `);
});

test("a name in a file and in the folder beside it is refused: one would hide the other", () => {
  given({ "en/staff.json": { customers: {} }, "en/staff/customers.json": {} });
  expect(() => messagesModule(folder)).toThrow("staff.json and staff/customers.json both hold customers");
});

test("a file whose name can't stand in a key is refused", () => {
  given({ "en/sign-in.json": {} });
  expect(() => messagesModule(folder)).toThrow("sign-in can't be part of a namespace");
});
