import { findingsPageSchema, findingsQuerySchema } from "@/lib/api/finding";
import type { Finding } from "@/lib/istio/rules/finding";
import { findingId } from "@/lib/istio/rules/finding-id";
import { tallyOf } from "@/lib/istio/rules/tally";
import { countsOf, findingView } from "../findings";
import { operation } from "../http/operation";
import { pageOf } from "../http/paging";

export const listFindings = operation({
  method: "get",
  path: "/findings",
  summary: "List what the checks find in the whole cluster, errors first",
  tag: "Findings",
  query: findingsQuerySchema,
  answer: findingsPageSchema,
  async run({ query: { virtualCluster, severity, code, kind, name, ...query }, runtime }) {
    const text = query.q?.toLowerCase() ?? "";
    const all = runtime.mesh.findings();
    const isFiltered = [virtualCluster, code, kind, name].some((value) => value !== undefined);
    const isWanted = ({ object, ...finding }: Finding) =>
      (virtualCluster === undefined || object.namespace === virtualCluster) &&
      (code === undefined || finding.code === code) &&
      (kind === undefined || object.kind === kind) &&
      (name === undefined || object.name === name);
    const found = isFiltered ? all.filter(isWanted) : all;
    const matching = text === "" ? found : found.filter((finding) => fits(finding, text));
    const shown = severity ? matching.filter((finding) => finding.severity === severity) : matching;
    const page = pageOf(
      shown,
      { ...query, q: undefined },
      {
        keyOf: findingId,
        fits: () => true,
        show: findingView,
      },
    );
    return { ...page, ...countsOf(matching === all ? runtime.mesh.tally() : tallyOf(matching)) };
  },
});

function fits({ object, code, message, remedy }: Finding, text: string): boolean {
  return [object.name, object.namespace, object.kind, code, message, remedy].some((part) =>
    part.toLowerCase().includes(text),
  );
}
