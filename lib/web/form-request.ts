import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/core/errors";
import { singleton } from "@/lib/platform/registry";
import type { FrontResponse } from "@/lib/web/front-response";
import { refusalAnswer } from "@/lib/web/refusal-answer";

type FormRequest = { isRead: boolean };

const storage = () => singleton("form-request", () => new AsyncLocalStorage<FormRequest>());

/**
 * Serves a request that may be a server action's. Next answers 500 to one that it can't read (no form in it, too large, from
 * another site, of an unknown action). That is the caller's fault, so a failure before any action of ours was called
 * becomes a 400.
 */
export function serveForm(form: {
  request: IncomingMessage;
  response: FrontResponse;
  serve: () => void;
  onRefusal: (refusal: AppError, request: IncomingMessage) => void;
}): void {
  const { request, response, serve, onRefusal } = form;
  if (!mayBeAction(request)) {
    serve();
    return;
  }
  const state: FormRequest = { isRead: false };
  response.insteadOfFailure = () => {
    if (state.isRead) return null;
    const refusal = new AppError(
      "invalid_request",
      "The form can't be read, is too large, or is not of a page of ours.",
    );
    onRefusal(refusal, request);
    return refusalAnswer(refusal, request);
  };
  storage().run(state, serve);
}

/** Notes that an action of ours was called: the request could be read, and what fails from now on is our failure. */
export function noteFormIsRead(): void {
  const state = storage().getStore();
  if (state) state.isRead = true;
}

/** True while a request is served that may be an action's and has reached none. */
export function isUnreadForm(): boolean {
  return storage().getStore()?.isRead === false;
}

function mayBeAction({ method, headers }: IncomingMessage): boolean {
  const isForm = /^multipart\/form-data/i.test(headers["content-type"] ?? "");
  return method === "POST" && (isForm || headers["next-action"] !== undefined);
}
