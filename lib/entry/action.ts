import type { z } from "zod";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import { parsePublicId, toPublicId } from "@/lib/core/ids";
import { findVisitor, requireStaff, type StaffVisitor, type Visitor } from "@/lib/entry/page";
import { toAppError } from "@/lib/platform/http/problem";
import { isPermitted } from "@/lib/platform/installed";
import { logger } from "@/lib/platform/logger";
import type { StaffPermission } from "@/lib/platform/module";
import { recordRefusal, refusedFor } from "@/lib/platform/refusals";
import { noteFormIsRead } from "@/lib/web/form-request";

/** What a form gets back: pages show the text of `code` in the visitor's language. */
export type ActionResult<T = null> =
  | { status: "ok"; value: T }
  | { status: "error"; code: ErrorCode; field: string | null };

/** A server action's shape under `useActionState`; what came before is of no account to it. */
export type FormAction<T> = (previous: unknown, form: FormData) => Promise<ActionResult<T>>;

/** An action of a signed-in customer on their own account. Next itself refuses a form that comes from another site. */
export function customerAction<Input, T>(
  schema: z.ZodType<Input>,
  run: (visitor: Visitor, input: Input) => Promise<T>,
): FormAction<T> {
  return (_previous, form) =>
    answer("customer action", form, async (about) => {
      const visitor = await findVisitor();
      if (!visitor) throw new AppError("unauthenticated", "Sign in first.");
      about.accountId = visitor.account.id;
      requireMeantAccount(visitor, form);
      return run(visitor, parseForm(schema, form));
    });
}

/** An action of staff, for roles that have this permission. */
export function staffAction<Input, T>(
  permission: StaffPermission,
  schema: z.ZodType<Input>,
  run: (visitor: StaffVisitor, input: Input) => Promise<T>,
): FormAction<T> {
  return (_previous, form) =>
    answer("staff action", form, async (about) => {
      const visitor = await requireStaff();
      about.accountId = namedAccount(form);
      if (!isPermitted(visitor.role, permission))
        throw new AppError("forbidden", `The role ${visitor.role} may not do this.`);
      return run(visitor, parseForm(schema, form));
    });
}

/** The field in which every form of a customer says for which account its page was shown (`acc_…`). */
const actingForField = "acting_for";

/** A page that was left open while its owner switched to another account must not change that one; nor may a form that does not say. */
function requireMeantAccount(visitor: Visitor, form: FormData): void {
  if (form.get(actingForField) === toPublicId("account", visitor.account.id)) return;
  throw new AppError("conflict", "This page was shown for another account than the one chosen since.");
}

function parseForm<Input>(schema: z.ZodType<Input>, form: FormData): Input {
  const fields = Object.fromEntries(
    [...form.entries()].filter(([name]) => !name.startsWith("$ACTION") && name !== actingForField),
  );
  // PostgreSQL keeps no text with the character 0, and nobody types one.
  const [unkept] = Object.entries(fields).filter(([, value]) => typeof value === "string" && value.includes("\0"));
  if (unkept)
    throw new AppError("invalid_request", "A text holds a character that can't be kept.", { field: unkept[0] });
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".");
  throw new AppError("invalid_request", `A field is not as it should be: ${field} (${issue?.code}).`, { field });
}

/** Of whom a refusal is, as soon as that is known: staff look for what was refused by customer. */
type About = { accountId: string | null };

/** The account that a form of staff is about (`acc_…`); null where it names none. */
function namedAccount(form: FormData): string | null {
  const named = form.get("account");
  return typeof named === "string" ? parsePublicId("account", named) : null;
}

/** `form` is unchecked input: at run time it may be anything, despite its type. */
async function answer<T>(where: string, form: unknown, run: (about: About) => Promise<T>): Promise<ActionResult<T>> {
  noteFormIsRead();
  const about: About = { accountId: null };
  try {
    if (!(form instanceof FormData)) throw new AppError("invalid_request", "What was sent is no form.");
    return { status: "ok", value: await run(about) };
  } catch (error) {
    if (isNextControlFlow(error)) throw error;
    const refusal = toAppError(error);
    if (refusal.status >= 500) logger().error({ err: error, where }, "an action failed");
    else recordRefusal({ kind: refusal.code, where, detail: refusal.message, ...refusedFor(about.accountId) });
    return { status: "error", code: refusal.code, field: refusal.field ?? null };
  }
}

/** `redirect` and `notFound` work by throwing; Next marks those errors with a digest of its own. */
function isNextControlFlow(error: unknown): boolean {
  return error instanceof Error && "digest" in error && String(error.digest).startsWith("NEXT_");
}
