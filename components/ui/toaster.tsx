"use client";

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";

/** Makes `useToast` work below it, and shows what was said in the corner of the page. */
export function Toaster({ closeLabel, children }: { closeLabel: string; children: ReactNode }) {
  return (
    <Toast.Provider timeout={6000}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-4 bottom-4 z-60 mx-auto flex flex-col gap-2 sm:left-auto sm:right-6 sm:w-96">
          <Toasts closeLabel={closeLabel} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Toasts({ closeLabel }: { closeLabel: string }) {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="relative rounded-control bg-night py-3.5 pl-5 pr-12 text-on-night shadow-pop transition-[opacity,translate] duration-300 ease-gate data-ending-style:opacity-0 data-starting-style:translate-y-4 data-starting-style:opacity-0"
    >
      <Toast.Title className="text-[0.9375rem] font-semibold" />
      <Toast.Description className="mt-0.5 text-sm text-on-night-soft" />
      <Toast.Close
        aria-label={closeLabel}
        className="absolute right-1.5 top-1.5 grid size-10 place-items-center rounded-lg text-on-night-soft hover:text-on-night"
      >
        <X aria-hidden="true" className="size-4" />
      </Toast.Close>
    </Toast.Root>
  ));
}

/** Says in a corner, for a few seconds, that something was done. Errors belong beside what failed instead. */
export function useToast(): (title: string, description?: string) => void {
  const manager = Toast.useToastManager();
  return (title, description) => {
    manager.add({ title, ...(description !== undefined && { description }) });
  };
}
