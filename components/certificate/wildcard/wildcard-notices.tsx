"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { deferred } from "@/components/ui/deferred";
import { Callout } from "@/components/ui/notices";
import type { WildcardOffer, Wildcards } from "@/lib/api/wildcard";
import { wildcardsQuery } from "@/lib/client/wildcards";
import { limitInWords } from "./limit-in-words";
import { texts } from "./texts";

const WildcardDialog = deferred(
  () => import("./review/wildcard-dialog").then((module) => module.WildcardDialog),
  () => null,
);

interface WildcardNoticesProps {
  virtualCluster: string;
  /** Default: all gateways of the virtual cluster. */
  gateway?: string;
}

interface Open {
  domain: string;
  way: "use" | "back";
}

/** Offers one wildcard certificate for many hosts of a domain, and the way back where gateways use one. */
export function WildcardNotices({ virtualCluster, gateway }: WildcardNoticesProps) {
  const { data } = useQuery(wildcardsQuery(virtualCluster, gateway));
  const [open, setOpen] = useState<Open | null>(null);
  if (!data || (data.offers.length === 0 && data.used.length === 0)) return null;
  return (
    <div className="grid gap-3 empty:hidden">
      {data.offers.map((offer) => (
        <Offer
          key={offer.domain}
          offer={offer}
          onReview={() => setOpen({ domain: offer.domain, way: "use" })}
        />
      ))}
      {data.used.map((used) => (
        <Used key={used.domain} used={used} onReview={() => setOpen({ domain: used.domain, way: "back" })} />
      ))}
      {open ? (
        <WildcardDialog {...open} virtualCluster={virtualCluster} onClose={() => setOpen(null)} />
      ) : null}
    </div>
  );
}

function Offer({ offer, onReview }: { offer: WildcardOffer; onReview: () => void }) {
  const { domain, hosts, gateways, waiting, reason, ca, limit } = offer;
  return (
    <Callout
      tone={reason === "limit" ? "waiting" : "info"}
      title={
        reason === "limit" ? texts.offerLimit({ domain, waiting, ca }) : texts.offerMany({ domain, hosts })
      }
      actions={
        <Button size="sm" onClick={onReview}>
          {texts.useOne({ domain })}
        </Button>
      }
    >
      {limit ? `${limitInWords(limit)} ` : ""}
      {texts.offerHelp({ domain, gateways })}
    </Callout>
  );
}

/** A quiet line: nothing has to be done. */
function Used({ used, onReview }: { used: Wildcards["used"][number]; onReview: () => void }) {
  const { domain, gateways } = used;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg border border-line px-3 py-2 text-muted text-sm">
      <p className="min-w-0 break-words">{texts.used({ domain, gateways })}</p>
      <Button size="sm" aria-label={texts.backToOf({ domain })} onClick={onReview}>
        {texts.backTo}
      </Button>
    </div>
  );
}
