import { AppError } from "@/lib/core/errors";
import { problemResponse } from "@/lib/platform/http/problem";

/** The 404 under the paths for programs, as problem+json: a program can't read the page that people get. */
export async function nothingHere(_request: Request): Promise<Response> {
  return problemResponse(new AppError("not_found", "There is nothing at this address."), null);
}
