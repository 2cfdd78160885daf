import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { walkStateOf } from "@/lib/gateway/reporting";
import { findPostgres, startPostgres, type TestPostgres } from "@/lib/store/testing/postgres";
import { readEnvironment } from "./environment";
import { problemOf } from "./http/problem-error";
import { listCleanupTasks } from "./operations/cleanup-tasks";
import { readOverview } from "./operations/overview";
import { type Runtime, startRuntime } from "./runtime";
import { call } from "./testing/call";
import {
  delegateAtOnce,
  putGateway,
  removeGateway,
  startTestWorld,
  type TestWorld,
  waitUntil,
} from "./testing/test-panel";

let postgres: TestPostgres;
let world: TestWorld;
let runtime: Runtime;

const hostOf = (name: string) => `${name}.democluster.net`;
const keyOf = (name: string) => `vamp-demo/${name}:443=${hostOf(name)}`;
const serving = (name: string) =>
  waitUntil(
    `${name} is serving`,
    () => walkStateOf(runtime.live.get(keyOf(name))?.reports ?? []) === "serving",
    180,
  );
const published = (name: string) =>
  world.sandbox.kubernetes.objects.get({ group: "", plural: "secrets" }, "istio-system", `${name}-tls`);
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

describe.skipIf(findPostgres() === null)(
  "while PostgreSQL is away (skipped where it is not installed)",
  () => {
    beforeAll(async () => {
      [postgres, world] = await Promise.all([startPostgres(), startTestWorld()]);
      delegateAtOnce(world.sandbox);
      const environment = {
        ...world.environment,
        DATABASE_URL: await postgres.newDatabase(),
        LAMIA_LOG_LEVEL: "fatal",
      };
      runtime = await startRuntime(readEnvironment({ NODE_ENV: "test", ...environment }));
      await waitUntil("the runner starts", () => runtime.walking);
    });
    afterAll(async () => {
      await runtime?.close();
      await world?.close();
      await postgres?.stop();
    });

    test("the API says 503, and what is created and deleted meanwhile is picked up by itself", async () => {
      putGateway(world.sandbox, "before", hostOf("before"));
      await serving("before");
      await postgres.halt();

      for (const operation of [listCleanupTasks, readOverview] as const) {
        const failed = await call(runtime, operation as typeof listCleanupTasks, {
          query: { limit: "10" },
        }).then(
          () => null,
          (thrown: unknown) => problemOf(thrown),
        );
        expect(failed, operation.path).toMatchObject({
          status: 503,
          type: "urn:lamia:problem:database-unreachable",
        });
      }
      putGateway(world.sandbox, "created", hostOf("created"));
      removeGateway(world.sandbox, "before");
      await pause(5);
      await postgres.resume();

      await serving("created");
      await waitUntil("the deleted one is cleaned up", () => published("before") === undefined);
      await waitUntil(
        "its walk is forgotten",
        async () => (await runtime.store.walks.read(keyOf("before"))) === null,
      );
      expect((await runtime.store.walks.read(keyOf("created")))?.walk.state).toBe("serving");
      expect(world.sandbox.counts.certificatesIssued).toBe(2);
    }, 180_000);
  },
);
