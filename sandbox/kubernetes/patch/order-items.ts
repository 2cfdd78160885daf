import { deepEqual } from "@/sandbox/kubernetes/json/deep-equal";
import { isRecord } from "@/sandbox/kubernetes/json/is-record";

/**
 * Orders a merged list as `$setElementOrder` asks: the named items in the named order, and every item
 * that is not named where it stood, relative to the item before it.
 */
export function orderItems(list: unknown[], order: unknown[], mergeKey: string | undefined): unknown[] {
  const rank = (item: unknown): number =>
    order.findIndex((wanted) =>
      mergeKey !== undefined && isRecord(wanted) && isRecord(item)
        ? deepEqual(wanted[mergeKey], item[mergeKey])
        : deepEqual(wanted, item),
    );
  const named = list.filter((item) => rank(item) >= 0).sort((a, b) => rank(a) - rank(b));
  let next = 0;
  return list.map((item) => (rank(item) < 0 ? item : named[next++]));
}
