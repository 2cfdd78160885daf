import { limitRow, percentile, type Row } from "@/bench/table";
import { call } from "@/lib/server/testing/call";
import { longLists, longListsCluster } from "@/lib/server/testing/long-lists";

const listed = 10_000;
const limit = 100;
const pagesEach = 20;
const atMostMs = 60;

interface Page {
  nextCursor: string | null;
}

/**
 * The server's time for a page of each list: from the parsed request to the JSON, sorted by every sortable column,
 * from the first page and from the middle. The first page of each order sorts all objects.
 */
export async function lists(): Promise<Row[]> {
  const cluster = longListsCluster(listed);
  // The checks run once per state of the cluster, which has its own measure.
  cluster.mesh.findings();
  const rows: Row[] = [];
  for (const { name, operation, columns } of longLists) {
    const times: number[] = [];
    for (const sort of columns)
      for (const order of ["asc", "desc"]) {
        let cursor: string | null = null;
        for (let page = 0; page < pagesEach; page++) {
          const query = { limit: String(limit), sort, order, ...(cursor ? { cursor } : {}) };
          const startedAt = performance.now();
          const answer: Page = await call(cluster, operation, { query });
          JSON.stringify(answer);
          times.push(performance.now() - startedAt);
          cursor = answer.nextCursor;
        }
      }
    const what = `${name}: ${limit} of ${listed.toLocaleString("en")}, by any column (p95)`;
    rows.push(limitRow(what, percentile(times, 0.95), atMostMs, "ms"));
    console.info(`  ${name}: ${times.length} pages, the slowest ${Math.max(...times).toFixed(0)} ms`);
  }
  return rows;
}
