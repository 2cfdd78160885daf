import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { roles } from "@/lib/model/roles";
import { randomOf } from "@/lib/testing/random";
import { asCurl, attemptOf, operationsOf, type Sender } from "./testing/fuzz/requests";
import type { Sampler, Schema } from "./testing/fuzz/sample";
import { type Answered, send } from "./testing/fuzz/send";
import { type PanelProcess, startPanelProcess } from "./testing/panel-process";
import { ask, firstAdmin, invited, type TestUser } from "./testing/people";
import { type Secret, secretSearch } from "./testing/secret-search";
import { delegateAtOnce, putGateway, startTestWorld, type TestWorld } from "./testing/test-panel";

/**
 * Generated requests against a panel process: from the OpenAPI document, changed, and hostile, by everybody. `npm run fuzz`
 * sends 20,000 to the production build. Each request follows from the seed and its number.
 */
const count = Number(process.env.LAMIA_FUZZ_COUNT ?? 400);
const seed = Number(process.env.LAMIA_FUZZ_SEED ?? 1);
const program = process.env.LAMIA_FUZZ_BUILT ? "built" : "api";
const sideBySide = 8;

let world: TestWorld;
let panel: PanelProcess;
let document: { paths: never; components: { schemas: Record<string, Schema> } };
const users: TestUser[] = [];
const planted: Secret[] = [];
/** The values of those that are settings, which no answer repeats. */
const settings: string[] = [];

beforeAll(async () => {
  world = await startTestWorld();
  delegateAtOnce(world.sandbox);
  for (const name of ["shop", "api"]) putGateway(world.sandbox, name, `${name}.democluster.net`);
  const environment = {
    ...world.environment,
    LAMIA_LOG_LEVEL: "debug",
    LAMIA_TRUSTED_PROXIES: "127.0.0.0/8",
    LAMIA_CLIENT_REQUESTS_PER_MINUTE: "0",
  };
  panel = await startPanelProcess(environment, program);
  const admin = await firstAdmin(panel);
  users.push(admin);
  for (const role of roles.filter((each) => each !== "admin")) users.push(await invited(panel, admin, role));
  document = await (await ask(panel, "GET", "/openapi.json")).json();
  const token = world.environment.LAMIA_API_TOKEN ?? "";
  planted.push({ name: "the installation token", value: token });
  for (const { email, password, session, apiToken } of users)
    planted.push(
      { name: `the password of ${email}`, value: password },
      { name: `the session of ${email}`, value: session },
      { name: `the API token of ${email}`, value: apiToken },
    );
  const tokens = {
    cloudflare_api_token: randomBytes(20).toString("hex"),
    digitalocean_token: `dop_v1_${randomBytes(32).toString("hex")}`,
  };
  settings.push(...Object.values(tokens));
  for (const [name, value] of Object.entries(tokens)) planted.push({ name, value });
  await ask(panel, "PATCH", "/installation/metadata", tokens, admin);
});
afterAll(async () => {
  await panel?.end("SIGKILL");
  await world?.close();
});

const words = [
  "vamp-demo",
  "shop",
  "shop.democluster.net",
  "a",
  "app",
  "latest",
  "default",
  "HTTPS",
  "istio",
];
const wordsByName: Record<string, readonly string[]> = {
  vc: ["vamp-demo", "vamp-demo", "vamp-demo", "lamia-system", "default", "nowhere"],
  name: ["shop", "api", "a-new-one", "x"],
  host: ["shop.democluster.net", "api.democluster.net", "*.democluster.net", "other.test"],
  hosts: ["shop.democluster.net", "new.democluster.net", "*"],
  email: ["somebody@example.com", "admin@example.com"],
  uuid: ["3f8e1a52-0c4b-4d9e-9a77-1f2b3c4d5e6f"],
  id: ["1", "7", "none"],
  image: ["nginx:1", "registry.test/app@sha256:00"],
  text: ["kind: Gateway\napiVersion: networking.istio.io/v1\nmetadata: {name: y}\nspec: {}\n"],
};

function senders(): Sender[] {
  const bearer = (name: string, token: string) => ({
    name,
    headers: { authorization: `Bearer ${token}` },
    isSession: false,
  });
  return [
    { name: "nobody", headers: {}, isSession: false },
    bearer("the installation token", world.environment.LAMIA_API_TOKEN ?? ""),
    ...users.flatMap(({ email, session, apiToken }) => [
      { name: email, headers: { cookie: `lamia_user=${session}` }, isSession: true },
      bearer(`a token of ${email}`, apiToken),
    ]),
  ];
}

test(`${count} generated requests with seed ${seed}: no server error, no hang, no memory kept, no secret told`, async () => {
  const operations = operationsOf(document);
  const everybody = senders();
  const wrong: string[] = [];
  const statuses = new Map<string, number>();
  const times: number[] = [];
  const attempt = async (number: number): Promise<void> => {
    const sampler: Sampler = {
      random: randomOf(seed * 1_000_003 + number),
      schemas: document.components.schemas,
      wordsFor: (name) => wordsByName[name] ?? words,
    };
    const made = attemptOf(sampler, operations, everybody);
    const answered = await send(panel.port, made);
    times.push(answered.inMs);
    const status = String(answered.status);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    const complaint = complaintOf(answered, made.framing);
    if (complaint && wrong.length < 20)
      wrong.push(
        `${complaint} (number ${number}, seed ${seed}, ${made.sender})\n${asCurl(made, `http://127.0.0.1:${panel.port}`)}\n${answered.text.slice(0, 500)}`,
      );
  };
  const from = async (first: number, end: number) => {
    let next = first;
    const lane = async () => {
      while (next < end) await attempt(next++);
    };
    await Promise.all(Array.from({ length: sideBySide }, lane));
  };
  // What is allocated once, and what the generated objects take, is there after a part of them.
  const warm = Math.ceil(count / 4);
  await from(0, warm);
  const before = await panel.memory();
  await from(warm, count);
  const after = await panel.memory();
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0);
  console.log(
    [...statuses]
      .sort()
      .map(([status, times]) => `${status}: ${times}`)
      .join(", "),
    `\nmedian ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`,
    `\nheap ${before.heap.toFixed(1)} → ${after.heap.toFixed(1)} MiB, resident ${before.resident.toFixed(0)} → ${after.resident.toFixed(0)} MiB`,
  );
  expect(panel.child.exitCode, panel.output().slice(-2000)).toBeNull();
  expect(wrong.join("\n\n")).toBe("");
  expect(secretSearch(planted)("the log", panel.output())).toEqual([]);
  expect(after.heap - before.heap).toBeLessThan(mostKeptInMiB);
});

/** Far less than a request each: 20,000 that kept 1 KiB each would be found. */
const mostKeptInMiB = 15;

/** Only what the server can't help may be 503. Framing that is no HTTP may lose its connection. */
function complaintOf({ status, isHanging, inMs, text }: Answered, framing: string): string | null {
  const told = settings.find((value) => text.includes(value));
  if (told) return "the answer has a secret of the settings";
  if (isHanging) return `no answer within ${Math.round(inMs)} ms`;
  if (status === null) return framing === "broken" ? null : "the connection ended without an answer";
  return status >= 500 && status !== 503 ? `answered ${status}` : null;
}
