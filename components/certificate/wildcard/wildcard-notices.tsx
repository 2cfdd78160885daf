"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AllowedButton } from "@/components/access/allowed";
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
          virtualCluster={virtualCluster}
          onReview={() => setOpen({ domain: offer.domain, way: "use" })}
        />
      ))}
      {data.used.map((used) => (
        <Used
          key={used.domain}
          used={used}
          virtualCluster={virtualCluster}
          onReview={() => setOpen({ domain: used.domain, way: "back" })}
        />
      ))}
      {open ? (
        <WildcardDialog {...open} virtualCluster={virtualCluster} onClose={() => setOpen(null)} />
      ) : null}
    </div>
  );
}

interface OfReview {
  virtualCluster: string;
  onReview: () => void;
}

function Offer({ offer, virtualCluster, onReview }: OfReview & { offer: WildcardOffer }) {
  const { domain, hosts, gateways, waiting, reason, ca, limit } = offer;
  return (
    <Callout
      tone={reason === "limit" ? "waiting" : "info"}
      title={
        reason === "limit" ? texts.offerLimit({ domain, waiting, ca }) : texts.offerMany({ domain, hosts })
      }
      actions={
        <AllowedButton needs={["editor", virtualCluster]} size="sm" onClick={onReview}>
          {texts.useOne({ domain })}
        </AllowedButton>
      }
    >
      {limit ? `${limitInWords(limit)} ` : ""}
      {texts.offerHelp({ domain, gateways })}
    </Callout>
  );
}

/** A quiet line: nothing has to be done. */
function Used({ used, virtualCluster, onReview }: OfReview & { used: Wildcards["used"][number] }) {
  const { domain, gateways } = used;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg border border-line px-3 py-2 text-muted text-sm">
      <p className="min-w-0 break-words">{texts.used({ domain, gateways })}</p>
      <AllowedButton
        needs={["editor", virtualCluster]}
        size="sm"
        aria-label={texts.backToOf({ domain })}
        onClick={onReview}
      >
        {texts.backTo}
      </AllowedButton>
    </div>
  );
}
