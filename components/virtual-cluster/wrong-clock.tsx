"use client";
import { Callout } from "@/components/ui/notices";
import type { Status } from "@/lib/api/stream";
import { catalogue } from "@/lib/text/catalogue";

const texts = catalogue({
  clockAhead: "It is {duration} ahead of the clock of {hosts}.",
  clockBehind: "It is {duration} behind the clock of {hosts}.",
  clockWrong: "The clock of Lamia’s machine is wrong",
  hours: "{count, plural, one {# hour} other {# hours}}",
  minutes: "{count, plural, one {# minute} other {# minutes}}",
  otherAhead: "It is {duration} ahead of Lamia’s machine, whose clock agrees with {agrees}. Set it there.",
  otherBehind: "It is {duration} behind Lamia’s machine, whose clock agrees with {agrees}. Set it there.",
  otherClockWrong: "The clock of {hosts} is wrong",
  setClock:
    "Certificates seem expired or not valid yet, and renewals come at the wrong time. Set the clock of the node that Lamia runs on, and let it follow a time server: timedatectl set-ntp true.",
});

/** Says whose clock is wrong, by how much, and what to do. */
export function WrongClock({ aheadInSeconds, differs, agrees }: NonNullable<Status["clock"]>) {
  const hosts = differs.join(", ");
  const minutes = Math.round(Math.abs(aheadInSeconds) / 60);
  const duration =
    minutes < 120 ? texts.minutes({ count: minutes }) : texts.hours({ count: Math.round(minutes / 60) });
  if (agrees.length > 0) {
    const said = aheadInSeconds > 0 ? texts.otherBehind : texts.otherAhead;
    return (
      <Callout tone="blocked" title={texts.otherClockWrong({ hosts })}>
        {said({ duration, agrees: agrees.join(", ") })}
      </Callout>
    );
  }
  const said = aheadInSeconds > 0 ? texts.clockAhead : texts.clockBehind;
  return (
    <Callout tone="failed" title={texts.clockWrong}>
      {said({ duration, hosts })} {texts.setClock}
    </Callout>
  );
}
