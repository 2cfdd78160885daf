import { readFileSync } from "node:fs";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { openStore } from "@/lib/store/open-store";
import type { Stage } from "./stage";

/** Lines of all private keys in the sandbox: the user's own, the CA account's, and the sites'. */
export async function keyMaterial({ sandbox }: Stage): Promise<string[]> {
  const account = JSON.parse(readFileSync(sandbox.googleServiceAccountFile, "utf8")) as {
    private_key: string;
  };
  const config = new KubeConfig();
  config.loadFromFile(sandbox.kubeconfig);
  const { items } = await config.makeApiClient(CoreV1Api).listSecretForAllNamespaces();
  const values = items.flatMap(({ data }) => Object.values(data ?? {}));
  const pems = [
    account.private_key,
    ...values.map((value) => Buffer.from(value, "base64").toString()),
  ].filter((text) => text.includes("PRIVATE KEY"));
  const bodies = pems.flatMap((pem) => [
    ...pem.matchAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----([\s\S]*?)-----END/g),
  ]);
  const lines = bodies.flatMap(([, body = ""]) =>
    body
      .replaceAll("\\n", "\n")
      .split("\n")
      .filter((line) => line.length >= 40),
  );
  if (pems.length < 3 || lines.length < 10)
    throw new Error("fewer keys than there must be: the search would prove nothing");
  return lines;
}

/** Whether the text contains one of the lines, plain or as in a Secret (base64 of base64, at any alignment). */
export function leaksIn(text: string, lines: readonly string[]): string[] {
  return lines.filter((line) => {
    const encoded = [0, 1, 2].map((shift) =>
      Buffer.from(`${"x".repeat(shift)}${line}`)
        .toString("base64")
        .slice(4, -8),
    );
    return [line, ...encoded].some((form) => text.includes(form));
  });
}

/** Every row of every table as text; stop the panel first, because the embedded database has one owner. */
export async function databaseDump({ home }: Stage): Promise<string> {
  const store = await openStore({ home });
  try {
    const tables = await store.database.query<{ name: string }>(
      "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')",
    );
    const rows = [];
    for (const { name } of tables)
      rows.push(name, JSON.stringify(await store.database.query(`SELECT to_jsonb(t) FROM ${name} t`)));
    return rows.join("\n");
  } finally {
    await store.close();
  }
}
