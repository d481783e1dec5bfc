import { confirmEmailByLink } from "@/lib/identity/confirm-email-change";
import type { Alongside } from "@/lib/identity/internal/email-change/replace-email";
import { formHandler, redirectTo } from "@/lib/identity/internal/form-handler";
import { undoEmailChange } from "@/lib/identity/undo-email-change";

/** Runs a change of an address together with what follows from it elsewhere, e.g. at Stripe. */
type Follow = <T>(change: (alongside: Alongside) => Promise<T>) => Promise<T>;

/** `POST /mail-address/approve`: the button behind the link in the mail to a new address. */
export function emailApproval(follow: Follow) {
  return formHandler({
    where: "/mail-address/approve",
    onRefusal: ({ code }) => `/mail-address/confirm?error=${code}`,
    run: async (request, form) => {
      const wish = { cookies: request.headers.get("cookie"), token: form.get("token") ?? "" };
      await follow((alongside) => confirmEmailByLink({ ...wish, alongside }));
      return redirectTo("/account/settings?mail=changed#mail-address");
    },
  });
}

/** `POST /mail-address/restore`: the button behind the link in the notice to the address from before. */
export function emailRestoration(follow: Follow) {
  return formHandler({
    where: "/mail-address/restore",
    onRefusal: ({ code }) => `/mail-address/undo?error=${code}`,
    run: async (_request, form) => {
      await follow((alongside) => undoEmailChange(form.get("token") ?? "", alongside));
      return redirectTo("/mail-address/undo?result=restored");
    },
  });
}
