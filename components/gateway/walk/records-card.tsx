import { stepFact, stepOf } from "@/components/gateway/state-words";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { SecuredHostView } from "@/lib/api/gateway";
import { markName } from "@/lib/gateway/ownership";

interface Line {
  name: string;
  type: string;
  value: string;
  ttlSeconds: number | null;
  purpose: string;
}

/** The records that stand in the zone for the host, and whose they are. */
export function RecordsCard({ host }: { host: SecuredHostView }) {
  const fact = stepFact(host, "record");
  const step = stepOf(host, "record");
  const lines: Line[] = (fact?.records ?? []).flatMap(({ name, type, ttlSeconds, values }) =>
    values.map((value) => ({ name, type, value, ttlSeconds, purpose: "the way to the ingress" })),
  );
  if (fact?.ours && lines.length > 0)
    lines.push({
      name: markName(host.host),
      type: "TXT",
      value: "heritage=lamia …",
      ttlSeconds: null,
      purpose: "Lamia's mark: these records are ours",
    });
  return (
    <Card
      title="Records"
      description={
        lines.length === 0
          ? "What Lamia writes into the zone for this host."
          : fact?.ours
            ? "Written by Lamia, which changes and removes only what it has marked."
            : "They stood already with the right address, and are left to whoever made them."
      }
      flush
    >
      {lines.length === 0 ? (
        <p className="px-4 py-6 text-center text-subtle text-sm">{step?.note ?? "Nothing yet."}</p>
      ) : (
        <ul aria-label={`Records of ${host.host}`} className="divide-y divide-line">
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
                    {line.ttlSeconds === null ? line.purpose : `TTL ${line.ttlSeconds} s`}
                  </span>
                </span>
              </div>
              {line.ttlSeconds === null ? null : (
                <CopyButton text={line.value} label={`Copy value of ${line.name}`} />
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
