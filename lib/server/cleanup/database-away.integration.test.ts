import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemOf } from "@/lib/server/http/problem-error";
import { listCleanupTasks } from "@/lib/server/operations/cleanup-tasks";
import { readOverview } from "@/lib/server/operations/overview";
import { call } from "@/lib/server/testing/call";
import {
  delegateAtOnce,
  hostOf,
  isServing,
  keyOf,
  publishedSecret,
  putGateway,
  removeGateway,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";
import { findPostgres, startPostgres, type TestPostgres } from "@/lib/store/testing/postgres";

let postgres: TestPostgres;
let panel: TestPanel;

const serving = (name: string) => waitUntil(`${name} is serving`, () => isServing(panel, name));
const published = (name: string) => publishedSecret(panel.sandbox, name);
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

describe.skipIf(findPostgres() === null)(
  "while PostgreSQL is away (skipped where it is not installed)",
  () => {
    beforeAll(async () => {
      postgres = await startPostgres();
      const settings = { DATABASE_URL: await postgres.newDatabase(), LAMIA_LOG_LEVEL: "fatal" };
      panel = await startTestPanel(async () => settings);
      delegateAtOnce(panel.sandbox);
    });
    afterAll(async () => {
      await panel?.close();
      await postgres?.stop();
    });

    test("the API answers 503, and objects created and deleted meanwhile are picked up automatically", async () => {
      putGateway(panel.sandbox, "before", hostOf("before"));
      await serving("before");
      await postgres.halt();

      for (const operation of [listCleanupTasks, readOverview] as const) {
        const failed = await call(panel.cluster, operation as typeof listCleanupTasks, {
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
      putGateway(panel.sandbox, "created", hostOf("created"));
      removeGateway(panel.sandbox, "before");
      await pause(5);
      await postgres.resume();

      await serving("created");
      await waitUntil("the deleted one is cleaned up", () => published("before") === undefined);
      await waitUntil(
        "its walk is forgotten",
        async () => (await panel.installation.store.walks.read(keyOf("before"))) === null,
      );
      // Saved in the background, so later than it serves.
      await waitUntil(
        "the other one's walk is saved",
        async () => (await panel.installation.store.walks.read(keyOf("created")))?.walk.state === "serving",
      );
      expect(panel.sandbox.counts.certificatesIssued).toBe(2);
    });
  },
);
