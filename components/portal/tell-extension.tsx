"use client";

import { useEffect, useEffectEvent } from "react";
import { tellExtension } from "@/components/portal/tell-extensions";

/** Tells the extension once that something may have changed. Give it the state as `key`, and it tells of each new one. */
export function TellExtension({ ids }: { ids: readonly string[] }) {
  const tell = useEffectEvent(() => {
    for (const id of ids) void tellExtension(id);
  });
  useEffect(() => tell(), []);
  return null;
}
