import { calculateJwkThumbprint } from "jose";
import { txtValue } from "@/sandbox/acme/validation";
import { newCsr } from "./new-csr";
import type { TestCa } from "./test-ca";
import type { TestClient } from "./test-client";

/** Sets the TXT of every challenge of the order, accepts them and returns each authorization when decided. */
export async function authorize(
  ca: TestCa,
  client: TestClient,
  order: Record<string, unknown>,
): Promise<Record<string, unknown>[]> {
  const thumbprint = await calculateJwkThumbprint(client.jwk);
  const values = new Map<string, string[]>();
  const pending: { url: string; challenge: string }[] = [];
  for (const url of order.authorizations as string[]) {
    const { json } = await client.post(url, "");
    const [challenge] = json.challenges as { url: string; token: string }[];
    if (!challenge) throw new Error("The authorization has no challenge.");
    const name = `_acme-challenge.${(json.identifier as { value: string }).value}.`;
    values.set(name, [...(values.get(name) ?? []), `"${txtValue(challenge.token, thumbprint)}"`]);
    pending.push({ url, challenge: challenge.url });
  }
  for (const [name, rrdatas] of values) ca.set(name, "TXT", rrdatas);
  for (const { challenge } of pending) await client.post(challenge, {});
  return Promise.all(pending.map(({ url }) => client.until(url, "pending")));
}

/** A whole issuance; returns the order's address and the chain, which is empty when the CA refused. */
export async function issueOnce(
  ca: TestCa,
  client: TestClient,
  names: string[],
  fields: object = {},
): Promise<{ orderUrl: string; chain: string; order: Record<string, unknown> }> {
  const identifiers = names.map((value) => ({ type: "dns", value }));
  const created = await client.post(client.urls.newOrder ?? "", { identifiers, ...fields });
  if (created.status !== 201) throw new Error(created.text);
  const orderUrl = String(created.headers.location);
  await authorize(ca, client, created.json);
  const finalized = await client.post(String(created.json.finalize), { csr: await newCsr(names) });
  if (finalized.status !== 200) throw new Error(finalized.text);
  const order = await client.until(orderUrl, "processing");
  if (order.certificate === undefined) return { orderUrl, chain: "", order };
  const { text } = await client.post(String(order.certificate), "");
  return { orderUrl, chain: text, order };
}
