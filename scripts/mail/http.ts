import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Mailbox } from "./mailbox";
import { listPage, mailDocument, mailPolicy, messagePage, missingMailPage, missingPage, pagePolicy } from "./pages";

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The page for reading the mail, and the same as JSON for tests. Answers only to names of this machine. */
export function createMailPage(mailbox: Mailbox): Server {
  return createServer((request, response) => {
    request.resume();
    const { status, headers, body } = answer(mailbox, request);
    const always = {
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    };
    response.writeHead(status, { ...always, ...headers }).end(body);
  });
}

function answer(mailbox: Mailbox, request: IncomingMessage): Answer {
  // Another site's page could otherwise read mail here by pointing its own name at this machine.
  if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? "")) {
    return json(403, { error: "The mail catcher answers to localhost only." });
  }
  const asked = [request.url ?? "/", "http://localhost"] as const;
  if (!URL.canParse(...asked)) return missing(request);
  const url = new URL(...asked);
  const [, id = "", part = ""] = /^\/messages\/([^/]+)(\/html)?$/.exec(url.pathname) ?? [];
  switch (`${request.method} ${id === "" ? url.pathname : `message${part}`}`) {
    case "GET /":
      return page(listPage(mailbox.list(null)));
    case "GET message":
      return withMessage(mailbox, id, (message) => page(messagePage(message)));
    case "GET message/html":
      return withMessage(mailbox, id, (message) => page(mailDocument(message), mailPolicy));
    case "POST /clear":
      return clear(mailbox, request);
    case "GET /api/messages":
      return list(mailbox, url);
    case "DELETE /api/messages":
      mailbox.clear();
      return { status: 204, headers: {}, body: "" };
    default:
      return missing(request);
  }
}

/** A person gets a page with a way back, a program the same in its own words. */
function missing(request: IncomingMessage): Answer {
  const isBrowser = request.headers.accept?.includes("text/html") ?? false;
  return isBrowser ? { ...page(missingPage()), status: 404 } : json(404, { error: "There is no such page." });
}

function list(mailbox: Mailbox, url: URL): Answer {
  const found = mailbox.list(url.searchParams.get("to"));
  const limit = Number(url.searchParams.get("limit") ?? 100) || 100;
  return json(200, { object: "list", data: found.slice(0, limit), has_more: found.length > limit });
}

function clear(mailbox: Mailbox, request: IncomingMessage): Answer {
  const { origin, host } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) return json(403, { error: "Not from this page." });
  mailbox.clear();
  return { status: 303, headers: { location: "/" }, body: "" };
}

type Found = NonNullable<ReturnType<Mailbox["find"]>>;

function withMessage(mailbox: Mailbox, id: string, show: (message: Found) => Answer): Answer {
  const message = mailbox.find(id);
  return message === null ? { ...page(missingMailPage()), status: 404 } : show(message);
}

function page(body: string, policy = pagePolicy): Answer {
  return {
    status: 200,
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy },
    body,
  };
}

function json(status: number, body: unknown): Answer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
