import { parseArgs } from "node:util";
import { runSandbox } from "./run-sandbox";

const usage = `Usage: tsx sandbox/main.ts [options]
  --port N             port to listen on, 0 for any free one (default 12111)
  --host ADDRESS       a loopback address (default 127.0.0.1)
  --state FILE         keep everything in this file; without it the state ends with the process
  --webhook URL        register a webhook endpoint for all events
  --secret whsec_…     the signing secret of that endpoint
  --app URL            an application that follows the clock
  --control-secret S   what authorises the sandbox at that application
  --upcoming-days N    tell of renewals (invoice.upcoming) so many days before (default 0: never)
  --start ISO-DATE     business time of a fresh state (default: now)
  --until-input-ends   end when standard input does: a child that must not outlive its parent`;

try {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "12111" },
      host: { type: "string", default: "127.0.0.1" },
      state: { type: "string" },
      webhook: { type: "string" },
      secret: { type: "string" },
      app: { type: "string" },
      "control-secret": { type: "string" },
      start: { type: "string" },
      "upcoming-days": { type: "string" },
      "until-input-ends": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) console.log(usage);
  else {
    const running = await runSandbox({
      port: Number(values.port),
      host: values.host,
      stateFile: values.state ?? null,
      webhook: pair("--webhook", values.webhook, "--secret", values.secret),
      app: pair("--app", values.app, "--control-secret", values["control-secret"]),
      upcomingDays: values["upcoming-days"] === undefined ? null : Number(values["upcoming-days"]),
      startsAt: values.start === undefined ? null : new Date(values.start),
    });
    console.log(`sandbox ready ${running.url}`);
    const end = () => void running.stop().then(() => process.exit(0));
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, end);
    if (values["until-input-ends"]) process.stdin.once("end", end).resume();
  }
} catch (error) {
  console.error(`sandbox: ${error instanceof Error ? error.message : error}\n\n${usage}`);
  process.exitCode = 1;
}

/** An address and its secret: both or neither. */
function pair(urlName: string, url: string | undefined, secretName: string, secret: string | undefined) {
  if (url === undefined && secret === undefined) return null;
  if (!url || !secret || !URL.canParse(url)) throw new Error(`${urlName} needs a URL and ${secretName} with it`);
  return { url, secret };
}
