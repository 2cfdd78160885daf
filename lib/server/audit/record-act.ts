import { everywhere } from "@/lib/model/roles";
import type { Operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { actingNow } from "./acting";
import type { Recorder } from "./recorder";

type Described = Pick<Operation, "act" | "path">;

/** What the body of a request says about the act. None of these holds a secret. */
const told = [
  ...["host", "serial", "reason", "version", "destination", "direction", "ids", "gateways"],
  ...["kind", "name", "group", "role", "scope", "isDisabled", "expiresInDays"],
] as const;

const rolesActs = new Set(["role.set", "user.invited"]);

function toldBy(body: unknown): Record<string, unknown> {
  if (typeof body !== "object" || body === null) return {};
  const held = body as Record<string, unknown>;
  return Object.fromEntries(told.flatMap((name) => (held[name] === undefined ? [] : [[name, held[name]]])));
}

/** The entry of an operation that isn't only a write to the cluster. A stranger who signs out did nothing. */
export async function recordAct(
  recorder: Recorder,
  { act, path }: Described,
  params: Readonly<Record<string, string>>,
  body: unknown,
): Promise<void> {
  const { actor, notes, action } = actingNow();
  if (act === undefined || (act === "sign-out" && actor.kind === "stranger")) return;
  const { vc = null, name = null, ...others } = params;
  const kind = name !== null && path.includes("/gateways/{name}") ? "Gateway" : null;
  const given = { ...others, ...toldBy(body) };
  const about = given.host ?? given.group ?? given.name ?? Object.values(others).join(" ");
  const { summary = String(about), ...rest } = notes;
  // Whose role an admin of the installation sets in a virtual cluster is the business of its admins, too.
  const within = rolesActs.has(act) && given.scope !== everywhere ? (given.scope ?? null) : null;
  const details = { ...given, ...rest, ...(summary === "" ? {} : { summary }) };
  const virtualCluster = vc ?? (within as string | null);
  await recorder.record({ action: action ?? act, kind, virtualCluster, name, details });
}

/** A sign-in that failed is worth knowing. Other refusals changed nothing. */
export async function recordRefusal(recorder: Recorder, { act }: Described, thrown: unknown): Promise<void> {
  if (act !== "sign-in" || !(thrown instanceof ProblemError) || thrown.problem.status !== 401) return;
  await recorder.record({ action: "sign-in.failed", details: actingNow().notes }).catch(() => {});
}
