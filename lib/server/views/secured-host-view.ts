import type { SecuredHostView, StepView } from "@/lib/api/gateway";
import type { SecuredHost } from "@/lib/gateway/model";
import type { Report } from "@/lib/gateway/report";
import { walkStateOf } from "@/lib/gateway/reporting";
import { type StepId, steps } from "@/lib/gateway/steps";
import type { AddressFact } from "@/lib/gateway/steps/address";
import type { CertificateFact } from "@/lib/gateway/steps/certificate";
import type { ServingFact } from "@/lib/gateway/steps/serving";
import type { ZoneFact } from "@/lib/gateway/steps/zone";
import type { LiveWalk } from "../walks/live-walks";

/** A secured host as the API shows it: one entry a step of the table, those not reached yet included. */
export function securedHostView(target: SecuredHost, walk: LiveWalk | undefined): SecuredHostView {
  const reports = walk?.reports ?? [];
  const fact = <Fact>(id: StepId) =>
    reports.find(({ step, state }) => step === id && state === "done")?.fact as Fact | undefined;
  const address = fact<AddressFact>("address");
  const certificate = fact<CertificateFact>("certificate");
  return {
    host: target.host,
    port: target.port,
    state: walkStateOf(reports),
    steps: steps.map(({ id, title }) => stepView(id, title, reports)),
    address: address ? (address.ipv4[0] ?? address.ipv6[0] ?? address.hostname) : null,
    nameServers: fact<ZoneFact>("zone")?.nameServers ?? [],
    certificate: certificate ? certificateView(certificate) : null,
    trusted: fact<ServingFact>("serving")?.trusted ?? null,
    url: target.host.startsWith("*.")
      ? null
      : `https://${target.host}${target.port === 443 ? "" : `:${target.port}`}`,
    nextVisitAt: walk?.nextVisitAt ?? null,
  };
}

export function certificateView({
  names,
  issuer,
  serial,
  notBefore,
  notAfter,
  renewAt,
  renewalProblem,
}: CertificateFact) {
  return { names, issuer, serial, notBefore, notAfter, renewAt, renewalProblem };
}

function stepView(id: StepId, title: string, reports: readonly Report[]): StepView {
  const report = reports.find(({ step }) => step === id);
  if (!report) {
    const at = reports[0]?.startedAt ?? new Date(0).toISOString();
    return {
      id,
      title,
      state: "pending",
      note: "Not looked at yet.",
      at,
      since: at,
      startedAt: at,
      attempts: 0,
    };
  }
  const { state, note, remedy, fact, at, since, startedAt, attempts, retryAt } = report;
  return {
    id,
    title,
    state,
    note,
    ...(remedy === null ? {} : { remedy }),
    ...(fact === null || fact === undefined ? {} : { fact }),
    at,
    since,
    startedAt,
    attempts,
    ...(retryAt === null ? {} : { retryAt }),
  };
}
