import { expect, test } from "vitest";
import { decodeLine, encodeLine, Line } from "./journal-line";

const invoice = (status: string) => ({ id: "in_1", object: "invoice", status });
const event = (id: string, object: object) => ({ id, object: "event", data: { object } });

test("what is written twice is kept once, in its last state and its first place", () => {
  const line = new Line();
  line.add([["invoice", "in_1", invoice("draft")]]);
  line.add([["customer", "cus_1", { id: "cus_1" }]]);
  line.add([["invoice", "in_1", invoice("paid")]]);
  expect(line.writes).toEqual([
    ["invoice", "in_1", invoice("paid")],
    ["customer", "cus_1", { id: "cus_1" }],
  ]);
});

test("what was removed and written again is new, and comes after what was written in between", () => {
  const line = new Line();
  line.add([["customer", "cus_1", null]]);
  line.add([["customer", "cus_2", { id: "cus_2" }]]);
  line.add([["customer", "cus_1", { id: "cus_1" }]]);
  expect(line.writes.map(([, id, value]) => [id, value !== null])).toEqual([
    ["cus_1", false],
    ["cus_2", true],
    ["cus_1", true],
  ]);
});

test("an event comes back with its object, whether the line holds that object or a later state of it", () => {
  const [draft, paid] = [invoice("draft"), invoice("paid")];
  const line = new Line();
  line.add([
    ["invoice", "in_1", draft],
    ["event", "evt_1", event("evt_1", draft)],
    ["invoice", "in_1", paid],
    ["event", "evt_2", event("evt_2", paid)],
    ["event", "evt_3", event("evt_3", paid)],
    ["event", "evt_0", null],
  ]);
  const text = encodeLine(line.writes);
  expect(text.match(/"paid"/g)).toHaveLength(1);
  expect(decodeLine(text)).toEqual(line.writes);
});
