import { env, isRehearsal } from "@/lib/platform/env";

export type Operator = {
  name: string | null;
  address: string | null;
  mail: string;
  /** True where the name is made up, because nobody real runs a demo. */
  isExample: boolean;
};

/** Who runs this deployment, for the pages that have to name them. */
export function operator(): Operator {
  const { OPERATOR_NAME, OPERATOR_ADDRESS, MAIL_FROM } = env();
  const mail = /<([^<>]+)>/.exec(MAIL_FROM)?.[1] ?? MAIL_FROM;
  if (!OPERATOR_NAME && isRehearsal()) {
    return { name: "Example Operator", address: "Example Street 1, 1000 AA Exampletown", mail, isExample: true };
  }
  return { name: OPERATOR_NAME ?? null, address: OPERATOR_ADDRESS ?? null, mail, isExample: false };
}
