import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SandboxFile } from "./sandbox-file";
import { type RunningSandbox, type SandboxOptions, startSandbox } from "./start";

let home: string;
let running: RunningSandbox | undefined;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "sandbox-start-"));
});
afterEach(async () => {
  await running?.close();
  running = undefined;
  rmSync(home, { recursive: true, force: true });
});

async function start(options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> {
  running = await startSandbox({ home, ephemeral: true, ...options });
  return running;
}

/** Whether a TLS client that trusts only the root accepts the server at the URL. */
function isTrusted(url: string, rootFile: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((answer) => {
    const socket = connect({ host: hostname, port: Number(port), ca: readFileSync(rootFile) }, () => {
      answer(socket.authorized);
      socket.destroy();
    });
    socket.on("error", () => answer(false));
  });
}

test("sandbox.json names everything, secrets are in files of mode 0600, and one root makes every server trusted", async () => {
  const { file, path, kubernetes } = await start();
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(file);
  for (const each of [path, file.kubeconfig, file.googleServiceAccountFile]) {
    expect(statSync(each).mode & 0o777).toBe(0o600);
  }
  for (const url of [kubernetes.url, file.cloudDns.endpoint, file.acme.directory]) {
    expect(await isTrusted(url, file.acme.rootCertificate)).toBe(true);
  }
  const key = JSON.parse(readFileSync(file.googleServiceAccountFile, "utf8"));
  expect(key).toMatchObject({ type: "service_account", token_uri: "https://oauth2.googleapis.com/token" });
  expect((await fetch(file.levers.url)).status).toBe(200);
  expect(await (await fetch(file.registrar.url)).text()).toContain("democluster.net");
});

test("the istio-ingressgateway has the address in sandbox.json", async () => {
  const { file, kubernetes } = await start();
  const services = { group: "", plural: "services" };
  await expect
    .poll(() => kubernetes.objects.get(services, "istio-system", "istio-ingressgateway")?.status)
    .toMatchObject({ loadBalancer: { ingress: [{ ip: file.ingress.address }] } });
});

test("the sandbox's state survives a restart", async () => {
  const first = await start();
  const { name, nameServers } = first.dns.zones.create({
    name: "kept",
    dnsName: "kept.org.",
    description: "",
    labels: {},
  });
  first.dns.registrations.set("kept.org.", [...nameServers]);
  const namespaces = { group: "", plural: "namespaces" };
  first.kubernetes.objects.put(namespaces, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "mine" },
  });
  const { file } = first;
  await first.close();
  expect(existsSync(first.path)).toBe(false);

  const second = await start();
  expect(second.dns.zones.find(name)?.nameServers).toEqual(nameServers);
  expect(second.dns.registrations.nameServersOf("kept.org.")).toEqual(nameServers);
  expect(second.kubernetes.objects.get(namespaces, undefined, "mine")).toBeDefined();
  const unchanged = (from: SandboxFile) => [
    from.googleServiceAccountFile,
    from.acme.rootCertificate,
    from.panel.token,
  ];
  expect(unchanged(second.file)).toEqual(unchanged(file));
});

test("the error about a port in use names it and the remedy, and nothing keeps running", async () => {
  const blocker = createServer();
  const portBase = await new Promise<number>((ready) =>
    blocker.listen(0, "127.0.0.1", () => ready((blocker.address() as { port: number }).port)),
  );
  try {
    // The first of the eight is in use; another test that runs at the same time may have one of the others.
    const ports = Array.from({ length: 8 }, (_, at) => portBase + at).join("|");
    const failed = startSandbox({ home, portBase });
    await expect(failed).rejects.toThrow(new RegExp(`Port (${ports}) .* in use.*LAMIA_SANDBOX_PORT_BASE`));
    expect(existsSync(join(home, "sandbox.json"))).toBe(false);
    const other = await start();
    await expect(startSandbox({ home, portBase })).rejects.toThrow("in use");
    expect(existsSync(other.path)).toBe(true);
  } finally {
    blocker.close();
  }
});
