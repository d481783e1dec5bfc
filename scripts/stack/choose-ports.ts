import { type HeldPort, holdPort, holdPortFrom } from "../process/free-port";
import type { StackPorts } from "./app-environment";
import { StackError } from "./supervisor";

/** The ports of a stack, each held until the program that it is for starts. */
export type HeldPorts = Record<keyof StackPorts, HeldPort>;

/**
 * The ports of a demo: the usual ones, or the next free ones, said so. A port that was asked for by name is taken or it
 * fails, since whoever asked will look for the app there.
 */
export async function chooseDemoPorts(askedFor: number | null, say: (line: string) => void): Promise<HeldPorts> {
  const choose = async (what: string, usual: number) => {
    const held = await holdPortFrom(usual);
    if (held.port !== usual) say(`Port ${usual} is taken; ${what} moves to ${held.port}.`);
    return held;
  };
  return {
    app: askedFor === null ? await choose("the app", 3000) : await holdAskedFor(askedFor),
    sandbox: await choose("the local Stripe", 12111),
    smtp: await choose("the mail catcher", 1025),
    mail: await choose("the mail page", 8025),
  };
}

/** Holds exactly these ports. @throws StackError when one of them is taken. */
export async function holdPorts({ app, sandbox, smtp, mail }: StackPorts): Promise<HeldPorts> {
  const hold = async (port: number) => (await holdPort(port)) ?? refuse(`Port ${port} is taken.`);
  return { app: await hold(app), sandbox: await hold(sandbox), smtp: await hold(smtp), mail: await hold(mail) };
}

export function portNumbers({ app, sandbox, smtp, mail }: HeldPorts): StackPorts {
  return { app: app.port, sandbox: sandbox.port, smtp: smtp.port, mail: mail.port };
}

async function holdAskedFor(port: number): Promise<HeldPort> {
  return (await holdPort(port)) ?? refuse(`Port ${port} is taken. Choose another --port.`);
}

function refuse(message: string): never {
  throw new StackError(message);
}
