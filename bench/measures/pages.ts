import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "@/bench/processes/spawn";
import { until } from "@/bench/stage";
import { limitRow, percentile, type Row } from "@/bench/table";
import type { Stage } from "../stage";

interface Page {
  items: unknown[];
  nextCursor: string | null;
  total: number;
}

const pageLimit = 100;
const listed = 10_000;
const meshPath = "/apis/networking.istio.io/v1/namespaces/mesh/virtualservices";
const checked = 2_000;
const changes = 40;

/** The REST API with many objects: checks over the whole mesh, pages of a long list, one gateway's details. */
export async function pages(stage: Stage, gateway: string): Promise<Row[]> {
  const path = "/virtual-clusters/mesh/virtual-services";
  await seed(stage, path, checked);
  const checks: number[] = [];
  for (let time = 0; time < 5; time++) checks.push((await ask<{ ms: number }>(stage.panel, "checks")).ms);
  await seed(stage, path, listed);
  const changing = await whileChanging(stage, path);
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
    limitRow(
      "The same just after one of them has changed (p95 of 40)",
      percentile(changing.page, 0.95),
      60,
      "ms",
    ),
    limitRow(
      `A page of ${changing.total.toLocaleString("en")} findings just after a change (p95 of 40)`,
      percentile(changing.findings, 0.95),
      60,
      "ms",
    ),
    limitRow("Details of a gateway, by the API (p95)", percentile(details, 0.95), 60, "ms"),
  ];
}

/** Pages right after a change of an object, so that checks run again before each. */
async function whileChanging(stage: Stage, path: string) {
  const page: number[] = [];
  const findings: number[] = [];
  let total = (await timed<Page>(stage, "/findings?limit=1")).body.total;
  for (let change = 0; change < changes; change++) {
    const name = `route-${String(change * 7).padStart(5, "0")}`;
    await stage.cluster.patch(`${meshPath}/${name}`, { spec: { hosts: [`changed-${change}.example.com`] } });
    await sleep(60);
    page.push((await timed(stage, `${path}?limit=${pageLimit}`)).ms);
    await stage.cluster.patch(`${meshPath}/${name}`, { spec: { hosts: [`again-${change}.example.com`] } });
    await sleep(60);
    const { ms, body } = await timed<Page>(stage, `/findings?limit=${pageLimit}`);
    findings.push(ms);
    total = body.total;
  }
  return { page, findings, total };
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
