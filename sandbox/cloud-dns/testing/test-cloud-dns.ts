import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importPKCS8, SignJWT } from "jose";
import { serviceAccount } from "@/sandbox/cloud-dns/access-tokens";
import { initialLevers, type Levers, newCounts } from "@/sandbox/levers/levers";
import { sandboxRoot } from "@/sandbox/pki/root";
import { startDns } from "@/sandbox/start-dns";

export type TestCloudDns = Awaited<ReturnType<typeof startTestCloudDns>>;

/**
 * Cloud DNS with its name servers on free ports, and what a client needs; `close` stops it and removes its files.
 */
export async function startTestCloudDns() {
  const levers = structuredClone(initialLevers) as Levers;
  const counts = newCounts();
  const home = mkdtempSync(join(tmpdir(), "sandbox-cloud-dns-"));
  const root = await sandboxRoot(join(home, "pki"));
  const ca = root.certificatePem;
  const keyFile = join(home, "key.json");
  const account = serviceAccount(keyFile);
  const key: { project_id: string; client_email: string; private_key: string } = JSON.parse(
    readFileSync(keyFile, "utf8"),
  );
  const tls = await root.issueServerCertificate(["localhost"], ["127.0.0.1"]);
  const dns = await startDns({
    tls,
    account,
    ports: { cloudDns: 0, dns: 0, registrar: 0, dnsProviders: 0 },
    levers,
    counts,
    panelUrl: "http://127.0.0.1:3000",
    directory: home,
  });

  async function selfSigned(
    claims: object = { aud: "https://dns.googleapis.com/" },
    privateKey = key.private_key,
    issuer = key.client_email,
  ): Promise<string> {
    const signer = new SignJWT({ ...claims }).setProtectedHeader({ alg: "RS256" }).setIssuer(issuer);
    return signer
      .setSubject(issuer)
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign(await importPKCS8(privateKey, "RS256"));
  }

  /** A request like curl makes it, which trusts only the sandbox's root. */
  function call<Body = { [field: string]: never }>(
    method: string,
    path: string,
    body?: object | string,
    token?: string,
  ): Promise<{ status: number; body: Body }> {
    const text = typeof body === "object" ? JSON.stringify(body) : body;
    const contentType = typeof body === "object" ? "application/json" : "application/x-www-form-urlencoded";
    const headers = { "content-type": contentType, ...(token && { authorization: `Bearer ${token}` }) };
    return new Promise((answer, fail) => {
      const sent = request(`${dns.cloudDns.endpoint}${path}`, { method, ca, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          answer({
            status: response.statusCode ?? 0,
            body: JSON.parse(Buffer.concat(chunks).toString() || "{}"),
          }),
        );
      });
      sent.on("error", fail).end(text);
    });
  }

  return {
    levers,
    counts,
    ca,
    key,
    dns,
    selfSigned,
    call,
    zonesPath: `/dns/v1/projects/${key.project_id}/managedZones`,
    async close(): Promise<void> {
      await dns.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
