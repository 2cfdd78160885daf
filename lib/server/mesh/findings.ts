import type { FindingsPage } from "@/lib/api/finding";
import { codeTitles } from "@/lib/istio/rules";
import { type Finding, findingId, type Tally } from "@/lib/istio/rules/finding";
import { linkTo } from "@/lib/server/views/links";

export function findingView(finding: Finding): FindingsPage["items"][number] {
  const { kind, namespace, name } = finding.object;
  return {
    ...finding,
    id: findingId(finding),
    link: linkTo(kind, kind === "Namespace" ? name : namespace, name),
  };
}

/** How many findings there are, and their codes with the most frequent first. */
export function countsOf({ severities, codes }: Tally): Pick<FindingsPage, "counts" | "codes"> {
  return {
    counts: { ...severities },
    codes: [...codes]
      .map(([code, count]) => ({ code, title: codeTitles.get(code) ?? code, count }))
      .sort((one, other) => other.count - one.count || (one.code < other.code ? -1 : 1)),
  };
}
