import { type ClassValue, clsx } from "clsx";

/**
 * Joins class names, leaving out what is false, null or undefined. It does not know Tailwind: a caller's class that
 * must win over the component's own says so with a trailing "!" (`p-0!`). A merging library would cost every page 9
 * kB.
 */
export function cn(...inputs: ClassValue[]): string {
  return clsx(inputs);
}
