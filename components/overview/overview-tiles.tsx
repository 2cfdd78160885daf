import { BadgeCheck, Boxes, Container, Network, ScanSearch } from "lucide-react";
import type { ReactNode } from "react";
import { severityOrder, severityWords } from "@/components/finding/group-findings";
import { walkStyles } from "@/components/gateway/state-words";
import { SeverityIcon } from "@/components/mesh-object/findings";
import { type State, StatusIcon, stateStyles } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { PageLink, TextLink } from "@/components/ui/link";
import { worstFirst } from "@/lib/gateway/walk/report";
import type { OverviewNumber, OverviewNumbers } from "./overview-numbers";
import { texts } from "./texts";

/** The numbers at the top of the overview. */
export function OverviewTiles({ numbers }: { numbers: OverviewNumbers }) {
  const { virtualClusters, notInjected, gateways, attention, certificates, endingSoon } = numbers;
  const { applications, unready, findings, severities } = numbers;
  const errors = severities.error;
  return (
    <ul aria-label={texts.inNumbers} className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
      <StatTile
        label={texts.virtualClusters}
        icon={<Boxes aria-hidden />}
        number={virtualClusters}
        note={note(notInjected, (count) => texts.withoutSidecars({ count }), texts.allWithSidecars)}
      />
      <StatTile
        label={texts.gateways}
        icon={<Network aria-hidden />}
        number={gateways}
        note={note(attention, (count) => texts.needAttention({ count }), texts.noneNeedsAttention)}
        state={attention.count > 0 ? "blocked" : undefined}
      />
      <StatTile
        label={texts.certificates}
        icon={<BadgeCheck aria-hidden />}
        number={certificates}
        note={note(endingSoon, (count) => texts.expireWithinWeek({ count }), texts.noneExpiresWithinWeek)}
        state={endingSoon.count > 0 ? "waiting" : undefined}
      />
      <StatTile
        label={texts.applications}
        icon={<Container aria-hidden />}
        number={applications}
        note={note(unready, (count) => texts.notReady({ count }), texts.allReady)}
        state={unready.count > 0 ? "waiting" : undefined}
      />
      <StatTile
        label={texts.findings}
        icon={<ScanSearch aria-hidden />}
        number={findings}
        note={note(errors, (count) => texts.errors({ count }), texts.noErrors)}
        state={errors.count > 0 ? "failed" : undefined}
      />
    </ul>
  );
}

/** A link to what it counts, or plain text if that is nothing. */
function note({ count, href }: OverviewNumber, some: (count: number) => string, none: string) {
  return count > 0 ? { text: some(count), href } : { text: none };
}

export interface StatTileProps {
  label: string;
  number: OverviewNumber;
  /** Below the number, e.g. "1 needs attention"; with `href` it links to what it counts. */
  note: { text: string; href?: string | undefined };
  /** The color of the note; plain if undefined. */
  state?: State | undefined;
  icon: ReactNode;
}

/**
 * One number of the overview; the whole tile links to what it counts, except for a note that counts something else.
 */
export function StatTile({ label, number, note, state, icon }: StatTileProps) {
  const noteStyles = cn("justify-self-start text-xs", state ? stateStyles[state].text : "text-subtle");
  return (
    <li
      className={cn(
        "relative grid content-start gap-0.5 rounded-xl border border-line bg-surface p-4 shadow-low transition-colors",
        "hover:border-line-strong hover:bg-hover/60 max-md:last:odd:col-span-2",
      )}
    >
      <PageLink href={number.href} className="grid gap-0.5 rounded-xl after:absolute after:inset-0">
        <span className="flex items-center gap-2 text-muted text-sm [&_svg]:size-4 [&_svg]:text-subtle">
          {icon}
          {label}
        </span>
        <span className="font-semibold text-2xl text-ink tabular-nums">
          {number.count.toLocaleString("en")}
        </span>
      </PageLink>
      {note.href === undefined ? (
        <span className={noteStyles}>{note.text}</span>
      ) : (
        <PageLink
          href={note.href}
          className={cn(noteStyles, "relative rounded-sm underline-offset-3 hover:underline")}
        >
          {note.text}
        </PageLink>
      )}
    </li>
  );
}

const order = worstFirst.toReversed();

/** Gateways by the state of their worst Secured Host: a bar, and each number as a link. */
export function GatewayStatesCard({ numbers }: { numbers: OverviewNumbers }) {
  const { gateways, states, unsecured } = numbers;
  const shown = order.filter((state) => states[state].count > 0);
  return (
    <Card title={texts.byState} actions={<TextLink href="/gateways">{texts.allGateways}</TextLink>}>
      {gateways.count === 0 ? (
        <p className="text-muted text-sm">{texts.noGateways}</p>
      ) : (
        <>
          <div aria-hidden className="flex h-2 gap-0.5 overflow-hidden rounded-full bg-hover">
            {shown.map((state) => (
              <span
                key={state}
                className={stateStyles[walkStyles[state].state].solid}
                style={{ flexGrow: states[state].count }}
              />
            ))}
            {unsecured.count > 0 ? (
              <span className="bg-line-strong" style={{ flexGrow: unsecured.count }} />
            ) : null}
          </div>
          <ul aria-label={texts.byState} className="mt-3 grid gap-0.5">
            {shown.map((state) => (
              <StateLine key={state} {...states[state]}>
                <StatusIcon state={walkStyles[state].state} decorative />
                {walkStyles[state].label}
              </StateLine>
            ))}
            {unsecured.count > 0 ? (
              <StateLine {...unsecured}>
                <StatusIcon state="idle" decorative />
                {texts.withoutHost}
              </StateLine>
            ) : null}
          </ul>
        </>
      )}
    </Card>
  );
}

function StateLine({ href, count, children }: OverviewNumber & { children: ReactNode }) {
  return (
    <li>
      <PageLink
        href={href}
        className="-mx-2 flex items-center gap-2 rounded-md px-2 py-1 text-ink text-sm hover:bg-hover"
      >
        {children}
        <span className="ml-auto font-medium tabular-nums">{count.toLocaleString("en")}</span>
      </PageLink>
    </li>
  );
}

/** The number of findings by severity. */
export function FindingsCard({ severities }: Pick<OverviewNumbers, "severities">) {
  const none = severityOrder.every((severity) => severities[severity].count === 0);
  return (
    <Card
      title={texts.findings}
      description={none ? texts.noFindings : undefined}
      actions={<TextLink href="/findings">{texts.allFindings}</TextLink>}
    >
      <ul aria-label={texts.bySeverity} className="-mt-1 grid gap-0.5">
        {severityOrder.map((severity) => (
          <li key={severity}>
            <PageLink
              href={severities[severity].href}
              className="-mx-2 flex items-center gap-2 rounded-md px-2 py-1 text-ink text-sm hover:bg-hover"
            >
              <span aria-hidden className="inline-flex">
                {severities[severity].count === 0 ? (
                  <StatusIcon state="done" decorative />
                ) : (
                  <SeverityIcon severity={severity} />
                )}
              </span>
              {severityWords[severity]}
              <span className="ml-auto font-medium tabular-nums">{severities[severity].count}</span>
            </PageLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}
