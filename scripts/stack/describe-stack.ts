import path from "node:path";
import { personas } from "@/prisma/personas";
import { appUrl, mailUrl, type StackPorts, sandboxUrl } from "./app-environment";

/** The short table that a running demo prints: where to go, as whom, and where its sample extension lies. */
export function describeStack(ports: StackPorts, extension: string, seconds: number): string {
  const addresses = [
    ["App", appUrl(ports)],
    ["API reference", `${appUrl(ports)}/docs/api`],
    ["Mail", mailUrl(ports)],
    ["Local Stripe", sandboxUrl(ports)],
  ];
  const people = personas.map(({ email, name, shows }) => [email, `${name}, ${shows}`]);
  return [
    "",
    `Gatehouse is ready after ${seconds.toFixed(1)} s.`,
    "",
    ...table(addresses),
    "",
    "Sign in as anyone, by the mail that arrives on the mail page; or as",
    ...table(people),
    "",
    "The sample extension, built for this demo: in Chromium open chrome://extensions, switch on developer mode,",
    `choose "Load unpacked" and then ${path.relative(process.cwd(), extension)}`,
    "",
    "Ctrl-C stops everything. `-- --fresh` starts over, `-- --port N` moves the app.",
  ].join("\n");
}

function table(rows: string[][]): string[] {
  const width = Math.max(...rows.map(([first = ""]) => first.length));
  return rows.map(([first = "", second = ""]) => `  ${first.padEnd(width)}  ${second}`);
}
