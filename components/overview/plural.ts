/** `plural(1, "gateway")` → "1 gateway", `plural(3, "gateway")` → "3 gateways". */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
