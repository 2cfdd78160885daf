import { formatDate } from "@/components/ui/time/format-time";

/** Groups what is sorted by time under the days of the user's zone (or `timeZone`), in the order given. */
export function byDay<Item extends { at: string }>(
  items: readonly Item[],
  timeZone?: string,
): { day: string; items: Item[] }[] {
  const groups: { day: string; items: Item[] }[] = [];
  for (const item of items) {
    const day = formatDate(Date.parse(item.at), timeZone);
    const last = groups.at(-1);
    if (last?.day === day) last.items.push(item);
    else groups.push({ day, items: [item] });
  }
  return groups;
}
