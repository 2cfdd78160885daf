"use client";
import { Callout } from "@/components/ui/notices";
import { catalogue } from "@/lib/text/catalogue";

const texts = catalogue({
  away: "The database can’t be used",
  goesOn:
    "What is served keeps being served. Saving, new hosts, and renewals wait, and go on by themselves when it is back.",
});

/** Says on every page why nothing new happens, and what helps. */
export function DatabaseAway({ problem }: { problem: string }) {
  return (
    <Callout tone="failed" title={texts.away}>
      {problem} {texts.goesOn}
    </Callout>
  );
}
