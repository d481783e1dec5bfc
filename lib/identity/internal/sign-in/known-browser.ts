import { addMs, dayMs, secondMs } from "@/lib/core/time";
import { cookieName, parseCookies, serializeCookie } from "@/lib/identity/internal/cookies";
import { systemNow } from "@/lib/platform/clock";
import { equalsInConstantTime, mac, randomToken } from "@/lib/platform/crypto";

/** How long a browser is known after a person was signed in there. */
const knownForMs = 365 * dayMs;
/** A browser is known for the addresses that were signed in there last; more would make a large cookie. */
const ticketsPerBrowser = 5;

function ticketCookie(): string {
  return cookieName("gatehouse.known");
}

/**
 * The id under which this browser was signed in as this address within the last year; null for a browser that was not.
 * It grants no access: sign-ins from this browser get limits that other callers can't use up. A ticket counts for
 * the one address that its MAC was made with, and says nothing of which that is.
 */
export function findKnownBrowser(cookieHeader: string | null, email: string): string | null {
  return ticketsOf(cookieHeader).find((ticket) => isOf(ticket, email))?.id ?? null;
}

/** The `Set-Cookie` value that makes this browser known for an address that is or was signed in here. */
export function rememberBrowser(cookieHeader: string | null, email: string): string {
  const before = ticketsOf(cookieHeader);
  const expires = String(Math.floor(addMs(systemNow(), knownForMs).getTime() / secondMs));
  // The same id again, so that signing in once more does not start its limits anew.
  const id = before.find((ticket) => isOf(ticket, email))?.id ?? randomToken().slice(0, 22);
  const tickets = [{ id, expires, proof: proofOf(id, expires, email) }, ...before.filter((ticket) => ticket.id !== id)];
  const value = tickets.slice(0, ticketsPerBrowser).map((ticket) => `${ticket.id}.${ticket.expires}.${ticket.proof}`);
  return serializeCookie(ticketCookie(), value.join("~"), { path: "/", maxAgeSeconds: knownForMs / secondMs });
}

type Ticket = { id: string; expires: string; proof: string };

function ticketsOf(cookieHeader: string | null): Ticket[] {
  const written = parseCookies(cookieHeader).get(ticketCookie())?.split("~", ticketsPerBrowser) ?? [];
  return written.flatMap((ticket) => {
    const [, id, expires, proof] = /^([\w-]{22})\.(\d{1,12})\.([\w-]{43})$/.exec(ticket) ?? [];
    return id && expires && proof ? [{ id, expires, proof }] : [];
  });
}

function isOf({ id, expires, proof }: Ticket, email: string): boolean {
  const isFresh = Number(expires) * secondMs > systemNow().getTime();
  return isFresh && equalsInConstantTime(proof, proofOf(id, expires, email));
}

function proofOf(id: string, expires: string, email: string): string {
  return mac("known-browser", id, expires, email);
}
