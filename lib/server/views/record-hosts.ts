import type { GatewayDetails, GatewayView, RecordHostView } from "@/lib/api/gateway";
import type { ReachedFact } from "@/lib/gateway/steps/reached";
import type { RecordFact } from "@/lib/gateway/steps/record";
import { awaitedOf, needsAttention, type Report } from "@/lib/gateway/walk/report";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import {
  otherHostsOf,
  recordsAllHosts,
  securedHostsOf,
  walkedHostsOf,
} from "@/lib/kubernetes/gateways/secured-hosts";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { isRecordsOnly } from "@/lib/model/record-hosts";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";
import { texts } from "@/lib/server/texts";
import type { LiveWalk, LiveWalks } from "@/lib/server/walks/live-walks";

interface Parts {
  live: Pick<LiveWalks, "get">;
  /** Knows the metadata of the virtual cluster. */
  cache?: Pick<ClusterCache, "get">;
}

/** The hosts that get only records, and those that can't have any; none while the metadata don't ask for them. */
export function dnsRecordsView(gateway: GatewayObject, { live, cache }: Parts): GatewayDetails["dnsRecords"] {
  const holder = cache?.get("Namespace", null, gateway.metadata.namespace ?? "") ?? null;
  if (!recordsAllHosts(gateway, holder)) return { scope: "secured", hosts: [], skipped: [] };
  return {
    scope: "all",
    hosts: walkedHostsOf(gateway, holder)
      .filter(isRecordsOnly)
      .map((target) => recordHostView(target, live.get(keyOf(target)))),
    skipped: otherHostsOf(gateway, securedHostsOf(gateway)).skipped,
  };
}

/** How many hosts get only records, for lists; null if there are none. */
export function recordHostCounts(
  gateway: GatewayObject,
  { live, cache }: Parts,
): NonNullable<GatewayView["recordHosts"]> | null {
  const holder = cache?.get("Namespace", null, gateway.metadata.namespace ?? "") ?? null;
  if (!recordsAllHosts(gateway, holder)) return null;
  const targets = walkedHostsOf(gateway, holder).filter(isRecordsOnly);
  const stateOf = (target: SecuredHost) => walkStateOf(live.get(keyOf(target))?.reports ?? [], target);
  const attention = targets.filter((target) => needsAttention(stateOf(target))).length;
  return targets.length === 0 ? null : { total: targets.length, attention };
}

/** A host that gets only records: the step that says most, because a gateway can have hundreds of them. */
function recordHostView(target: SecuredHost, walk: LiveWalk | undefined): RecordHostView {
  const reports = walk?.reports ?? [];
  const reportOf = (state: Report["state"]) => reports.find((report) => report.state === state);
  const record = reports.find(({ step }) => step === "record");
  const fact = record?.fact as Partial<RecordFact> | null | undefined;
  const reached = reports.find(({ step, state }) => step === "reached" && state === "done");
  const says =
    reportOf("blocked") ??
    reportOf("failed") ??
    reportOf("running") ??
    reportOf("waiting") ??
    reached ??
    record;
  return {
    host: target.host,
    port: target.port,
    state: walkStateOf(reports, target),
    step: says?.step ?? "address",
    note: says?.note ?? texts.notCheckedYet,
    remedy: says?.remedy ?? null,
    values: (fact?.records ?? []).flatMap(({ type, values }) =>
      type === "TXT" ? [] : values.map((value) => `${type} ${value}`),
    ),
    ours: record?.state === "done" ? (fact?.ours ?? null) : null,
    answersBy: (reached?.fact as Partial<ReachedFact> | null | undefined)?.by ?? null,
    canTakeOver: record?.state === "blocked" && fact?.replaceable !== undefined,
    retryAt: says?.retryAt ?? null,
    byHand: reports.flatMap(awaitedOf).flatMap(({ name, type, expected, found }) => {
      const isThere = found.length > 0 && found.every(({ isRight }) => isRight);
      return expected.length === 0 || isThere ? [] : [{ name, type, values: expected }];
    }),
  };
}
