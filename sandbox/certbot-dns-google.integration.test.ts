import { execFile, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningSandbox, startSandbox } from "./start";

const run = promisify(execFile);
const python = "/usr/bin/python3";
let home: string;
let sandbox: RunningSandbox;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "sandbox-certbot-"));
  sandbox = await startSandbox({ home, ephemeral: true });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(home, { recursive: true, force: true });
});

function missing(): boolean {
  const isMissing = spawnSync(python, ["-c", "import certbot_dns_google"]).status !== 0;
  if (isMissing)
    console.warn("SKIPPED: certbot's plugin dns-google (python3-certbot-dns-google) is not installed.");
  return isMissing;
}

/**
 * Unmodified certbot, except that it fetches the description of Google's API from the sandbox; no setting exists
 * for that.
 */
const program = `
import functools, os, sys
from googleapiclient import discovery
from certbot.main import main
discovery.build = functools.partial(discovery.build, discoveryServiceUrl=os.environ["DISCOVERY_URL"])
sys.exit(main(sys.argv[1:]))
`;

test.skipIf(missing())(
  "certbot with dns-google (skipped where it is not installed) gets a certificate and leaves no record behind",
  async () => {
    const { file, dns } = sandbox;
    const { endpoint } = file.cloudDns;
    const zone = dns.zones.create({ name: "certbot", dnsName: "certbot.org.", description: "", labels: {} });
    // A private zone of the same name, which no name server serves: the plugin must notice that it is private.
    const privateVisibilityConfig = { kind: "dns#managedZonePrivateVisibilityConfig", networks: [] };
    const hidden = { name: "a-private", dnsName: "certbot.org.", description: "", labels: {} };
    dns.zones.create({ ...hidden, privateVisibilityConfig });
    dns.registrations.set("certbot.org.", [...zone.nameServers]);
    const keyFile = join(home, "key.json");
    const key = JSON.parse(readFileSync(file.googleServiceAccountFile, "utf8"));
    writeFileSync(keyFile, JSON.stringify({ ...key, token_uri: `${endpoint}/token` }), { mode: 0o600 });
    const folders = ["config", "work", "logs"].flatMap((kind) => [`--${kind}-dir`, join(home, kind)]);
    const root = file.acme.rootCertificate;
    await run(
      python,
      [
        ...["-c", program, "certonly", "--non-interactive", "--agree-tos", "--no-eff-email", ...folders],
        ...["--server", file.acme.directory, "--email", "certbot@example.test"],
        ...["--dns-google", "--dns-google-credentials", keyFile, "--dns-google-propagation-seconds", "1"],
        ...["-d", "certbot.org", "-d", "*.certbot.org"],
      ],
      {
        env: {
          ...process.env,
          DISCOVERY_URL: `${endpoint}/discovery/v1/apis/{api}/{apiVersion}/rest`,
          REQUESTS_CA_BUNDLE: root,
          HTTPLIB2_CA_CERTS: root,
        },
      },
    );
    const pem = readFileSync(join(home, "config/live/certbot.org/fullchain.pem"), "utf8");
    expect(new X509Certificate(pem).subjectAltName).toContain("DNS:*.certbot.org");
    expect(zone.changes.length).toBeGreaterThan(2);
    expect([...zone.content.all()].map(({ type }) => type).sort()).toEqual(["NS", "SOA"]);
  },
);
