import { findFreePortFrom } from "../process/free-port";
import type { StackPorts } from "./app-environment";
import { StackError } from "./supervisor";

/**
 * The ports of a demo: the usual ones, or the next free ones, said so. A port that was asked for by name is taken or it
 * fails, since whoever asked will look for the app there.
 */
export async function chooseDemoPorts(askedFor: number | null, say: (line: string) => void): Promise<StackPorts> {
  const taken = new Set<number>();
  const choose = async (what: string, usual: number) => {
    const port = await findFreePortFrom(usual, taken);
    taken.add(port);
    if (port !== usual) say(`Port ${usual} is taken; ${what} moves to ${port}.`);
    return port;
  };
  const app = await choose("the app", askedFor ?? 3000);
  if (askedFor !== null && app !== askedFor) throw new StackError(`Port ${askedFor} is taken. Choose another --port.`);
  return {
    app,
    sandbox: await choose("the local Stripe", 12111),
    smtp: await choose("the mail catcher", 1025),
    mail: await choose("the mail page", 8025),
  };
}
