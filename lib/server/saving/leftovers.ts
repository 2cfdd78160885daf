import { isRecord, same } from "@/lib/istio/edit/same";
import type { Path } from "./codec";

/** Something that a form no longer has, and that the object would still show after the save. */
export interface Leftover {
  /** In the form that was asked for; of an entry of a list that is gone from it, the list. */
  asked: Path;
  /** In the form that shows the object. */
  shown: Path;
}

/** What `shown`, the form of an object after a write, has beyond the form that was asked for. */
export function leftoversOf(asked: unknown, shown: unknown, at: Path = [], in_: Path = at): Leftover[] {
  if (same(asked, shown)) return [];
  if (isRecord(asked) && isRecord(shown))
    return Object.entries(shown).flatMap(([key, value]) =>
      asked[key] === undefined && !isEmpty(value)
        ? [{ asked: [...at, key], shown: [...in_, key] }]
        : leftoversOf(asked[key], value, [...at, key], [...in_, key]),
    );
  if (Array.isArray(asked) && Array.isArray(shown)) return ofLists(asked, shown, at, in_);
  return asked === undefined && !isEmpty(shown) ? [{ asked: at, shown: in_ }] : [];
}

/** Lists may come back in another order: equal entries are paired first. */
function ofLists(asked: unknown[], shown: unknown[], at: Path, in_: Path): Leftover[] {
  const free = asked.map((entry, index) => ({ entry, index }));
  const extra = shown
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry }) => {
      const found = free.findIndex((each) => same(each.entry, entry));
      if (found >= 0) free.splice(found, 1);
      return found < 0;
    });
  if (free.length === extra.length)
    return extra.flatMap(({ entry, index }, position) => {
      const partner = free[position];
      return partner ? leftoversOf(partner.entry, entry, [...at, partner.index], [...in_, index]) : [];
    });
  return extra.map(({ index }) => ({ asked: at, shown: [...in_, index] }));
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === "" ||
    (Array.isArray(value) && value.length === 0) ||
    (isRecord(value) && Object.keys(value).length === 0)
  );
}
