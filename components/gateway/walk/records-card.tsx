import { stepFact, stepOf } from "@/components/gateway/state-words";
import { texts } from "@/components/gateway/texts";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { SecuredHostView } from "@/lib/api/gateway";
import { markName } from "@/lib/gateway/ownership/marks";

interface Line {
  name: string;
  type: string;
  value: string;
  /** Of the ownership record only its name is known here. */
  ttlSeconds: number | null;
}

/** The records that stand in the zone for the host, and whose they are. */
export function RecordsCard({ host }: { host: SecuredHostView }) {
  const fact = stepFact(host, "record");
  const step = stepOf(host, "record");
  const lines: Line[] = (fact?.records ?? []).flatMap(({ name, type, ttlSeconds, values }) =>
    values.map((value) => ({ name, type, value, ttlSeconds })),
  );
  if (fact?.ours && lines.length > 0)
    lines.push({
      name: markName(host.host),
      type: "TXT",
      value: "heritage=lamia …",
      ttlSeconds: null,
    });
  return (
    <Card
      title={texts.records}
      description={
        lines.length === 0 ? texts.recordsHelp : fact?.ours ? texts.ownRecordsHelp : texts.foreignRecordsHelp
      }
      flush
    >
      {lines.length === 0 ? (
        <p className="px-4 py-6 text-center text-subtle text-sm">{step?.note ?? texts.noRecords}</p>
      ) : (
        <ul aria-label={texts.recordsOf({ host: host.host })} className="divide-y divide-line">
          {lines.map((line) => (
            <li
              key={`${line.name} ${line.type} ${line.value}`}
              className="flex items-start gap-3 py-2 pr-2 pl-4"
            >
              <Badge tone="outline" className="mt-0.5 w-14 justify-center font-mono!">
                {line.type}
              </Badge>
              <div className="min-w-0 flex-1 text-sm">
                <code className="block break-all font-mono text-[0.8125rem] text-ink">{line.name}</code>
                <span className="wrap-anywhere text-muted">
                  <code className="font-mono text-[0.8125rem]">{line.value}</code>
                  <span className="text-subtle">
                    {" · "}
                    {line.ttlSeconds === null
                      ? texts.ownershipRecord
                      : texts.ttl({ seconds: line.ttlSeconds })}
                  </span>
                </span>
              </div>
              {line.ttlSeconds === null ? null : (
                <CopyButton text={line.value} label={texts.copyValue({ name: line.name })} />
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
