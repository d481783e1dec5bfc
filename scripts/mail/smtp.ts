import { SMTPServer } from "smtp-server";
import type { Mailbox } from "./mailbox";
import { parseMessage } from "./message";

const maxBytes = 10 * 1024 * 1024;

/** An SMTP server that takes any mail from anyone, with or without a password, and puts it into the mailbox. */
export function createSmtpServer(mailbox: Mailbox): SMTPServer {
  return new SMTPServer({
    name: "localhost",
    size: maxBytes,
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? "anyone" }),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.once("end", () => {
        if (stream.sizeExceeded) return done(new Error("The mail is larger than 10 MB."));
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        // Answered only once it is in the mailbox, so that a sender who got an answer finds it there.
        parseMessage(Buffer.concat(chunks), recipients).then(
          (message) => {
            mailbox.add(message);
            done();
          },
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
      });
    },
  });
}
