import { extendZodWithOpenApi, OpenAPIRegistry, OpenApiGeneratorV31 } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { type ErrorCode, errorStatus } from "@/lib/core/errors";
import type { RouteDocument, RouteHandler } from "@/lib/entry/route";
import { apiScopes } from "@/lib/platform/installed";

extendZodWithOpenApi(z);

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
    request_id: z.string().nullable(),
    field: z.string().optional(),
    help_url: z.string().optional(),
  })
  .describe("RFC 9457 problem details.");

/** The API as an OpenAPI 3.1 document, made from the declarations that serve it: it can't promise what they don't do. */
export function openApiDocument(handlers: readonly RouteHandler[], origin: string) {
  const registry = new OpenAPIRegistry();
  registry.registerComponent("securitySchemes", "oauth", {
    type: "oauth2",
    description: "Authorization code with PKCE (S256); clients without a redirect use the device code of RFC 8628.",
    flows: {
      authorizationCode: {
        authorizationUrl: `${origin}/oauth/authorize`,
        tokenUrl: `${origin}/oauth/token`,
        refreshUrl: `${origin}/oauth/token`,
        scopes: apiScopes(),
      },
    },
  });
  const problem = registry.register("Problem", problemSchema);
  for (const { declaration } of handlers) registerRoute(registry, declaration, problem);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "Gatehouse API",
      version: "1",
      description: "What an extension asks of its back office: may this account use this feature, and why?",
    },
    servers: [{ url: origin }],
  });
}

function registerRoute(registry: OpenAPIRegistry, document: RouteDocument, problem: z.ZodType): void {
  const method = document.method.toLowerCase() as Lowercase<RouteDocument["method"]>;
  const params = [...document.path.matchAll(/:(\w+)/g)].map(([, name = ""]) => [name, z.string()] as const);
  const headers = document.mutates ? z.object({ "Idempotency-Key": z.string().min(1).max(255) }) : undefined;
  const error = { description: "A refusal", content: { "application/problem+json": { schema: problem } } };
  registry.registerPath({
    method,
    path: document.path.replaceAll(/:(\w+)/g, "{$1}"),
    operationId: operationId(document),
    summary: document.summary,
    ...(document.allow.scope && { security: [{ oauth: [document.allow.scope] }] }),
    request: {
      ...(params.length > 0 && { params: z.object(Object.fromEntries(params)) }),
      ...(document.query instanceof z.ZodObject && { query: document.query }),
      ...(headers && { headers }),
      ...(document.input && { body: { required: true, content: { "application/json": { schema: document.input } } } }),
    },
    responses: {
      [document.status ?? 200]: { description: "Done", content: { "application/json": { schema: document.output } } },
      ...(document.method === "GET" && { 304: { description: "Unchanged since the ETag that was sent" } }),
      "4XX": error,
      "5XX": error,
    },
  });
}

/** A stable name for generated clients: `getEntitlements`, `postEntitlementsCheck`. */
function operationId({ method, path }: RouteDocument): string {
  const words = path
    .replace(/^\/api\/v1\//, "")
    .split(/[/:-]+/)
    .filter(Boolean);
  return method.toLowerCase() + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join("");
}
