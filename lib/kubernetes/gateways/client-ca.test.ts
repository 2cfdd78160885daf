import { expect, test } from "vitest";
import type { Call } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { issueChain } from "@/lib/kubernetes/testing/issue-chain";
import { newKeyPem, signingRequest } from "@/lib/kubernetes/vault/key-pair";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { findClientCa } from "./gateway-tls";

const target: SecuredHost = {
  host: "shop.example.org",
  port: 443,
  gateway: { namespace: "shop", name: "shop" },
  selector: {},
  server: null,
};
const place = { namespace: "istio-system", name: "shop-tls" };

async function caPem(): Promise<string> {
  return issueChain(await signingRequest(await newKeyPem(), ["ca.example.org"]), "0a");
}

/** Secrets by `namespace/name`, each with one key. */
function clientOf(secrets: Record<string, Record<string, string>>): Pick<ClusterClient, "find"> {
  return {
    async find<T>({ namespace, name }: Call) {
      const held = secrets[`${namespace}/${name}`];
      const data = held && Object.fromEntries(Object.entries(held).map(([key, text]) => [key, btoa(text)]));
      return (data ? { metadata: { name }, data } : null) as T | null;
    },
  };
}

test("the CA in the Gateway's annotation takes precedence over any other", async () => {
  const pem = await caPem();
  const client = clientOf({
    "shop/clients": { cacert: pem },
    "istio-system/shop-tls-cacert": { "ca.crt": await caPem() },
  });
  expect(await findClientCa(client, { ...target, clientCa: "clients" }, place)).toEqual({
    state: "found",
    pem,
  });
});

test("what Istio finds by itself is left to Istio, and what is in the Secret stays there", async () => {
  const pem = await caPem();
  const own = clientOf({ "istio-system/shop-tls-cacert": { cacert: pem } });
  expect(await findClientCa(own, target, place)).toEqual({ state: "found", pem: null });
  const current = clientOf({ "istio-system/shop-tls": { "ca.crt": pem } });
  expect(await findClientCa(current, target, place)).toEqual({ state: "found", pem });
});

test("a missing CA, or one that isn't a certificate, has a remedy", async () => {
  expect(await findClientCa(clientOf({}), target, place)).toMatchObject({
    state: "missing",
    remedy: expect.stringContaining("lamia.dev/client-ca"),
  });
  const broken = clientOf({ "shop/clients": { "ca.crt": "no certificate" } });
  expect(await findClientCa(broken, { ...target, clientCa: "clients" }, place)).toMatchObject({
    state: "missing",
    remedy: expect.stringContaining("kubectl -n shop create secret generic clients"),
  });
});

test("a takeover waits while the old Secret has a revocation list that Lamia’s would lose; next to Lamia’s Secret, Istio reads it", async () => {
  const pem = await caPem();
  const taking = { ...target, replacesSecret: "theirs" };
  const lists = [
    { "istio-system/theirs": { "ca.crt": pem, "ca.crl": "list" } },
    { "istio-system/theirs": {}, "istio-system/theirs-cacert": { cacert: pem, "ca.crl": "list" } },
  ];
  for (const secrets of lists) {
    const refused = { state: "missing", note: expect.stringContaining("ca.crl") };
    expect(await findClientCa(clientOf(secrets), taking, place)).toMatchObject(refused);
    expect(await findClientCa(clientOf(secrets), target, place)).toMatchObject({ state: "missing" });
    const named = clientOf({ ...secrets, "shop/clients": { "ca.crt": pem } });
    expect(await findClientCa(named, { ...taking, clientCa: "clients" }, place)).toMatchObject({
      state: "missing",
      remedy: expect.stringContaining("Create the Secret shop-tls-cacert in istio-system"),
    });
    const beside = clientOf({
      ...secrets,
      "istio-system/shop-tls-cacert": { "ca.crt": pem, "ca.crl": "list" },
    });
    expect(await findClientCa(beside, taking, place)).toEqual({ state: "found", pem: null });
  }
  const without = clientOf({ "istio-system/theirs": { "ca.crt": pem, "ca.crl": "" } });
  expect(await findClientCa(without, taking, place)).toEqual({ state: "found", pem });
});
