import path from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { projectRoot } from "../project-root";

/** What publint says about the package as npm would publish it; empty when there is nothing to say. */
export async function checkPackage(): Promise<string[]> {
  const pkgDir = path.join(projectRoot, "extension", "client");
  const { messages, pkg } = await publint({ pkgDir, strict: true, pack: "npm" });
  return messages.map((message) => `${message.type}: ${formatMessage(message, pkg) ?? message.code}`);
}
