import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { KeptForm } from "@/components/ui/kept-form";
import type { FormAnswer } from "@/components/ui/use-done-action";
import { useTypedForm } from "@/components/ui/use-typed-form";
import type { ActionResult } from "@/lib/entry/action";

const refused = (field: string): ActionResult => ({ status: "error", code: "invalid_request", field });
const submit = vi.fn();
let answer: FormAnswer<null> | null;

vi.mock("@/components/ui/use-done-action", () => ({ useDoneAction: () => [answer, submit] }));

/** Types while it renders: React then renders it again with the new state, as it does after an event in a browser. */
function Form({ isTypedInto = false, thenAnswered = answer }: { isTypedInto?: boolean; thenAnswered?: typeof answer }) {
  const { form, result } = useTypedForm<null>(async () => refused("email"));
  if (isTypedInto && result?.status === "error" && result.field === "email") {
    form.onInput();
    answer = thenAnswered;
  }
  return <p>{result?.status === "error" ? result.field : "no error"}</p>;
}

test("errors go once a field is corrected, and the next answer is shown", () => {
  answer = refused("email");
  expect(renderToStaticMarkup(<Form />)).toBe("<p>email</p>");
  expect(renderToStaticMarkup(<Form isTypedInto />)).toBe("<p>no error</p>");
  answer = refused("email");
  expect(renderToStaticMarkup(<Form isTypedInto thenAnswered={refused("name")} />)).toBe("<p>name</p>");
});

test("a form keeps what was typed when React resets it after an answer", () => {
  const form = KeptForm({ onInput: vi.fn() });
  const preventDefault = vi.fn();
  form.props.onReset({ preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
});
