"use client";
import { Children, type ReactNode } from "react";
import { gatewayPaths } from "@/components/gateway/gateway-paths";
import { walkStyles } from "@/components/gateway/state-words";
import { texts } from "@/components/gateway/texts";
import { stateStyles } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { TextLink } from "@/components/ui/link";
import { Countdown } from "@/components/ui/time/relative-time";
import type { SecuredHostView } from "@/lib/api/gateway";
import { nameServersId } from "./name-server-comparison";
import { formatTaken, walkTaken } from "./step-times";
import { focusStep } from "./walk-table";

/** Where the walk stands, in one sentence: the first thing one reads. */
export function WalkHeadline({ host, virtualCluster }: { host: SecuredHostView; virtualCluster: string }) {
  const { state } = walkStyles[host.state];
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
            <p className="font-medium text-ink">{opensWith(host)}</p>
            <p className="text-muted">
              {taken === null ? null : `${texts.setUpIn({ time: formatTaken(taken) })} `}
              {texts.keepsChecking}
            </p>
          </>
        ) : (
          <>
            <p className="font-medium text-ink">
              {step?.id === "answering" && (step.state === "waiting" || step.state === "blocked")
                ? texts.answersWrong({ host: host.host })
                : titles[host.state]({ step: step?.title ?? "" })}
            </p>
            <p className="text-pretty break-words text-muted">
              {step?.state === "blocked" && step.remedy && !showsNameServers ? step.remedy : step?.note}
              {showsNameServers ? (
                <>
                  {" "}
                  <TextLink href={`#${nameServersId(host)}`}>{texts.seeNameServers}</TextLink>.
                </>
              ) : null}
              {step?.id === "zone" && step.state === "blocked" ? (
                // Whatever blocks it lies with the provider's settings.
                <>
                  {" "}
                  <TextLink href={gatewayPaths.metadata(virtualCluster)}>{texts.editMetadata}</TextLink>.
                </>
              ) : null}
              {step?.retryAt && host.state !== "working" ? (
                <span className="text-subtle">
                  {" "}
                  <Countdown
                    to={step.retryAt}
                    prefix={`${texts.nextCheckIn} `}
                    dueText={texts.checkingNowSentence}
                  />
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
function opensWith({ host, url, certificate, trusted }: SecuredHostView): ReactNode {
  const site = url ? (
    <TextLink href={url}>{url.replace("https://", "")}</TextLink>
  ) : (
    <span>{texts.everyName({ zone: host.slice(2) })}</span>
  );
  if (trusted === true) return Children.toArray(texts.opensTrusted({ site }));
  if (trusted === false)
    return Children.toArray(texts.opensUntrusted({ site, issuer: certificate?.issuer ?? texts.privateCa }));
  return Children.toArray(texts.opens({ site }));
}

const looks = {
  idle: "bg-sunken",
  running: "bg-running-soft",
  waiting: "bg-waiting-soft",
  blocked: "bg-blocked-soft",
  failed: "bg-failed-soft",
  done: "bg-done-soft",
} as const;

const titles = {
  new: () => texts.stateNew,
  working: texts.stateWorking,
  waiting: texts.stateWaiting,
  blocked: texts.stateBlocked,
  failed: texts.stateFailed,
} as const;
