/** The clock of a local Stripe, moved through its control API. */
export type ControlledClock = {
  now: () => Promise<Date>;
  /** Lets it stand still, so that every move ends on the very second, or run again. */
  freeze: (frozen: boolean) => Promise<void>;
  moveTo: (instant: Date) => Promise<void>;
};

/** @throws Error with the sandbox's answer when it refuses */
export function controlClock(sandboxUrl: string): ControlledClock {
  const call = async (body?: object): Promise<{ now: string }> => {
    const answer = await fetch(`${sandboxUrl}/_sandbox/clock`, body && { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`The sandbox's clock answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    now: async () => new Date((await call()).now),
    freeze: async (freeze) => void (await call({ freeze })),
    moveTo: async (instant) => void (await call({ to: instant.toISOString() })),
  };
}
