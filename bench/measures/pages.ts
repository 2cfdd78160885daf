import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "../processes/channel";
import { figure, limitRow, type Row } from "../row";
import type { Stage } from "../stage";
import { percentile } from "../statistics";
import { until } from "../until";

interface Page {
  items: unknown[];
  nextCursor: string | null;
  total: number;
}

const pageLimit = 100;
const listed = 10_000;
const meshPath = "/apis/networking.istio.io/v1/namespaces/mesh/virtualservices";
const checked = 2_000;

/** The REST API at many objects: checks over the whole mesh, pages of a long list, one gateway's details. */
export async function pages(stage: Stage, gateway: string): Promise<Row[]> {
  const path = "/virtual-clusters/mesh/virtual-services";
  await seed(stage, path, checked);
  const checks: number[] = [];
  for (let time = 0; time < 5; time++) checks.push((await ask<{ ms: number }>(stage.panel, "checks")).ms);
  await seed(stage, path, listed);
  await stage.cluster.patch(`${meshPath}/route-00000`, { metadata: { labels: { edit: "1" } } });
  await sleep(500);
  const { ms: afterChange } = await timed(stage, `${path}?limit=${pageLimit}`);
  const times: number[] = [];
  let cursor: string | null = null;
  do {
    const query: string = `?limit=${pageLimit}${cursor ? `&cursor=${cursor}` : ""}`;
    const { ms, body } = await timed<Page>(stage, path + query);
    times.push(ms);
    cursor = body.nextCursor;
  } while (cursor);
  const details: number[] = [];
  for (let time = 0; time < 50; time++)
    details.push((await timed(stage, `/virtual-clusters/vamp-demo/gateways/${gateway}`)).ms);
  return [
    limitRow(
      `Checks over ${checked.toLocaleString("en")} objects (median)`,
      percentile(checks, 0.5),
      150,
      "ms",
    ),
    limitRow(
      `A page of ${pageLimit} among ${listed.toLocaleString("en")} objects (p95)`,
      percentile(times, 0.95),
      60,
      "ms",
    ),
    {
      measure: "The first page after a change, when all checks run anew",
      ours: figure(afterChange, "ms"),
      floor: "",
      ratio: "",
      target: "",
      met: null,
    },
    limitRow("Details of a gateway, by the API (p95)", percentile(details, 0.95), 60, "ms"),
  ];
}

async function seed(stage: Stage, path: string, count: number): Promise<void> {
  await ask(stage.sandbox, "seedMesh", count);
  await until(`the panel has ${count} objects`, 60, async () => {
    const { body } = await timed<Page>(stage, `${path}?limit=1`).catch(() => ({ body: { total: 0 } }));
    return body.total === count;
  });
}

async function timed<Body>({ api, file }: Stage, path: string): Promise<{ ms: number; body: Body }> {
  const startedAt = performance.now();
  const response = await fetch(`${api}/api/v1${path}`, {
    headers: { authorization: `Bearer ${file.panel.token}` },
  });
  const body = (await response.json()) as Body;
  const ms = performance.now() - startedAt;
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(body)}`);
  return { ms, body };
}
