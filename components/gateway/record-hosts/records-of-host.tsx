import { AllowedButton } from "@/components/access/allowed";
import { Readable } from "@/components/gateway/host-name";
import { CopyLine } from "@/components/ui/copy-button";
import { Countdown } from "@/components/ui/time/relative-time";
import type { GatewayDetails, RecordHostView } from "@/lib/api/gateway";
import { texts } from "./texts";

interface RecordsOfHostProps {
  host: RecordHostView;
  virtualCluster: string;
  onTakeOver: () => void;
}

/** What is in DNS or, while something is in the way, what you can do. */
export function RecordsOfHost({ host, virtualCluster, onTakeOver }: RecordsOfHostProps) {
  const { state, values, ours, note, remedy, canTakeOver, retryAt, byHand } = host;
  const isDone = state === "serving";
  // The button does what the remedy says.
  const unfinished = canTakeOver ? note : (remedy ?? note);
  const says = isDone ? [ours === false ? texts.ofOthers : "", note].filter(Boolean).join(" ") : unfinished;
  const isInZone = isDone || ours !== null || state === "waiting" || state === "working";
  return (
    <div className="min-w-0 text-sm">
      {isInZone && values.length > 0 ? (
        <ul className="flex flex-wrap gap-x-4 font-mono text-[0.8125rem] text-muted">
          {values.map((value) => (
            <li key={value} className="break-all">
              {value}
            </li>
          ))}
        </ul>
      ) : null}
      <p className="wrap-anywhere text-pretty text-muted">
        <Readable text={says} />
        {!isDone && retryAt ? (
          <span className="text-subtle">
            {" "}
            <Countdown to={retryAt} prefix={`${texts.nextCheckIn} `} dueText={texts.checkingNow} />.
          </span>
        ) : null}
      </p>
      {byHand.map(({ name, type, values }) => (
        <dl
          key={`${type} ${name}`}
          className="mt-1.5 grid grid-cols-[auto_1fr] items-baseline gap-x-3 rounded-lg border border-line px-2.5 py-1.5"
        >
          <dt className="font-mono text-subtle text-xs">{type}</dt>
          <dd className="min-w-0">
            <CopyLine text={name} label={texts.copyName({ type, name })} />
          </dd>
          {values.map((value) => (
            <dd key={value} className="col-start-2 min-w-0">
              <CopyLine text={value} label={texts.copyValue({ type, name, value })} />
            </dd>
          ))}
        </dl>
      ))}
      {canTakeOver ? (
        <AllowedButton
          needs={["editor", virtualCluster]}
          size="sm"
          className="mt-1.5"
          aria-label={texts.takeOverOf({ host: host.host })}
          onClick={onTakeOver}
        >
          {texts.takeOver}
        </AllowedButton>
      ) : null}
    </div>
  );
}

/** As written, each with its reason. */
export function HostsWithoutRecords({ parts }: { parts: GatewayDetails["dnsRecords"]["skipped"] }) {
  if (parts.length === 0) return null;
  return (
    <section className="border-line border-t bg-sunken/60 px-4 py-3 text-muted text-sm">
      <h3 className="font-medium text-ink">{texts.skipped}</h3>
      <p>{texts.skippedHelp({ count: parts.length })}</p>
      <ul className="mt-1 list-disc space-y-0.5 pl-5">
        {parts.map(({ part, reason }) => (
          <li key={part} className="wrap-anywhere">
            <code className="font-mono text-[0.8125rem]">{part}</code> – {reason}
          </li>
        ))}
      </ul>
    </section>
  );
}
