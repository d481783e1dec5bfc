"use client";

import { useEffect } from "react";

/** The pages of an account, and not those that sign in, pay or grant: a request that a worker makes counts as ours. */
const scope = "/account";

/** Has the browser keep the page for when there is no connection, after everything that this visit needs has arrived. */
export function OfflineWorker({ path }: { path: string }) {
  useEffect(() => {
    // A browser that refuses, as in some private windows, shows its own page instead.
    const register = () => void navigator.serviceWorker?.register(path, { scope }).catch(() => undefined);
    if (document.readyState === "complete") register();
    else addEventListener("load", register, { once: true });
    return () => removeEventListener("load", register);
  }, [path]);
  return null;
}
