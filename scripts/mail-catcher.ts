import path from "node:path";
import { createMailPage } from "./mail/http";
import { Mailbox } from "./mail/mailbox";
import { createSmtpServer } from "./mail/smtp";
import { readOptions } from "./process/read-options";
import { stateDir } from "./project-root";

/** `npm run mail`: catches every mail that is sent to its SMTP port and shows it on a page. Sends nothing on. */
const values = readOptions({
  "smtp-port": { type: "string", default: "1025" },
  "http-port": { type: "string", default: "8025" },
  state: { type: "string", default: path.join(stateDir, "mail.jsonl") },
});
const mailbox = new Mailbox(values.state);
const smtp = createSmtpServer(mailbox);
const page = createMailPage(mailbox);

for (const server of [smtp, page]) {
  server.on("error", (error: NodeJS.ErrnoException) => {
    console.error(`mail catcher: ${error.message}`);
    // A sender that hangs up in the middle is reported here too, and is no reason to stop.
    if (error.syscall === "listen") process.exit(1);
  });
}
smtp.listen(Number(values["smtp-port"]), "127.0.0.1");
page.listen(Number(values["http-port"]), "127.0.0.1", () => {
  console.log(`mail catcher ready http://localhost:${values["http-port"]} smtp://127.0.0.1:${values["smtp-port"]}`);
});
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(0));
