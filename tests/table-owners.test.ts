import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readSqlFiles } from "../scripts/database/sql-definitions";
import { findTableWrites, productFiles, readTables, type TableWrite, writeTargets } from "./table-owners";

/** Writes of other modules' tables, each a way in which code could do it; a line names the table that it writes. */
const planted = "lib/growth/planted.ts";
const violations = `
import { Prisma } from "@/generated/prisma/client";
import { db, query, type Tx } from "@/lib/platform/db";
declare const data: Prisma.AccountUncheckedCreateInput, table: "refusal" | "lease", unknown: string, method: "update" | "count";
export const planted = async (tx: Tx, somebody: { tx: Tx }) => {
  await db().charge.create({ data: { accountId: "", stripeChargeId: "", state: "failed", currency: "", amountMinor: 1, attemptedAt: new Date() } }); // charge
  await tx.device.deleteMany({}); // device
  await somebody.tx["invoice"].updateMany({ data: { number: "" } }); // invoice
  const grants = tx.grant; // nothing
  await grants.updateManyAndReturn({ data: { planKey: "" } }); // grant
  await Promise.all([{}].map(tx.onboarding.update)); // onboarding
  await tx.user[method]({ where: { id: "" }, data: { name: null } }); // user
  await tx.account.create({ data: { memberships: { create: { userId: "", role: "owner" } } } }); // account membership
  await tx.account.create({ data }); // account membership invitation …
  await tx.$executeRaw\`insert into "usage_entry" (id) values (\${unknown})\`; // usage_entry
  await tx.$queryRaw(Prisma.sql\`with gone as (select 1) delete from public.mail_message m returning m.id\`); // mail_message
  await query("update webhook_event e set state = 'handled'"); // webhook_event
  await tx.$executeRaw\`insert into \${Prisma.raw(table)} (id) values (1)\`; // lease refusal
  await query("insert into " + unknown); // ?
  await tx.$executeRaw\`update \${Prisma.raw(unknown)} set id = 1\`; // ?
  await tx.$queryRaw\`select from account where id = \${unknown}::uuid for update\`; // nothing
  await tx.account.findMany({ where: { memberships: { some: { userId: "" } } } }); // nothing
};`;

const outboxFile = "lib/platform/outbox.ts";

const ownerOf = new Map(readTables().map(({ name, owner }) => [name, owner]));
let writes: TableWrite[] = [];

beforeAll(() => {
  writes = findTableWrites(productFiles(), { [planted]: violations });
}, 240_000);

test("only the module that owns a file of the schema writes its tables", () => {
  const ours = writes.filter(({ file }) => file !== planted);
  const foreign = ours.filter(({ file, table }) => {
    // Writes the tables that its definitions name; those are held to the same below.
    if (file === outboxFile) return table !== null;
    const owner = ownerOf.get(table ?? "");
    return owner === undefined || !file.startsWith(`lib/${owner}/`);
  });
  expect(foreign).toEqual([]);
  expect(new Set(ours.map(({ table }) => table)).size).toBeGreaterThan(30);
});

test("an outbox is defined by the module that owns its table", () => {
  const defined = productFiles().flatMap((file) => {
    const text = readFileSync(file, "utf8");
    if (file.endsWith(outboxFile) || !/\boutbox\(/.test(text)) return [];
    const tables = [...text.matchAll(/\boutbox\(\{[^}]*?\btable: "(\w+)"/g)].map(([, table = ""]) => table);
    const module = /\blib\/(\w+)\//.exec(path.relative(process.cwd(), file))?.[1];
    // One without a plain name is none that could be held to this.
    const unnamed = (text.match(/\boutbox\(/g) ?? []).length - tables.length;
    return [...tables, ...Array.from({ length: unnamed }, () => "?")].map((table) => ({ table, module }));
  });
  expect(defined.filter(({ table, module }) => ownerOf.get(table) !== module)).toEqual([]);
  expect(defined.map(({ table }) => table).sort()).toEqual(["mail_message", "money_call", "webhook_event"]);
});

test("triggers write the tables of the module in whose file they lie", () => {
  const written = readSqlFiles().flatMap(({ module, sql }) =>
    writeTargets(sql).map(({ target }) => ({ module, target })),
  );
  expect(written.filter(({ module, target }) => ownerOf.get(target) !== module)).toEqual([]);
  expect(new Set(written.map(({ target }) => target))).toEqual(new Set(["stale_revenue", "revenue_month"]));
});

test("a write of another module's table is found, in whatever way it is done", () => {
  const expected = violations.split("\n").flatMap((text, index) => {
    const [, tables] = /\/\/ (.*)$/.exec(text) ?? [];
    return tables && tables !== "nothing" ? [{ line: index + 1, tables: tables.split(" ").sort() }] : [];
  });
  const found = expected.map(({ line }) => {
    const there = writes.filter((write) => write.file === planted && write.line === line);
    return { line, tables: [...new Set(there.map(({ table }) => table ?? "?"))].sort() };
  });
  const atMost = (tables: string[]) =>
    tables.includes("…") ? expect.arrayContaining(tables.filter((t) => t !== "…")) : tables;
  expect(found).toEqual(expected.map(({ line, tables }) => ({ line, tables: atMost(tables) })));
  const lines = new Set(expected.map(({ line }) => line));
  expect(writes.filter(({ file, line }) => file === planted && !lines.has(line))).toEqual([]);
});
