import { createReadStream, readdirSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { pipeline } from "node:stream";
import { weightedValues } from "@/lib/web/weighted-values";

const types: Record<string, string> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
};

/**
 * Scripts and styles that the build has compressed with brotli (`FILE.br` beside `FILE`). Next would pack them anew with
 * gzip on each request, a sixth larger. Their names hold a digest of their content, so browsers may keep them for ever.
 */
export class CompressedFiles {
  private readonly files = new Map<string, { file: string; bytes: number; type: string }>();

  /** `folder` is served at `prefix`. What lies in it now is what will be served; a folder that is missing serves nothing. */
  constructor(folder: string, prefix: string) {
    for (const name of listOf(folder)) {
      const type = types[path.extname(name.slice(0, -".br".length))];
      if (!name.endsWith(".br") || !type) continue;
      const file = path.join(folder, name);
      const address = `${prefix}/${name.slice(0, -".br".length).split(path.sep).join("/")}`;
      this.files.set(address, { file, bytes: statSync(file).size, type });
    }
  }

  /** Answers and returns true, or leaves the request alone and returns false. */
  serve(pathname: string, request: IncomingMessage, response: ServerResponse): boolean {
    const found = this.files.get(pathname);
    if (!found || (request.method !== "GET" && request.method !== "HEAD") || request.headers.range) return false;
    const encodings = weightedValues(request.headers["accept-encoding"]?.toString() ?? null);
    if (!encodings.includes("br")) return false;
    response.writeHead(200, {
      "Content-Type": found.type,
      "Content-Encoding": "br",
      "Content-Length": found.bytes,
      "Cache-Control": "public, max-age=31536000, immutable",
      Vary: "Accept-Encoding",
    });
    if (request.method === "HEAD") response.end();
    // A reader who leaves halfway is nobody's error; a file that can't be read ends the connection.
    else pipeline(createReadStream(found.file), response, () => undefined);
    return true;
  }
}

function listOf(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}
