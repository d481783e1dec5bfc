import { apiDocument } from "@/app/api/document";

/** `GET /api/openapi.json`: the API's description in OpenAPI 3.1. */
export async function GET(_request: Request): Promise<Response> {
  return Response.json(apiDocument(), { headers: { "Cache-Control": "public, max-age=300" } });
}
