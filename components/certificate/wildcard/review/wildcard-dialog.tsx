"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Callout } from "@/components/ui/notices";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import { SkeletonText } from "@/components/ui/skeleton";
import type { WildcardReview } from "@/lib/api/wildcard";
import { ApiProblem } from "@/lib/client/request";
import { giveWildcardBack, takeWildcard, wildcardReviewQuery } from "@/lib/client/wildcards";
import { GatewayChoice } from "./gateway-choice";
import { Changes, Cost, LeftOutList } from "./review-parts";
import { texts } from "./texts";

export interface WildcardDialogProps {
  virtualCluster: string;
  domain: string;
  way: "use" | "back";
  onClose: () => void;
}

/**
 * What one wildcard certificate would cover and change, or what giving it back would, and a confirmation. You confirm what you see:
 * if the gateways have changed meanwhile, the dialog shows them as they are now, and asks again.
 */
export function WildcardDialog({ virtualCluster, domain, way, onClose }: WildcardDialogProps) {
  const client = useQueryClient();
  const options = wildcardReviewQuery(virtualCluster, domain);
  const { data: review, error } = useQuery(options);
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set());
  const [failed, setFailed] = useState<Readonly<Record<string, string>>>({});
  const choices = review ? choicesOf(review, way) : [];
  const chosen = choices.map(({ name }) => name).filter((name) => !dropped.has(name));

  async function confirm() {
    if (!review) throw error ?? new Error(texts.notLoaded);
    if (chosen.length === 0) throw new Error(texts.chooseOne);
    const send = way === "use" ? takeWildcard : giveWildcardBack;
    try {
      const { results } = await send(virtualCluster, review, chosen);
      void client.invalidateQueries({ queryKey: ["gateways"] });
      const problems = results.flatMap(({ gateway, problem }) =>
        problem === null ? [] : [[gateway, problem]],
      );
      if (problems.length > 0) {
        setFailed(Object.fromEntries(problems));
        client.setQueryData(options.queryKey, await client.fetchQuery({ ...options, staleTime: 0 }));
        throw new Error(texts.notAll({ failed: problems.length, count: results.length }));
      }
    } catch (thrown) {
      const current = thrown instanceof ApiProblem ? (thrown.problem.current as WildcardReview) : undefined;
      if (current) client.setQueryData(options.queryKey, current);
      throw thrown;
    }
    showToast({
      tone: "success",
      title: texts[way === "use" ? "asked" : "givenBack"]({ domain, count: chosen.length }),
      description: way === "use" ? texts.askedHelp : texts.givenBackHelp,
    });
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={texts[way === "use" ? "takeTitle" : "backTitle"]({ domain })}
      description={way === "use" ? texts.takeDescription({ domain }) : texts.backDescription({ domain })}
      confirmLabel={texts[way === "use" ? "confirmTake" : "confirmBack"]({ count: chosen.length })}
      tone="primary"
      size="md"
      onConfirm={confirm}
    >
      {review ? (
        <>
          {review.obstacle && way === "use" ? (
            <Callout tone="blocked" title={review.obstacle.note}>
              {review.obstacle.remedy}
            </Callout>
          ) : null}
          <GatewayChoice
            label={texts[way === "use" ? "covers" : "backFor"]}
            choices={choices}
            dropped={dropped}
            problems={failed}
            onChange={setDropped}
          />
          {way === "use" ? <LeftOutList review={review} /> : null}
          <Changes review={review} way={way} />
          <Cost review={review} way={way} count={chosen.length} />
        </>
      ) : null}
      {review || error ? null : <SkeletonText lines={6} label={texts.loading} />}
      {error && !review ? <Callout tone="blocked">{error.message}</Callout> : null}
    </ConfirmDialog>
  );
}

function choicesOf({ gateways, sharing }: WildcardReview, way: "use" | "back"): WildcardReview["gateways"] {
  return way === "use" ? gateways : sharing.filter(({ isOwnChoice }) => isOwnChoice);
}
