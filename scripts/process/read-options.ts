import { type ParseArgsConfig, parseArgs } from "node:util";

/** The options of a command. One that it does not have ends the process with a line that says which there are. */
export function readOptions<const O extends NonNullable<ParseArgsConfig["options"]>>(options: O) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const known = Object.entries(options).map(([name, { type }]) => `--${name}${type === "string" ? " …" : ""}`);
    console.error(`${error instanceof Error ? error.message : error}\nThere are: ${known.join(", ")}`);
    process.exit(1);
  }
}
