import { sandboxUrl } from "./stack";

/** Moves the whole business by some days: Stripe, the app, and everything that falls due on the way. */
export async function moveDays(days: number): Promise<void> {
  const answer = await fetch(`${sandboxUrl}/_sandbox/clock`, {
    method: "POST",
    body: JSON.stringify({ by: days * 86_400 }),
  });
  if (!answer.ok) throw new Error(`The clock did not move: ${await answer.text()}`);
}
