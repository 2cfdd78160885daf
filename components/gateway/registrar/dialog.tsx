"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/notices";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import { SkeletonText } from "@/components/ui/skeleton";
import type { NameServerDirection, NameServersView } from "@/lib/api/name-servers";
import { nameServersQuery, type OfHost, setNameServers } from "@/lib/client/name-servers";
import { ApiProblem } from "@/lib/client/request";
import { texts } from "./texts";

interface NameServersDialogProps {
  of: OfHost;
  direction: NameServerDirection;
  onClose: () => void;
}

/**
 * Shows which name servers the registrar has and would have, and which records of the domain would be lost, and asks. You
 * confirm what you see: if it has changed meanwhile, the dialog shows the change, and asks again.
 */
export function NameServersDialog({ of, direction, onClose }: NameServersDialogProps) {
  const client = useQueryClient();
  const options = nameServersQuery(of, direction);
  const { data: plan, error } = useQuery(options);
  const domain = plan?.domain ?? of.host;
  async function confirm() {
    if (!plan) throw error ?? new Error(texts.notLoaded);
    try {
      await setNameServers(of, plan);
    } catch (thrown) {
      const current = thrown instanceof ApiProblem ? (thrown.problem.current as NameServersView) : undefined;
      if (current) client.setQueryData(options.queryKey, current);
      throw thrown;
    }
    void client.invalidateQueries({ queryKey: ["gateways"] });
    const { registrar } = plan;
    showToast({ tone: "success", title: texts.done({ registrar, domain }), description: texts.doneHelp });
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={texts.title({ domain })}
      description={plan ? texts.description({ registrar: plan.registrar, domain, host: of.host }) : undefined}
      confirmLabel={texts.confirm}
      typeToConfirm={domain}
      size="lg"
      onConfirm={confirm}
    >
      {plan ? <Review plan={plan} /> : null}
      {plan || error ? null : <SkeletonText lines={6} label={texts.loading} />}
      {error && !plan ? <Callout tone="blocked">{error.message}</Callout> : null}
    </ConfirmDialog>
  );
}

const mostHosts = 8;

function Review({ plan }: { plan: NameServersView }) {
  const { domain, now, next, differences, unanswered, names, isComplete, nowSide, nextSide, hosts } = plan;
  const lost = differences.filter((each) => each.next.length === 0);
  const changed = differences.filter((each) => each.next.length > 0);
  const more = hosts.length - mostHosts;
  return (
    <div className="grid gap-3 text-sm">
      <div className="grid items-start gap-2 sm:grid-cols-[1fr_auto_1fr]">
        <Servers title={texts.now} names={now} />
        <ArrowRight aria-hidden className="mt-8 size-4 text-subtle max-sm:hidden" />
        <Servers title={texts.next} names={next} />
      </div>
      {nowSide === "silent" ? <Callout tone="blocked">{texts.nowSilent}</Callout> : null}
      {nowSide === "nothing" ? <p className="text-muted">{texts.nowNothing({ domain })}</p> : null}
      {nextSide === "answers" ? null : <Callout tone="blocked">{texts.nextSilent}</Callout>}
      {lost.length > 0 ? (
        <Callout tone="failed" title={texts.lost({ count: lost.length })}>
          {texts.lostHelp}
        </Callout>
      ) : null}
      <Differences title={texts.lost({ count: lost.length })} list={lost} />
      {changed.length > 0 ? (
        <h3 className="font-medium text-ink">{texts.changed({ count: changed.length })}</h3>
      ) : null}
      <Differences title={texts.changed({ count: changed.length })} list={changed} />
      {unanswered.length > 0 ? (
        <Callout tone="blocked" title={texts.unanswered({ count: unanswered.length })}>
          {texts.unansweredHelp}
          <code className="mt-1 block max-h-32 overflow-y-auto break-words font-mono text-[0.8125rem]">
            {unanswered.map(({ name, type }) => `${type} ${name}`).join(", ")}
          </code>
        </Callout>
      ) : null}
      {nowSide === "answers" && differences.length + unanswered.length === 0 ? (
        <p className="text-muted">{texts.same({ names })}</p>
      ) : null}
      {nowSide === "answers" && !isComplete ? <p className="text-muted">{texts.partly({ names })}</p> : null}
      {hosts.length > 1 ? (
        <p className="text-muted">
          {texts.hosts({ count: hosts.length })}{" "}
          <code className="break-words font-mono text-[0.8125rem] text-ink">
            {hosts.slice(0, mostHosts).join(", ")}
          </code>
          {more > 0 ? ` ${texts.moreHosts({ count: more })}` : null}
        </p>
      ) : null}
      <p className="text-muted">
        {texts.slow} {texts.wayBack}
      </p>
    </div>
  );
}

function Servers({ title, names }: { title: string; names: readonly string[] }) {
  return (
    <section className="min-w-0">
      <h3 className="font-medium text-ink">{title}</h3>
      <ul aria-label={title} className="mt-1 rounded-lg border border-line px-3 py-1.5">
        {names.map((name) => (
          <li key={name} className="break-all font-mono text-[0.8125rem] text-ink">
            {name}
          </li>
        ))}
        {names.length === 0 ? <li className="text-subtle">{texts.noServers}</li> : null}
      </ul>
    </section>
  );
}

function Differences({ title, list }: { title: string; list: NameServersView["differences"] }): ReactNode {
  if (list.length === 0) return null;
  return (
    <ul
      aria-label={title}
      className="max-h-64 divide-y divide-line overflow-y-auto rounded-lg border border-line"
    >
      {list.map(({ name, type, now, next }) => (
        <li key={`${name} ${type}`} className="flex items-start gap-2.5 px-3 py-2">
          <Badge tone="outline" className="mt-0.5 w-16 shrink-0 justify-center font-mono!">
            {type}
          </Badge>
          <div className="min-w-0">
            <code className="block break-all font-mono text-[0.8125rem] text-ink">{name}</code>
            <code className="break-all font-mono text-[0.8125rem] text-muted">{now.join(", ")}</code>
            {next.length > 0 ? (
              <span className="wrap-anywhere block text-subtle">
                {texts.becomes({ values: next.join(", ") })}
              </span>
            ) : (
              <span className="block text-failed">{texts.gone}</span>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
