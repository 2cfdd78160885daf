import { beforeEach, expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { Call } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { notedPlaces } from "@/lib/kubernetes/published-places";
import { issueChain } from "@/lib/kubernetes/testing/issue-chain";
import { memorySecrets } from "@/lib/kubernetes/testing/memory-secrets";
import { createVault } from "./vault";
import { type VaultOptions, vaultSecretName } from "./vault-store";

/** Nothing may be listed but Lamia's own namespace. */
const wildcard = "*.example.org";
const host = "shop.example.org";
const guest = "blog.example.org";
const place = { namespace: "istio-system", name: "shop-tls" };
const guestPlace = { namespace: "istio-system", name: "blog-tls" };

let api: ReturnType<typeof memorySecrets>;
let vault: ReturnType<typeof createVault>;
let isRefused: boolean;
let asked: string[];

beforeEach(() => {
  api = memorySecrets();
  isRefused = false;
  asked = [];
  const { client, cache, namespace } = api.options;
  const through =
    (send: (call: Call) => Promise<unknown>) =>
    async (call: Call): Promise<unknown> => {
      asked.push(`${call.verb} ${call.namespace}/${call.name ?? ""}`);
      if (isRefused && call.namespace !== namespace) throw new Failure("refused", "not allowed");
      return send(call);
    };
  const guarded = {
    ...client,
    send: through(client.send),
    find: through(client.find),
    request: through(client.request),
  } as unknown as ClusterClient;
  // What is published isn't in the cache before somebody has read it.
  const ownOnly = {
    ...cache,
    list: (kind: "Secret") => cache.list(kind, namespace),
    get: (kind: "Secret", at: string | null, name: string) =>
      at === namespace ? cache.get(kind, at, name) : null,
  } as VaultOptions["cache"];
  vault = createVault({ client: guarded, cache: ownOnly, namespace, byName: true });
});

async function issued(id: string) {
  await vault.begin(id, [id], "demo");
  await vault.keep(id, await issueChain(await vault.signingRequest(id), "0a"));
}
const isHeld = ({ namespace, name }: typeof place) => api.held.has(`${namespace}/${name}`);
const notesOf = (id: string) => {
  const secret = api.held.get(`lamia-system/${vaultSecretName(id)}`);
  return secret ? notedPlaces(secret).map(({ name, hosts }) => [name, ...hosts]) : null;
};

test("a place is noted before anything is published there, and no longer once it is withdrawn", async () => {
  await issued(host);
  isRefused = true;
  await expect(vault.publish(host, place.namespace, place.name, null)).rejects.toMatchObject({
    kind: "refused",
  });
  expect(notesOf(host)).toEqual([["shop-tls", host]]);
  isRefused = false;
  await vault.publish(host, place.namespace, place.name, null);
  expect(await vault.published(host)).toMatchObject([{ ...place, isRight: true }]);
  await vault.unpublish(host, place);
  expect(isHeld(place)).toBe(false);
  expect(notesOf(host)).toEqual([]);
  expect(asked.filter((each) => each.startsWith("list"))).toEqual([]);
});

test("a host is forgotten with everything that is noted, and not at all while a place can't be read", async () => {
  await issued(host);
  await vault.publish(host, place.namespace, place.name, null);
  isRefused = true;
  await expect(vault.forget(host)).rejects.toMatchObject({ kind: "refused" });
  await expect(vault.withdraw(host, async () => true)).rejects.toMatchObject({ kind: "refused" });
  expect(isHeld(place)).toBe(true);
  expect(notesOf(host)).toEqual([["shop-tls", host]]);
  isRefused = false;
  await vault.forget(host);
  expect(api.held.size).toBe(0);
});

test("keys that others share go without losing what is still published with them", async () => {
  await issued(wildcard);
  await vault.publish(host, place.namespace, place.name, null, { id: wildcard });
  await vault.publish(guest, guestPlace.namespace, guestPlace.name, null, { id: wildcard });
  await vault.forget(host);
  expect([isHeld(place), isHeld(guestPlace)]).toEqual([false, true]);
  expect(notesOf(wildcard)).toEqual([["blog-tls", guest]]);
  await vault.forget(wildcard);
  expect(notesOf(wildcard)).toBeNull();
  expect(notesOf(guest)).toEqual([["blog-tls", guest]]);
  await vault.forget(guest);
  expect(api.held.size).toBe(0);
});

test("a Secret of somebody else at a noted place is left alone", async () => {
  await issued(host);
  await vault.publish(host, place.namespace, place.name, null);
  api.held.delete(`${place.namespace}/${place.name}`);
  api.put({ apiVersion: "v1", kind: "Secret", metadata: place, data: { "tls.crt": "eA==" } });
  expect(await vault.published(host)).toEqual([]);
  await vault.forget(host);
  expect(isHeld(place)).toBe(true);
});

test("a place whose host changes is found under both until it is written", async () => {
  await issued(host);
  await vault.publish(host, place.namespace, place.name, null);
  await issued(guest);
  await vault.publish(guest, place.namespace, place.name, null, { former: host });
  expect(notesOf(guest)).toEqual([["shop-tls", guest, host]]);
  expect(await vault.published(guest)).toMatchObject([{ ...place, isRight: true }]);
  expect(await vault.published(host)).toEqual([]);
});
