import type { CertificateFact } from "@/lib/gateway/certificate/certificate-fact";
import { type StepId, titleOf } from "@/lib/gateway/steps";
import type { AnsweringFact } from "@/lib/gateway/steps/answering";
import type { ServingFact } from "@/lib/gateway/steps/serving";
import { texts } from "@/lib/gateway/texts";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { awaitedOf, type Report } from "./report";

/** Something worth reporting: stored as an event, and as a notification if it needs your attention. */
export interface WalkEvent {
  level: "info" | "success" | "warning" | "error";
  /** Dotted, such as `walk.blocked`. */
  type: string;
  message: string;
  remedy: string | null;
  notify: boolean;
}

/** Consecutive failures before anybody is notified; the first ones often pass without help. */
const tellAfterFailures = 3;

/** What changed for one Secured Host from the reports before a walk to those after it. */
export function walkEvents(
  target: SecuredHost,
  before: readonly Report[],
  after: readonly Report[],
): WalkEvent[] {
  return after.flatMap((report) => {
    const previous = before.find(({ step }) => step === report.step);
    return [
      ...ofState(target, previous, report, wasOpen(before)),
      ...ofCertificate(target, previous, report),
      ...ofHand(target, previous, report),
      ...ofRevocation(target, previous, report),
    ];
  });
}

/** An older release called a site open once it was served, and has reported so. */
function wasOpen(before: readonly Report[]): boolean {
  const has = (id: StepId) => before.some(({ step, state }) => step === id && state === "done");
  return has("serving") && !before.some(({ step }) => step === "answering");
}

function ofState(
  target: SecuredHost,
  previous: Report | undefined,
  report: Report,
  isKnownOpen: boolean,
): WalkEvent[] {
  const title = titleOf(report.step);
  const about = { message: `${target.host}: ${report.note}`, remedy: report.remedy };
  const isNew = previous?.state !== report.state;
  switch (report.state) {
    case "blocked":
      if (!isNew && previous?.note === report.note) return [];
      return [{ level: "warning", type: `${report.step}.blocked`, ...about, notify: isNew }];
    case "failed":
      if (report.attempts === 1)
        return [{ level: "warning", type: `${report.step}.failed`, ...about, notify: false }];
      if (report.attempts !== tellAfterFailures) return [];
      return [{ level: "error", type: `${report.step}.failing`, ...about, notify: true }];
    case "waiting":
      if (!isNew || previous?.state === "done") return [];
      return [{ level: "info", type: `${report.step}.waiting`, ...about, notify: false }];
    case "done":
      if (!isNew) return [];
      if (report.step === "answering") {
        const { url } = report.fact as AnsweringFact;
        const isWildcard = target.host.startsWith("*.");
        return [
          {
            level: "success",
            type: "answering",
            message: isWildcard
              ? texts.everyNameOpens({ zone: target.host.slice(2) })
              : texts.isOpen({ host: target.host, url }),
            remedy: null,
            notify: !isKnownOpen,
          },
        ];
      }
      return [
        {
          level: "info",
          type: `${report.step}.done`,
          message: `${title}: ${report.note}`,
          remedy: null,
          notify: false,
        },
      ];
    default:
      return [];
  }
}

function ofCertificate(target: SecuredHost, previous: Report | undefined, report: Report): WalkEvent[] {
  if (report.step !== "certificate" || report.state !== "done") return [];
  const fact = report.fact as CertificateFact;
  const old = previous?.state === "done" ? (previous.fact as CertificateFact | null) : null;
  if (old && old.serial !== fact.serial) {
    const message = texts.renewed({ host: target.host, date: fact.notAfter.slice(0, 10) });
    return [{ level: "success", type: "certificate.renewed", message, remedy: null, notify: true }];
  }
  if (fact.renewalProblem && old?.renewalProblem !== fact.renewalProblem) {
    const message = `${target.host}: ${report.note}`;
    return [{ level: "error", type: "certificate.renewal-failed", message, remedy: null, notify: true }];
  }
  return [];
}

/** A challenge that you are to enter by hand, and that no earlier event named. */
function ofHand(target: SecuredHost, previous: Report | undefined, report: Report): WalkEvent[] {
  if (report.step !== "certificate") return [];
  const known = new Set(awaitedOf(previous).flatMap(({ expected }) => expected));
  const isNew = awaitedOf(report).some(({ expected }) => expected.some((value) => !known.has(value)));
  // A blocked step is an event already.
  const isTold = report.state === "blocked" && previous?.state !== "blocked";
  if (!isNew || isTold) return [];
  const message = `${target.host}: ${report.note}`;
  const { remedy } = report;
  return [{ level: "warning", type: "certificate.record-needed", message, remedy, notify: true }];
}

function ofRevocation({ host }: SecuredHost, previous: Report | undefined, report: Report): WalkEvent[] {
  const revokedIn = ({ step, fact }: Report) =>
    step === "serving" ? (fact as Partial<ServingFact> | null)?.revoked : undefined;
  const revoked = revokedIn(report);
  if (!revoked || (previous && revokedIn(previous)?.serial === revoked.serial)) return [];
  const { serial, reason, hasExpired, stillIn = [] } = revoked;
  if (hasExpired) {
    const message = texts.revocationDropped({ host, serial });
    return [{ level: "info", type: "certificate.revocation-dropped", message, remedy: null, notify: false }];
  }
  const message = texts.revoked({ host, serial, reason });
  if (stillIn.length > 0) {
    const still = texts.revokedStillUsed({ message, secrets: stillIn.join(", ") });
    const remedy = texts.revokedStillUsedRemedy;
    return [{ level: "warning", type: "certificate.revoked", message: still, remedy, notify: true }];
  }
  return [{ level: "success", type: "certificate.revoked", message, remedy: null, notify: true }];
}
