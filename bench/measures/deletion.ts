import pLimit from "p-limit";
import { ask } from "@/bench/processes/spawn";
import { graceInSeconds, type Stage, until } from "@/bench/stage";
import { limitRow, type Row } from "@/bench/table";
import type { Counts } from "@/sandbox/levers/levers";
import { patienceMs, type Site } from "./panel-walks";

export const apex = "democluster.net";
/** More than a browser opens, and fewer than a system may refuse at once. */
const mostConnections = 200;

/** Deletes them all at once, as on the panel's pages, until nothing of theirs is left; without the grace period. */
export async function deletion(
  stage: Stage,
  what: string,
  sites: readonly Site[],
  makingMs: number,
): Promise<Row[]> {
  const { api, file, panel } = stage;
  const cleanedUp = () => ask<number>(panel, "cleanedUp");
  const before = { requests: (await countsOf(stage)).dnsRequests, done: await cleanedUp() };
  const startedAt = performance.now();
  const connections = pLimit(mostConnections);
  await connections.map(sites, async ({ name }) => {
    const url = `${api}/api/v1/virtual-clusters/vamp-demo/gateways/${name}`;
    // A connection that was kept may be closed by the server at this moment, and a DELETE isn't repeated.
    const headers = { authorization: `Bearer ${file.panel.token}`, connection: "close" };
    const response = await fetch(url, { method: "DELETE", headers });
    if (!response.ok) throw new Error(`DELETE ${url} answered ${response.status}`);
  });
  const isDone = async () => (await cleanedUp()) - before.done >= sites.length;
  await until("all of them are cleaned up", patienceMs(sites.length) / 1000, isDone);
  const ms = performance.now() - startedAt - graceInSeconds * 1000;
  const requests = (await countsOf(stage)).dnsRequests - before.requests;
  return [
    {
      measure: `${what}: deleted at once`,
      ours: `${perSecond(sites.length, ms)}/s`,
      floor: "",
      ratio: (ms / makingMs).toFixed(2),
      target: "≤ 1.2 × the time that making them took",
      met: ms <= 1.2 * makingMs,
    },
    limitRow(`${what}: Cloud DNS calls a gateway for the deletion`, requests / sites.length, 0.1, ""),
  ];
}

/** Types and names of the record sets in each change of the zone, oldest first. */
export function changesOf({ sandbox }: Stage): Promise<string[][]> {
  return ask(sandbox, "changes", apex);
}

/** What the sandbox has counted so far. */
export async function countsOf({ file }: Stage): Promise<Counts> {
  return (await (await fetch(`${file.levers.url}/counts`)).json()) as Counts;
}

export function perSecond(count: number, ms: number): string {
  return ((count * 1000) / ms).toFixed(1);
}
