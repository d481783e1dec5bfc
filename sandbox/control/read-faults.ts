import type { Faults } from "../core/facts";
import { drawnFaults, noFaults } from "../delivery/faults";
import { invalidRequest, parameterInvalid } from "../http/errors";

const amounts = ["seed", "delay_ms", "api_latency_ms"] as const;

/** The faults that a request asks for: probabilities (true is always), milliseconds and a seed. What it leaves out is off. */
export function readFaults(request: { [name: string]: unknown }): Faults {
  const next: Faults = { ...noFaults };
  for (const [name, value] of Object.entries(request)) {
    const known = [...drawnFaults, ...amounts].find((one) => one === name);
    if (!known) throw invalidRequest(`Received unknown parameter: ${name}`, { code: "parameter_unknown", param: name });
    const number = typeof value === "boolean" ? Number(value) : value;
    if (typeof number !== "number" || !Number.isFinite(number) || number < 0) {
      throw parameterInvalid(name, `${name} must be a number that is not negative, or a boolean.`);
    }
    next[known] = number;
  }
  return next;
}
