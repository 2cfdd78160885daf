import { beforeEach, expect, test } from "vitest";
import type { WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { memorySecrets } from "@/lib/kubernetes/testing/memory-secrets";
import { accountSecretName, createAccountStore } from "./account-secret";

const directory = "https://ca.example/directory";
const at = `lamia-system/${accountSecretName(directory)}`;
const url = "https://ca.example/account/1";
const account = { keyPem: "KEY", url: null };

let api: ReturnType<typeof memorySecrets>;
let store: ReturnType<typeof createAccountStore>;
beforeEach(() => {
  api = memorySecrets();
  store = createAccountStore({ ...api.options, email: "ops@example.org" });
});

test("a key is stored first, and its URL next to it later; a known URL is never removed", async () => {
  expect(await store.read(directory)).toBeNull();
  await store.save(directory, account);
  expect(await store.read(directory)).toEqual(account);
  await store.save(directory, { ...account, url });
  expect(await store.read(directory)).toEqual({ ...account, url });
  await store.save(directory, account);
  await store.save(directory, { ...account, url });
  expect(await store.read(directory)).toEqual({ ...account, url });
  expect(api.writes).toEqual([`create ${at}`, `patch ${at}`]);
  expect(api.held.get(at)?.metadata.labels).toEqual({ "app.kubernetes.io/managed-by": "lamia" });
});

test("another key is a conflict, and stays, even if it appears between the read and the write", async () => {
  await store.save(directory, account);
  await expect(store.save(directory, { keyPem: "OTHER", url })).rejects.toMatchObject({ kind: "conflict" });
  expect(await store.read(directory)).toEqual(account);
  const theirs = api.held.get(at) as WholeSecret;
  api.held.delete(at);
  api.meanwhile.push(() => void api.put(theirs));
  await expect(store.save(directory, { keyPem: "OTHER", url: null })).rejects.toMatchObject({
    kind: "conflict",
  });
  expect(await store.read(directory)).toEqual(account);
});

test("two processes that store the same key at once store it once", async () => {
  await store.save(directory, account);
  const theirs = api.held.get(at) as WholeSecret;
  api.held.delete(at);
  api.meanwhile.push(() => void api.put(theirs));
  await store.save(directory, { ...account, url });
  expect(await store.read(directory)).toEqual({ ...account, url });
});

test("a URL is not written onto something that has changed since it was read", async () => {
  await store.save(directory, account);
  api.meanwhile.push(() => void api.put(api.held.get(at) as WholeSecret));
  await expect(store.save(directory, { ...account, url })).rejects.toMatchObject({ kind: "conflict" });
});

test.each<[string, Record<string, string> | undefined]>([
  ["nothing", undefined],
  ["no key", { "account.json": btoa(JSON.stringify({ url, directory })) }],
  ["no details", { "account.key": btoa("KEY") }],
  ["details that cannot be read", { "account.key": btoa("KEY"), "account.json": btoa("{") }],
  [
    "the account of another CA",
    {
      "account.key": btoa("KEY"),
      "account.json": btoa(JSON.stringify({ url, directory: "https://b.example/" })),
    },
  ],
])("a Secret with %s is named, and is not replaced by another account", async (_, data) => {
  await store.save(directory, account);
  const { data: __, ...rest } = api.held.get(at) as WholeSecret;
  api.put({ ...rest, ...(data ? { data } : {}) });
  const refusal = { kind: "unconfigured", remedy: expect.stringContaining(accountSecretName(directory)) };
  await expect(store.read(directory)).rejects.toMatchObject(refusal);
  await expect(store.save(directory, { keyPem: "NEW", url: null })).rejects.toMatchObject(refusal);
});
