"use client";
import { gatewayPaths } from "@/components/gateway/gateway-paths";
import { walkLooks } from "@/components/gateway/state-words";
import { stateStyles } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { TextLink } from "@/components/ui/text-link";
import { Countdown } from "@/components/ui/time/relative-time";
import type { SecuredHostView } from "@/lib/api/gateway";
import { focusStep } from "./focus-step";
import { nameServersId } from "./name-server-comparison";
import { formatTaken, walkTaken } from "./step-times";

/** Where the walk stands, in one sentence: the first thing one reads. */
export function WalkHeadline({ host, virtualCluster }: { host: SecuredHostView; virtualCluster: string }) {
  const { state } = walkLooks[host.state];
  const look = stateStyles[state];
  const Icon = look.icon;
  const step = focusStep(host.steps);
  const taken = walkTaken(host.steps);
  const showsNameServers =
    step?.id === "delegation" && step.state === "blocked" && host.nameServers.length > 0;
  return (
    <div
      role="status"
      className={cn(
        "flex min-h-15 items-center gap-3 rounded-t-xl border-line border-b px-4 py-2.5",
        looks[state],
      )}
    >
      <Icon
        aria-hidden
        strokeWidth={2.25}
        className={cn("size-5 shrink-0", look.text, state === "running" && "animate-spin")}
      />
      <div className="min-w-0 flex-1 text-sm">
        {host.state === "serving" ? (
          <>
            <p className="font-medium text-ink">
              {host.url ? (
                <TextLink href={host.url}>{host.url.replace("https://", "")}</TextLink>
              ) : (
                <>Every name one label below {host.host.slice(2)}</>
              )}{" "}
              {trustWords(host)}
            </p>
            <p className="text-muted">
              {taken === null ? null : `From the first check to an open site in ${formatTaken(taken)}. `}
              Lamia keeps checking and renews the certificate in time.
            </p>
          </>
        ) : (
          <>
            <p className="font-medium text-ink">
              {step?.id === "answering" && (step.state === "waiting" || step.state === "blocked")
                ? `${host.host} does not answer as it should.`
                : titles[host.state](step?.title ?? "The walk")}
            </p>
            <p className="text-pretty break-words text-muted">
              {step?.state === "blocked" && step.remedy && !showsNameServers ? step.remedy : step?.note}
              {showsNameServers ? (
                <>
                  {" "}
                  <TextLink href={`#${nameServersId(host)}`}>See the name servers to set</TextLink>.
                </>
              ) : null}
              {step?.id === "zone" && step.state === "blocked" ? (
                // Whatever blocks it lies with the provider's settings.
                <>
                  {" "}
                  <TextLink href={gatewayPaths.metadata(virtualCluster)}>Edit the metadata</TextLink>.
                </>
              ) : null}
              {step?.retryAt && host.state !== "working" ? (
                <span className="text-subtle">
                  {" "}
                  <Countdown to={step.retryAt} prefix="Checked again in " dueText="Checking now." />
                </span>
              ) : null}
            </p>
          </>
        )}
      </div>
    </div>
  );
}

/** Browsers are spoken of only where their trust is known; reports of older releases do not say. */
function trustWords({ certificate, trusted }: SecuredHostView): string {
  if (trusted === true) return "opens with a certificate that browsers trust.";
  if (trusted === false)
    return `opens with a certificate issued by ${certificate?.issuer ?? "a private CA"}, which browsers don’t trust.`;
  return "opens with its certificate.";
}

const looks = {
  idle: "bg-sunken",
  running: "bg-running-soft",
  waiting: "bg-waiting-soft",
  blocked: "bg-blocked-soft",
  failed: "bg-failed-soft",
  done: "bg-done-soft",
} as const;

const titles: Record<Exclude<SecuredHostView["state"], "serving">, (step: string) => string> = {
  new: () => "The walk begins in a moment.",
  working: (step) => `${step} is under way.`,
  waiting: (step) => `${step} is under way; nothing is to be done.`,
  blocked: (step) => `${step} waits for you.`,
  failed: (step) => `${step} did not work; it is tried again by itself.`,
};
