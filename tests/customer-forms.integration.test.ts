import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { toPublicId } from "@/lib/core/ids";
import type { FormAction } from "@/lib/entry/action";
import { db } from "@/lib/platform/db";

const accountId = randomUUID();

// The visitor is read from Next's request, which does not exist here.
vi.mock("@/lib/entry/page", () => ({
  findVisitor: async () => ({
    user: { id: randomUUID() },
    account: { id: accountId },
    actor: { kind: "customer", userId: randomUUID(), accountId },
  }),
}));

/** The files below a folder with this ending. */
function filesOf(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`)
    .sort();
}

const files = filesOf("app/(account)", "actions.ts");
const actions: [string, FormAction<unknown>][] = [];
for (const file of files) {
  const module: Record<string, FormAction<unknown>> = await import(`../${file}`);
  for (const [name, action] of Object.entries(module)) actions.push([`${file} ${name}`, action]);
}

test("there are actions of customers to look at", () => {
  expect(actions.length).toBeGreaterThan(20);
});

test.each(actions)(
  "%s rejects a form that does not say which account its page was shown for",
  async (_name, action) => {
    for (const meant of [null, "", toPublicId("account", randomUUID())]) {
      const form = new FormData();
      if (meant !== null) form.set("acting_for", meant);
      expect(await action(null, form)).toMatchObject({ status: "error", code: "conflict" });
    }
    expect(await db().auditRecord.count()).toBe(0);
  },
);

test("a form that says so is validated next", async () => {
  const form = new FormData();
  form.set("acting_for", toPublicId("account", accountId));
  const invite = actions.find(([name]) => name.endsWith(" invite"))?.[1];
  expect(await invite?.(null, form)).toMatchObject({ status: "error", code: "invalid_request", field: "email" });
});

/** Forms that call a server action; the others post to a route handler. */
const actionForm = /<(?:form|KeptForm)\b[^>]*(?:action=\{(?:submit|action)\}|\{\.\.\.form\})/g;

const folders = [
  "app/(account)",
  "app/(site)",
  "components/portal",
  "components/site",
  "components/pricing",
  "components/ui",
];
const forms = folders
  .flatMap((folder) => filesOf(folder, ".tsx"))
  .map((file) => ({ file, source: readFileSync(file, "utf8") }))
  .map(({ file, source }) => ({
    file,
    forms: source.match(actionForm) ?? [],
    said: source.match(/<ActingFor /g) ?? [],
  }))
  .filter(({ forms }) => forms.length > 0);

test("there are forms to look at", () => {
  expect(forms.length).toBeGreaterThan(4);
});

test.each(forms)("every form of $file says for which account it was shown", ({ forms, said }) => {
  expect(said.length).toBe(forms.length);
});
