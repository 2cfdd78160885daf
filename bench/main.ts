import { loadavg } from "node:os";
import { lists } from "./measures/lists";
import { forms, manyGateways } from "./measures/many-gateways";
import { oneGateway } from "./measures/one-gateway";
import { pages } from "./measures/pages";
import { warmUp, warmUpSite } from "./measures/panel-walks";
import { scroll } from "./measures/scroll";
import { wake } from "./measures/wake";
import { weight } from "./measures/weight";
import { openStage, type Stage } from "./stage";
import { type Row, tableOf, writePerformancePage } from "./table";

/**
 * `npm run bench`: the panel next to a floor that makes the same protocol calls with plain libraries, in one
 * sandbox, all on loopback. Arguments choose measures (`one many wake pages lists scroll weight`, and `own` and `wildcard`,
 * which are the halves of `many`); a run of all of them rewrites docs/performance.md.
 */
const gateways = Number(process.env.LAMIA_BENCH_GATEWAYS ?? 200);
const atMostMs = 15 * 60_000;

const measures: Record<string, (stage: Stage) => Promise<Row[]>> = {
  one: oneGateway,
  many: async (stage) => {
    const rows: Row[] = [];
    for (const form of forms) rows.push(...(await manyGateways(stage, form, gateways)));
    return rows;
  },
  own: (stage) => manyGateways(stage, "own", gateways),
  wildcard: (stage) => manyGateways(stage, "wildcard", gateways),
  wake: (stage) => wake(stage, warmUpSite.name),
  pages: (stage) => pages(stage, warmUpSite.name),
  lists,
  scroll,
  weight,
};
const wanted = process.argv.slice(2);
const partsOfMany: readonly string[] = forms;
const chosen =
  wanted.length > 0 ? wanted : Object.keys(measures).filter((name) => !partsOfMany.includes(name));
const loadAtStart = loadavg()[0] ?? 0;

const stage = await openStage();
let code = 0;
const timer = setTimeout(
  () => leave(new Error(`The bench took more than ${atMostMs / 60_000} minutes.`)),
  atMostMs,
);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => leave(new Error(signal)));
try {
  const rows: Row[] = [];
  await warmUp(stage);
  for (const name of chosen) {
    const measure = measures[name];
    if (!measure)
      throw new Error(`There is no measure ${name}; there are ${Object.keys(measures).join(", ")}.`);
    console.info(`Measuring: ${name} …`);
    const measured = await measure(stage);
    // At once: a later measure may fail.
    console.info(`\n${tableOf(measured)}\n`);
    rows.push(...measured);
  }
  if (wanted.length === 0) writePerformancePage(tableOf(rows), loadAtStart);
} catch (thrown) {
  console.error(thrown);
  code = 1;
}
clearTimeout(timer);
await stage.close();
process.exit(code);

async function leave(why: Error): Promise<void> {
  console.error(why.message);
  await stage.close();
  process.exit(1);
}
