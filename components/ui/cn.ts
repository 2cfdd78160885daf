import { type ClassValue, clsx } from "clsx";

/**
 * Joins class names, without false, null and undefined. It doesn't know Tailwind: a caller's class that must
 * override the component's own ends with "!" (`p-0!`). A merging library would cost every page 9 kB.
 */
export function cn(...inputs: ClassValue[]): string {
  return clsx(inputs);
}
