import { asFailure } from "@/lib/gateway/failure";
import type { CheckResult } from "../provider-definition";
import { rcodeOf } from "../resolver/exchange";
import { ask, isSigned, transfer, update } from "./exchange";
import { rcodes, refusal, serverName } from "./failure";
import { keyNames, type Settings } from "./metadata-keys";
import { texts } from "./texts";

/**
 * Asks the server by the key, and, where zones are named, whether the key may update and transfer them: by an update
 * that holds nothing but a prerequisite, and by the beginning of a transfer. Changes nothing and never throws.
 */
export async function checkRfc2136(settings: Settings): Promise<CheckResult> {
  try {
    return await checked(settings);
  } catch (thrown) {
    const failure = asFailure(thrown);
    const key = failure.kind === "unreachable" ? { key: keyNames.server } : {};
    return { ok: false, ...key, note: failure.message, remedy: failure.remedy ?? texts.tryAgain };
  }
}

async function checked(settings: Settings): Promise<CheckResult> {
  const zones = settings.zones ?? [];
  // Whatever it says of the root: it says so to this key.
  const { answers, server } = await ask(
    settings,
    [...zones, "."].map((name) => ({ name, type: "SOA" as const })),
  );
  const named = { server: serverName(server), key: settings.key.name };
  const notServed = zones.filter((_, index) => {
    const answer = answers[index];
    return !answer?.flag_aa || !answer.answers?.some(({ type }) => type === "SOA");
  });
  if (notServed.length > 0) {
    const listed = { ...named, zones: notServed.join(", ") };
    return {
      ok: false,
      key: keyNames.zones,
      note: texts.zoneNotServed(listed),
      remedy: texts.zoneNotServedRemedy(listed),
    };
  }
  const notTransferred: string[] = [];
  for (const zone of zones) {
    const { answer } = await update(settings, zone, [{ name: zone, type: "ANY", class: "ANY" }], []);
    const rcode = rcodeOf(answer);
    if (rcode !== rcodes.noError) throw refusal(rcode, "update", { server, key: settings.key, zone });
    if (!(await mayTransfer(settings, zone))) notTransferred.push(zone);
  }
  const found =
    zones.length === 0 ? texts.allZones : texts.someZones({ count: zones.length, zones: zones.join(", ") });
  // Without a zone of its own to ask for, a server need not look at the key.
  if (zones.length === 0 && !answers.every(isSigned))
    return { ok: true, note: texts.answers(named), warning: texts.keyNotSeen(named) };
  return {
    ok: true,
    note: texts.accepted({ ...named, zones: found }),
    ...(notTransferred.length > 0 ? { warning: texts.noTransfer({ zones: notTransferred.join(", ") }) } : {}),
  };
}

async function mayTransfer(settings: Settings, zone: string): Promise<boolean> {
  try {
    return (await transfer(settings, zone, { justBegin: true })).refusal === null;
  } catch (thrown) {
    if (asFailure(thrown).kind === "refused") return false;
    throw thrown;
  }
}
