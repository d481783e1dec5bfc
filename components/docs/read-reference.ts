import { z } from "zod";

/** A JSON Schema, as far as the reference shows it. */
export type Schema = {
  type?: string | string[] | undefined;
  description?: string | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  format?: string | undefined;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  items?: Schema | undefined;
  anyOf?: Schema[] | undefined;
};

const schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    format: z.string().optional(),
    properties: z.record(z.string(), schema).optional(),
    required: z.array(z.string()).optional(),
    items: schema.optional(),
    anyOf: z.array(schema).optional(),
  }),
);

const json = z.object({ content: z.object({ "application/json": z.object({ schema }) }) });

const operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z
    .array(z.object({ in: z.string(), name: z.string(), required: z.boolean().optional(), schema }))
    .optional(),
  requestBody: json.optional(),
  responses: z.record(z.string(), z.unknown()),
});

const methods = ["get", "post", "patch", "delete"] as const;

/** One thing that can be asked of the API. */
export type Operation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  scopes: string[];
  needsIdempotencyKey: boolean;
  query: Schema | null;
  body: Schema | null;
  answer: Schema | null;
};

/** What can be asked of the API, from its OpenAPI document. @throws ZodError where the document is of another shape */
export function readReference(document: { paths?: unknown }): Operation[] {
  const paths = z.record(z.string(), z.partialRecord(z.enum(methods), operation)).parse(document.paths ?? {});
  return Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const found = item[method];
      return found ? [toOperation(method, path, found)] : [];
    }),
  );
}

function toOperation(method: string, path: string, found: z.infer<typeof operation>): Operation {
  const parameters = found.parameters ?? [];
  const query = parameters.filter((parameter) => parameter.in === "query");
  const success = Object.entries(found.responses).find(([status]) => status.startsWith("2"))?.[1];
  const answer = json.safeParse(success);
  return {
    id: found.operationId,
    method: method.toUpperCase(),
    path,
    summary: found.summary,
    scopes: (found.security ?? []).flatMap((requirement) => Object.values(requirement).flat()),
    needsIdempotencyKey: parameters.some(({ name }) => name === "Idempotency-Key"),
    query: query.length > 0 ? toObject(query) : null,
    body: found.requestBody?.content["application/json"].schema ?? null,
    answer: answer.success ? answer.data.content["application/json"].schema : null,
  };
}

function toObject(parameters: { name: string; required?: boolean | undefined; schema: Schema }[]): Schema {
  return {
    type: "object",
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.schema])),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  };
}

export type Field = {
  path: string;
  type: string;
  /** The values that there are, where they are named. */
  choices: string[];
  isOptional: boolean;
  isNullable: boolean;
  description: string;
};

/**
 * Every field of an object, those of objects inside it under the name of their parent, in the order of the document.
 * Objects of one shape under many names are shown once, as `*`.
 */
export function listFields(object: Schema, parent = ""): Field[] {
  return namedProperties(object).flatMap(([name, value]) => {
    const path = parent ? `${parent}.${name}` : name;
    const inner = value.type === "array" && value.items ? value.items : value;
    const isNullable = typesOf(value).includes("null");
    const field = {
      path,
      type: nameType(value),
      choices: choicesOf(value),
      isOptional: !(object.required ?? []).includes(name),
      isNullable,
      description: value.description ?? "",
    };
    return [field, ...listFields(inner, inner === value ? path : `${path}[]`)];
  });
}

function typesOf({ type, anyOf }: Schema): string[] {
  if (anyOf) return anyOf.flatMap(typesOf);
  return typeof type === "string" ? [type] : (type ?? []);
}

function namedProperties(object: Schema): [string, Schema][] {
  const properties = Object.entries(object.properties ?? {});
  const shapes = new Set(properties.map(([, value]) => JSON.stringify(value.properties)));
  const [first] = properties;
  const isMap = properties.length > 1 && shapes.size === 1 && first?.[1].properties !== undefined;
  return isMap ? [["*", first[1]]] : properties;
}

function choicesOf(value: Schema): string[] {
  const choices = value.enum ?? value.anyOf?.flatMap((choice) => choice.enum ?? []) ?? [];
  return choices.filter((choice) => choice !== null).map(String);
}

function nameType(value: Schema): string {
  if (value.const !== undefined) return JSON.stringify(value.const);
  const [type = "any"] = typesOf(value).filter((name) => name !== "null");
  return value.format ?? type;
}
