import type { Finding } from "./finding";

/** What is wrong and what to do, as two sentences. */
export function findingText({ message, remedy }: Pick<Finding, "message" | "remedy">): string {
  return [message, remedy].map((part) => part.replace(/[.!?]?$/, (end) => end || ".")).join(" ");
}
