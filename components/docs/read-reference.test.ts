import { expect, test } from "vitest";
import { apiDocument } from "@/app/api/document";
import { listFields, readReference } from "@/components/docs/read-reference";
import "@/tests/installed-modules";

test("the reference shows every operation that the document has, with what it takes and answers", () => {
  const operations = readReference(apiDocument());
  const described = Object.entries(apiDocument().paths ?? {}).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(described.sort());
  for (const operation of operations) {
    expect(operation.answer, operation.id).not.toBeNull();
    expect(operation.scopes.length, operation.id).toBeGreaterThan(0);
  }
});

test("fields of nested objects are named under their parent, with what may be left out or null", () => {
  const fields = listFields({
    type: "object",
    required: ["feature"],
    properties: {
      feature: { type: "object", properties: { until: { type: ["string", "null"], format: "date-time" } } },
      steps: {
        type: "array",
        items: { type: "object", properties: { plan: { type: "string", enum: ["free", "pro"] } } },
      },
    },
  });
  expect(fields.map(({ path, type }) => `${path}: ${type}`)).toEqual([
    "feature: object",
    "feature.until: date-time",
    "steps: array",
    "steps[].plan: string",
  ]);
  expect(fields[0]).toMatchObject({ isOptional: false, isNullable: false });
  expect(fields[1]).toMatchObject({ isOptional: true, isNullable: true });
  expect(fields[3]?.choices).toEqual(["free", "pro"]);
});

test("objects of one shape under many names are shown once", () => {
  const shape = { type: "object", properties: { active: { type: "boolean" } } };
  const fields = listFields({ type: "object", properties: { features: { properties: { one: shape, two: shape } } } });
  expect(fields.map(({ path }) => path)).toEqual(["features", "features.*", "features.*.active"]);
});
