import { afterAll, beforeAll, expect, test } from "vitest";
import { type ConnectedTestCluster, connectTestCluster } from "@/lib/kubernetes/testing/start-cluster";
import { accountSecretName, createAccountStore } from "./account-secret";
import { newKeyPem } from "./key-pair";

let cluster: ConnectedTestCluster;
const namespace = "lamia-system";
const secrets = { group: "", plural: "secrets" };

beforeAll(async () => {
  cluster = await connectTestCluster();
});
afterAll(() => cluster?.close());

function store() {
  return createAccountStore({ client: cluster.client, namespace, email: "admin@example.org" });
}

test("an account is stored before and after the CA has answered, one per directory", async () => {
  const [directory, other] = ["https://ca.test/directory", "https://other.test/directory"] as const;
  const accounts = store();
  expect(await accounts.read(directory)).toBeNull();
  const keyPem = await newKeyPem();
  await accounts.save(directory, { keyPem, url: null });
  expect(await accounts.read(directory)).toEqual({ keyPem, url: null });
  await accounts.save(directory, { keyPem, url: "https://ca.test/account/1" });
  expect(await accounts.read(directory)).toEqual({ keyPem, url: "https://ca.test/account/1" });
  expect(await accounts.read(other)).toBeNull();
});

test("processes that start at once all end up with the same key", async () => {
  const directory = "https://race.test/directory";
  const keys = await Promise.all([newKeyPem(), newKeyPem(), newKeyPem()]);
  const saved = await Promise.allSettled(
    keys.map((keyPem) => store().save(directory, { keyPem, url: null })),
  );
  expect(saved.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of saved)
    if (result.status === "rejected") expect(result.reason).toMatchObject({ kind: "conflict" });
  const winner = keys[saved.findIndex(({ status }) => status === "fulfilled")];
  expect((await store().read(directory))?.keyPem).toBe(winner);
});

test("a Secret that was emptied by hand is reported by name, not replaced", async () => {
  const directory = "https://emptied.test/directory";
  const keyPem = await newKeyPem();
  await store().save(directory, { keyPem, url: null });
  const name = accountSecretName(directory);
  const held = cluster.objects.get(secrets, namespace, name);
  cluster.objects.put(secrets, { ...held, data: {} });
  await expect(store().save(directory, { keyPem, url: null })).rejects.toMatchObject({
    kind: "unconfigured",
    remedy: expect.stringContaining(name),
  });
});
