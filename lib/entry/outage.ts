import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { secondMs } from "@/lib/core/time";
import { type PlainRequest, plainRequestOf, unavailableAnswer } from "@/lib/entry/unavailable";
import type { Answer } from "@/lib/platform/answer";
import { watchOutages } from "@/lib/platform/database-outage";
import { translator } from "@/lib/platform/messages";
import { outageDetail, outageRetrySeconds } from "@/lib/platform/problem";

const askAgainMs = 3 * secondMs;

/** Loads the address anew once the database answers again. */
const comeBack = `
setInterval(async () => {
  if (document.visibilityState !== "visible") return;
  const answer = await fetch("/readyz").catch(() => null);
  if (answer?.ok) location.reload();
}, ${askAgainMs});
`;

/**
 * Serves a request, and where that fails (500) because the database gave no answer says so: 503 with `Retry-After`, as a
 * page or as problem+json. Next knows no such status, and its own page about an error needs scripts. Cookies stay as
 * they are.
 */
export function answerOutages(request: IncomingMessage, response: ServerResponse, serve: () => void): void {
  const asked = plainRequestOf(request);
  watchOutages((hasFailed) => {
    // Whoever answers 503 has said it.
    const isOutage = (status: number) => status === 500 && hasFailed();
    replaceAnswer(response, isOutage, () => outageAnswer(asked, request.method ?? "GET"));
    serve();
  });
}

function outageAnswer(asked: PlainRequest, method: string): Answer {
  // What was posted is sent again by whoever posted it, and by nobody else.
  const isRead = method === "GET" || method === "HEAD";
  return unavailableAnswer(asked, {
    page: (locale) => {
      const t = translator(locale, "outage");
      const paragraphs = [t("text"), isRead ? t("comesBack") : t("sendAgain"), t("promise")];
      return { title: t("title"), paragraphs, ...(isRead && { script: comeBack }) };
    },
    code: "database_unavailable",
    detail: outageDetail,
    retryAfterSeconds: outageRetrySeconds,
  });
}

type Callback = () => void;

/** Where the head of the answer would have a status of this kind, another answer goes out, and nothing of the first. */
function replaceAnswer(response: ServerResponse, isReplaced: (status: number) => boolean, other: () => Answer): void {
  const { writeHead, write, end } = response;
  const requestId = () => response.getHeader("x-request-id");
  let isDone = false;
  const replaces = (status: number): boolean => {
    if (isDone || response.headersSent || !isReplaced(status)) return isDone;
    isDone = true;
    const answer = other();
    const id = requestId();
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    const headers: OutgoingHttpHeaders = { ...answer.headers, ...(id !== undefined && { "X-Request-Id": id }) };
    Reflect.apply(writeHead, response, [answer.status, headers]);
    Reflect.apply(end, response, [response.req.method === "HEAD" ? undefined : answer.body]);
    return true;
  };
  const callBack = (given: unknown[]) => {
    const callback = given.findLast((one): one is Callback => typeof one === "function");
    if (callback) process.nextTick(callback);
  };
  Object.assign(response, {
    writeHead: (status: number, ...given: unknown[]) => {
      if (!replaces(status)) Reflect.apply(writeHead, response, [status, ...given]);
      return response;
    },
    write: (...given: unknown[]): boolean => {
      if (!replaces(response.statusCode)) return Reflect.apply(write, response, given);
      callBack(given);
      return true;
    },
    end: (...given: unknown[]) => {
      if (replaces(response.statusCode)) callBack(given);
      else Reflect.apply(end, response, given);
      return response;
    },
  });
}
