import type { Control } from "../control/control";
import type { Sandbox } from "../core/sandbox";
import { showAuthentication, submitAuthentication } from "./authenticate-page";
import { payCheckout, showCheckout } from "./checkout-page";
import { showCards } from "./console/cards";
import { showClock } from "./console/clock";
import { showCustomer, showCustomers } from "./console/customers";
import { showDeliveries } from "./console/deliveries";
import { showEndpoints } from "./console/endpoints";
import { showEvent, showEvents } from "./console/events";
import { showFaults } from "./console/faults";
import type { Console } from "./console/shell";
import { submitConsole } from "./console/submit";
import { showSubscriptions } from "./console/subscriptions";
import { payShownInvoice, showInvoice, showInvoicePdf } from "./invoice-page";
import type { Page } from "./layout";
import { showPortal, submitPortal } from "./portal-page";

type Visit = { sandbox: Sandbox; control: Control; query: URLSearchParams; form: URLSearchParams };
type Shown = (visit: Visit, id: string) => Page | Promise<Page>;

const console = (show: (context: Console, id: string) => Page): { GET: Shown } => ({
  GET: ({ sandbox, control, query }, id) => show({ sandbox, control, query, problem: null }, id),
});

/** Every page by its address. What customers see stands first, then the console for whoever runs the sandbox. */
const pages: readonly { path: RegExp; GET?: Shown; POST?: Shown }[] = [
  {
    path: /^\/c\/pay\/(\w+)$/,
    GET: ({ sandbox, query }, id) => showCheckout(sandbox, id, query.get("card")),
    POST: ({ sandbox, form }, id) => payCheckout(sandbox, id, form),
  },
  {
    path: /^\/authenticate\/(\w+)$/,
    GET: ({ sandbox }, id) => showAuthentication(sandbox, id),
    POST: ({ sandbox, form }, id) => submitAuthentication(sandbox, id, form),
  },
  { path: /^\/i\/(\w+)\/pdf$/, GET: ({ sandbox }, id) => showInvoicePdf(sandbox, id) },
  {
    path: /^\/i\/(\w+)$/,
    GET: ({ sandbox }, id) => showInvoice(sandbox, id),
    POST: ({ sandbox }, id) => payShownInvoice(sandbox, id),
  },
  {
    path: /^\/p\/session\/(\w+)$/,
    GET: ({ sandbox, query }, id) => showPortal(sandbox, id, query),
    POST: ({ sandbox, form }, id) => submitPortal(sandbox, id, form),
  },
  { path: /^\/$/, ...console(showClock), POST: ({ sandbox, control, form }) => submitConsole(sandbox, control, form) },
  { path: /^\/customers$/, ...console(showCustomers) },
  { path: /^\/customers\/(\w+)$/, ...console(showCustomer) },
  { path: /^\/subscriptions$/, ...console(showSubscriptions) },
  { path: /^\/events$/, ...console(showEvents) },
  { path: /^\/events\/(\w+)$/, ...console(showEvent) },
  { path: /^\/deliveries$/, ...console(showDeliveries) },
  { path: /^\/endpoints$/, ...console(showEndpoints) },
  { path: /^\/faults$/, ...console(showFaults) },
  { path: /^\/cards$/, ...console(showCards) },
];

/** The page at an address, or null where there is none. */
export async function answerPage(method: string, path: string, visit: Visit): Promise<Page | null> {
  for (const page of pages) {
    const match = page.path.exec(path);
    const show = method === "GET" ? page.GET : method === "POST" ? page.POST : undefined;
    if (match && show) return show(visit, match[1] ?? "");
  }
  return null;
}
