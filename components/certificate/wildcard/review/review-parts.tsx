import { Children } from "react";
import { Callout } from "@/components/ui/notices";
import type { WildcardReview } from "@/lib/api/wildcard";
import { metadataPrefix } from "@/lib/model/metadata-keys";
import { certificateScopeKey } from "@/lib/model/secured-hosts";
import { limitInWords } from "../limit-in-words";
import { texts } from "./texts";

/** Hosts below the domain that the wildcard isn't for, each with the reason; and those that have it. */
export function LeftOutList({ review: { left, sharing } }: { review: WildcardReview }) {
  if (left.length === 0 && sharing.length === 0) return null;
  return (
    <details className="text-sm" open={left.length > 0 && left.length <= 5}>
      <summary className="cursor-pointer rounded-sm font-medium text-ink">
        {texts.left({ count: left.length, sharing: sharing.length })}
      </summary>
      <ul className="mt-1 max-h-40 space-y-1 overflow-y-auto text-muted">
        {left.map(({ gateway, host, why }) => (
          <li key={`${gateway} ${host} ${why}`} className="break-words">
            <code className="break-all font-mono text-[0.8125rem] text-ink">{host}</code> ({gateway}):{" "}
            {texts[why]}
          </li>
        ))}
        {sharing.map(({ name, hosts }) => (
          <li key={name} className="break-words">
            <code className="break-all font-mono text-[0.8125rem] text-ink">{hosts.join(", ")}</code> ({name}
            ): {texts.sharing}
          </li>
        ))}
      </ul>
    </details>
  );
}

const asked = `${metadataPrefix}${certificateScopeKey}: zone`;

/** Which objects change, and which don't. */
export function Changes({ review: { names }, way }: { review: WildcardReview; way: "use" | "back" }) {
  const annotation = <code className="font-mono text-xs">{asked}</code>;
  const items =
    way === "use"
      ? {
          annotation: texts.setsAnnotation({ annotation }),
          order: texts.ordersOne({ names: names.join(", ") }),
          secrets: texts.replacesSecrets,
          connections: texts.answers421,
          key: texts.oneKey,
        }
      : {
          annotation: texts.removesAnnotation({ annotation }),
          order: texts.ownAgain,
          wildcard: texts.wildcardStays,
        };
  return (
    <section>
      <h3 className="font-medium text-ink text-sm">{texts.changes}</h3>
      <ul className="mt-1 list-disc space-y-0.5 pl-5 text-muted text-sm marker:text-subtle">
        {Object.entries(items).map(([about, item]) => (
          <li key={about} className="text-pretty break-words">
            {Array.isArray(item) ? Children.toArray(item) : item}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface CostProps {
  review: WildcardReview;
  way: "use" | "back";
  /** Of the gateways that are chosen. */
  count: number;
}

/** What the CA's limit has room for, and what has to wait. */
export function Cost({ review: { exists, hindrance, limit }, way, count }: CostProps) {
  if (way === "use" && exists) return <p className="text-muted text-sm">{texts.isThere}</p>;
  if (hindrance)
    return (
      <Callout tone="waiting" title={way === "use" ? texts.orderWaits : texts.ordersWait}>
        {hindrance.message}
      </Callout>
    );
  if (!limit) return null;
  const isShort = way === "back" && limit.limit - limit.used < count;
  if (isShort)
    return (
      <Callout tone="waiting" title={texts.notAllNow({ count, left: limit.limit - limit.used })}>
        {texts.notAllNowHelp}
      </Callout>
    );
  return <p className="text-muted text-sm">{limitInWords(limit)}</p>;
}
