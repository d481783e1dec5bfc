import { type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Answer } from "@/lib/platform/http/answer";

type Stated = OutgoingHttpHeaders | OutgoingHttpHeader[];
type Written = (error?: Error | null) => void;

/** A response that adds the headers that every answer carries, and may replace a failure. */
export class FrontResponse<R extends IncomingMessage = IncomingMessage> extends ServerResponse<R> {
  /** Headers that are added unless the answer sets them itself. */
  standing: Record<string, string> = {};
  /** Called when a failure (500 and above) is about to be sent: a returned answer is sent in its place. */
  insteadOfFailure: () => Answer | null = () => null;
  private exchanged: Answer | null = null;

  override writeHead(status: number, reason?: string | Stated, stated?: Stated): this {
    this.exchanged = status >= 500 ? this.insteadOfFailure() : null;
    if (this.exchanged) for (const name of this.getHeaderNames()) this.removeHeader(name);
    for (const [name, value] of Object.entries(this.standing)) if (!this.hasHeader(name)) this.setHeader(name, value);
    if (this.exchanged) return super.writeHead(this.exchanged.status, this.exchanged.headers);
    return typeof reason === "string" ? super.writeHead(status, reason, stated) : super.writeHead(status, reason);
  }

  override write(chunk: unknown, encoding?: BufferEncoding | Written, written?: Written): boolean {
    this.decideFailure();
    if (!this.exchanged) {
      return typeof encoding === "string" ? super.write(chunk, encoding, written) : super.write(chunk, encoding);
    }
    const done = typeof encoding === "function" ? encoding : written;
    if (done) process.nextTick(done);
    return true;
  }

  override end(chunk?: unknown, encoding?: BufferEncoding | (() => void), ended?: () => void): this {
    this.decideFailure();
    if (this.exchanged) return super.end(this.exchanged.body);
    return typeof encoding === "string" ? super.end(chunk, encoding, ended) : super.end(chunk, encoding);
  }

  /** A failure's head leaves before its body is looked at, so that it is known whether that body is to be sent. */
  private decideFailure(): void {
    if (this.statusCode >= 500 && !this.headersSent) this.writeHead(this.statusCode);
  }
}
