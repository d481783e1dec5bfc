import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

/** The names that app/globals.css adds to Tailwind's own: without them a size would pass for a colour. */
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["hero", "title", "lead"],
      radius: ["control", "card"],
      shadow: ["card", "pop"],
      ease: ["gate"],
      animate: ["rise", "lift"],
    },
  },
});

/** Joins class names; of two that set the same property the later one wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
