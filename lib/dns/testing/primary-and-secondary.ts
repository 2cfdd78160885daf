import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, isIPv6 } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { canListen } from "@/sandbox/ports";

/** A program that serves zones: how to start it, and its configuration as primary and as secondary. */
export interface NameServerProgram {
  title: string;
  command: string;
  /** Two loopback addresses that nothing else uses. */
  addresses: readonly [string, string];
  arguments(directory: string): string[];
  configuration(server: ServerSettings): string;
}

export interface ServerSettings {
  role: "primary" | "secondary";
  directory: string;
  port: number;
  /** Of the server itself, and of the other one. */
  address: string;
  otherAddress: string;
  /** `lamia` may transfer and update anything, `txt-only` may only update TXT records. */
  secrets: Readonly<Record<KeyName, string>>;
  zones: readonly string[];
  /** Zones whose changes the secondary isn't notified of. */
  silentZones: readonly string[];
}

type KeyName = "lamia" | "txt-only";

export interface PrimaryAndSecondary {
  program: NameServerProgram;
  port: number;
  secrets: Readonly<Record<KeyName, string>>;
  start(role: ServerSettings["role"]): Promise<void>;
  stop(role: ServerSettings["role"]): Promise<void>;
  close(): Promise<void>;
}

/** Host names of the two servers, for a resolver that knows their addresses. */
export const serverNames = ["ns1.dns-home.net", "ns2.dns-home.net"] as const;

export function isInstalled({ command }: NameServerProgram): boolean {
  return spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
}

interface WantedServers {
  zones: readonly string[];
  silentZones?: readonly string[];
  /** The port of both servers; 0 picks a free one. */
  port?: number;
}

/** Starts both servers with these zones, which have only NS records, and waits until both answer. */
export async function startPrimaryAndSecondary(
  program: NameServerProgram,
  { zones, silentZones = [], port: wanted = 0 }: WantedServers,
): Promise<PrimaryAndSecondary> {
  const port = await canListen(program.addresses[0], wanted);
  const home = mkdtempSync(join(tmpdir(), "lamia-name-servers-"));
  const secret = () => randomBytes(32).toString("base64");
  const secrets = { lamia: secret(), "txt-only": secret() };
  const running = new Map<string, ChildProcess>();

  const settings = (role: ServerSettings["role"]): ServerSettings => {
    const [first, second] = program.addresses;
    const [address, otherAddress] = role === "primary" ? [first, second] : [second, first];
    const directory = join(home, role);
    return {
      role,
      directory,
      port,
      address,
      otherAddress,
      secrets,
      zones: [...zones, ...silentZones],
      silentZones,
    };
  };
  function prepare(role: ServerSettings["role"]): void {
    const server = settings(role);
    rmSync(server.directory, { recursive: true, force: true });
    mkdirSync(server.directory, { recursive: true });
    writeFileSync(join(server.directory, "server.conf"), program.configuration(server));
    if (role === "secondary") return;
    for (const zone of server.zones) writeFileSync(join(server.directory, `${zone}.zone`), zoneFile(zone));
  }

  async function start(role: ServerSettings["role"]): Promise<void> {
    const { directory, address } = settings(role);
    // A new secondary has nothing, so it asks for everything.
    if (role === "secondary" || !existsSync(directory)) prepare(role);
    const child = spawn(program.command, program.arguments(directory), { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        said = `${said}${chunk}`.slice(-4_000);
      });
    running.set(role, child);
    for (let attempt = 0; !(await listens(address, port)); attempt += 1) {
      if (child.exitCode !== null || attempt > 600)
        throw new Error(`${program.title} did not start: ${said}`);
      await sleep(50);
    }
  }

  async function stop(role: ServerSettings["role"]): Promise<void> {
    const child = running.get(role);
    running.delete(role);
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }

  const close = async () => {
    await Promise.all([stop("primary"), stop("secondary")]);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await start("primary");
    await start("secondary");
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return { program, port, secrets, start, stop, close };
}

function zoneFile(zone: string): string {
  const [first, second] = serverNames;
  return [
    `$ORIGIN ${zone}.`,
    "$TTL 60",
    `@ SOA ${first}. hostmaster.${zone}. 1 3600 600 86400 1`,
    `@ NS ${first}.`,
    `@ NS ${second}.`,
    "",
  ].join("\n");
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}

export const bind: NameServerProgram = {
  title: "BIND",
  command: "named",
  // It listens only on addresses of interfaces, and loopback has these two.
  addresses: ["127.0.0.1", "::1"],
  arguments: (directory) => ["-g", "-n", "1", "-c", join(directory, "server.conf")],
  configuration({ role, directory, port, address, otherAddress, secrets, zones, silentZones }) {
    const key = (name: KeyName) => `key "${name}" { algorithm hmac-sha256; secret "${secrets[name]}"; };`;
    const zone = (name: string) =>
      role === "primary"
        ? `zone "${name}" { type primary; file "${name}.zone"; notify ${silentZones.includes(name) ? "no" : "explicit"};
             update-policy { grant lamia zonesub ANY; grant txt-only zonesub TXT; }; };`
        : `zone "${name}" { type secondary; file "${name}.zone"; notify no; allow-notify { localhost; };
             primaries port ${port} { ${otherAddress} key lamia; }; };`;
    return `${key("lamia")}\n${key("txt-only")}
options {
  directory "${directory}"; pid-file "${directory}/named.pid"; lock-file none; session-keyfile none;
  listen-on port ${port} { ${isIPv6(address) ? "none" : address}; };
  listen-on-v6 port ${port} { ${isIPv6(address) ? address : "none"}; };
  reuseport no; recursion no; dnssec-validation no; empty-zones-enable no;
  allow-transfer { key lamia; }; also-notify { ${role === "primary" ? `${otherAddress} port ${port};` : ""} };
  notify-delay 0; startup-notify-rate 1000; notify-rate 1000;
  serial-query-rate 1000;
};
controls { };
${zones.map(zone).join("\n")}
`;
  },
};

export const knot: NameServerProgram = {
  title: "Knot DNS",
  command: "knotd",
  addresses: ["127.0.92.1", "127.0.92.2"],
  arguments: (directory) => ["-c", join(directory, "server.conf")],
  configuration({ role, directory, port, address, otherAddress, secrets, zones, silentZones }) {
    const zone = (name: string) =>
      `  - domain: ${name}\n${silentZones.includes(name) ? "    template: silent\n" : ""}`;
    const isPrimary = role === "primary";
    const template = (id: string) => `  - id: ${id}
    storage: ${directory}
    file: "%s.zone"
    ${isPrimary ? "acl: [all, txt]" : "master: other\n    acl: notified"}
${isPrimary && id === "default" ? "    notify: other\n" : ""}`;
    return `server:
  listen: ${address}@${port}
  rundir: ${directory}
  udp-workers: 1
  tcp-workers: 2
  background-workers: 2
log:
  - target: stderr
    any: warning
database:
  storage: ${directory}
key:
  - id: lamia
    algorithm: hmac-sha256
    secret: ${secrets.lamia}
  - id: txt-only
    algorithm: hmac-sha256
    secret: ${secrets["txt-only"]}
remote:
  - id: other
    address: ${otherAddress}@${port}
    via: ${address}
    key: lamia
acl:
  - id: all
    key: lamia
    action: [transfer, update]
  - id: txt
    key: txt-only
    action: update
    update-type: TXT
  - id: notified
    key: lamia
    action: notify
template:
${template("default")}${template("silent")}zone:
${zones.map(zone).join("")}`;
  },
};
