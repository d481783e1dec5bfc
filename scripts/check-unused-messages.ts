import { messagesIn } from "../lib/platform/messages";
import { textsOf } from "../tests/texts-of";
import { projectRoot } from "./project-root";
import { programOf, unusedMessages } from "./testing/unused-messages";

/**
 * A step of `npm run check`: everything in messages/ is shown somewhere. What only a test reads is not. It reads types, and those
 * of pages are known once Next has written its route types.
 */
const product = /^(app|components|generated|i18n|lib)\/|^(next-env|proxy|server|worker|instrumentation)[^/]*$/;
const program = programOf(projectRoot, (name) => product.test(name) && !/\.test\.tsx?$/.test(name));
const unused = unusedMessages(
  textsOf(messagesIn("en")).map(([key]) => key),
  program,
);
for (const key of unused) console.error(`messages: nothing asks for ${key}`);
process.exit(unused.length === 0 ? 0 : 1);
