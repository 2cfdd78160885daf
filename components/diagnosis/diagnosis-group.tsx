import { StatusBadge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { DiagnosisLine } from "@/lib/gateway/diagnose/evidence";
import { texts } from "./texts";

const looks = {
  green: { state: "done", label: texts.green },
  amber: { state: "waiting", label: texts.amber },
  red: { state: "failed", label: texts.red },
} as const;

interface Props {
  group: DiagnosisLine["group"];
  lines: readonly DiagnosisLine[];
}

/** The lines about one part of the way from the zone to the certificate. */
export function DiagnosisGroup({ group, lines }: Props) {
  if (lines.length === 0) return null;
  return (
    <Card title={texts[group]} flush>
      <ul aria-label={texts[group]} className="divide-y divide-line">
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
    </Card>
  );
}

function Line({ line }: { line: DiagnosisLine }) {
  const { title, colour, note, remedy, replies } = line;
  const { state, label } = looks[colour];
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[13rem_6rem_1fr] sm:items-start">
      <p className="break-words font-medium text-ink text-sm">{title}</p>
      <div>
        <StatusBadge state={state}>{label}</StatusBadge>
      </div>
      <div className="min-w-0 text-sm">
        <p className="wrap-anywhere text-pretty text-ink">{note}</p>
        {remedy ? <p className="wrap-anywhere text-pretty text-muted">{remedy}</p> : null}
        {replies.length > 0 ? (
          <details className="mt-1">
            <summary className="w-fit cursor-pointer rounded-sm text-muted hover:text-ink">
              {texts.answers({ count: replies.length })}
            </summary>
            <ul className="mt-1.5 grid gap-1 font-mono text-xs">
              {replies.map((reply) => (
                <li
                  key={`${reply.from} ${reply.asked}`}
                  className="grid gap-x-4 sm:grid-cols-[minmax(0,14rem)_1fr]"
                >
                  <span className="wrap-anywhere text-muted">{reply.from}</span>
                  <span className="wrap-anywhere">
                    <span className="text-subtle">{reply.asked}: </span>
                    <span className={reply.isAnswered ? "text-ink" : "text-failed"}>{reply.answer}</span>
                  </span>
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
    </li>
  );
}
