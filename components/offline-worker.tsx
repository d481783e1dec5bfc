"use client";

import { useEffect } from "react";

/** Has the browser keep the page for when there is no connection, after everything that this visit needs has arrived. */
export function OfflineWorker({ path }: { path: string }) {
  useEffect(() => {
    // A browser that refuses, as in some private windows, shows its own page instead.
    const register = () => void navigator.serviceWorker?.register(path).catch(() => undefined);
    if (document.readyState === "complete") register();
    else addEventListener("load", register, { once: true });
    return () => removeEventListener("load", register);
  }, [path]);
  return null;
}
