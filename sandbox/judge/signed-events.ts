import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";

const { webhooks } = new Stripe("sk_test_sandbox_judge");

/** A webhook endpoint that believes nothing that is not correctly signed, and remembers what came. */
export class SignedEvents {
  #events: Stripe.Event[] = [];
  #badSignature: string | null = null;
  #wakers: (() => void)[] = [];

  private constructor(
    readonly url: string,
    readonly stop: () => Promise<void>,
  ) {}

  static async listen(secret: string): Promise<SignedEvents> {
    let keep: (body: string, signature: string) => void = () => {};
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      keep(Buffer.concat(chunks).toString("utf8"), String(request.headers["stripe-signature"]));
      // Also for a bad signature, which is remembered: a retry would only hold up the next trigger.
      response.writeHead(200).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const events = new SignedEvents(`http://127.0.0.1:${port}/`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    keep = (body, signature) => events.#keep(body, signature, secret);
    return events;
  }

  received(): Stripe.Event[] {
    return this.#events;
  }

  forget(): void {
    this.#events = [];
    this.#badSignature = null;
  }

  firstBadSignature(): string | null {
    return this.#badSignature;
  }

  /** Resolves true as soon as what has come is enough, false when it is not after `timeoutMs`. */
  async waitFor(isEnough: () => boolean, timeoutMs: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    while (!isEnough()) {
      const left = deadline - Date.now();
      if (left <= 0) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wakers.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return true;
  }

  #keep(body: string, signature: string, secret: string): void {
    try {
      this.#events.push(webhooks.constructEvent(body, signature, secret));
    } catch (error) {
      const [reason] = String(error instanceof Error ? error.message : error).split("\n");
      this.#badSignature ??= `a delivery was not correctly signed: ${reason}`;
    }
    for (const wake of this.#wakers.splice(0)) wake();
  }
}
