import { newId } from "../core/ids";
import type { PortalSession } from "../core/wire";
import { endpoint } from "../http/endpoint";
import { notYet, required, text, webAddress } from "../http/params";
import { getCustomer } from "./get-customer";
import { defaultConfiguration, getConfiguration } from "./portal-configurations";

export const portalSessionEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/billing_portal/sessions",
    params: {
      configuration: text(),
      customer: required(text()),
      customer_account: notYet,
      flow_data: notYet,
      locale: text(10),
      on_behalf_of: notYet,
      return_url: webAddress,
    },
    run: (tx, params) => {
      const customer = getCustomer(tx, params.customer, "customer", 400);
      const configuration = params.configuration
        ? getConfiguration(tx, params.configuration, "configuration", 400)
        : defaultConfiguration(tx);
      const id = newId("bps");
      const session: PortalSession = {
        id,
        object: "billing_portal.session",
        configuration: configuration.id,
        created: tx.now,
        customer: customer.id,
        customer_account: null,
        flow: null,
        livemode: false,
        locale: params.locale ?? null,
        on_behalf_of: null,
        return_url: params.return_url ?? configuration.default_return_url,
        url: `${tx.origin}/p/session/${id}`,
      };
      return tx.create("billing_portal.session", session, "billing_portal.session.created");
    },
  }),
];
