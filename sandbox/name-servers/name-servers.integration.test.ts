import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import dnsPacket, { type DecodedPacket, type StringAnswer } from "dns-packet";
import { afterAll, beforeAll, expect, test } from "vitest";
import { managedZones } from "@/sandbox/cloud-dns/managed-zones";
import { initialLevers, newCounts } from "@/sandbox/levers/levers";
import { isRegistrable, registrations } from "@/sandbox/registrar/registrations";
import type { RecordSet } from "./record-set";
import { cloudDnsSets, rootServerAddress } from "./registry";
import { type NameServers, startNameServers } from "./start";

type Answered = DecodedPacket & { rcode: string };

const levers = { ...initialLevers };
const zones = managedZones({ levers, counts: newCounts(), sets: cloudDnsSets, random: () => 0 });
const book = registrations({ levers, zones: zones.list, isRegistrable });
let servers: NameServers;
const socket = createSocket("udp4");

beforeAll(async () => {
  servers = await startNameServers({ zones, delegations: book, port: 0 });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
});
afterAll(async () => {
  socket.close();
  await servers.close();
});

const waiting = new Map<number, (answer: Answered) => void>();
socket.on("message", (message) => {
  const packet = dnsPacket.decode(message) as Answered;
  waiting.get(packet.id ?? -1)?.(packet);
});

let lastId = 0;
function ask(server: string, name: string, type: string, ednsSize = 1232): Promise<Answered> {
  lastId += 1;
  const id = lastId;
  const answered = new Promise<Answered>((answer) => waiting.set(id, answer));
  socket.send(query(id, name, type, ednsSize), servers.port, server);
  return answered;
}

function query(id: number, name: string, type: string, udpPayloadSize: number): Buffer {
  const opt = {
    type: "OPT",
    name: ".",
    udpPayloadSize,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    options: [],
  };
  return dnsPacket.encode({
    type: "query",
    id,
    questions: [{ name, type: type as "A" }],
    additionals: udpPayloadSize > 0 ? [opt as never] : [],
  });
}

async function askByTcp(server: string, names: string[]): Promise<Answered[]> {
  const connection = connect(servers.port, server);
  const queries = names.map((name, at) => query(at, name, "A", 1232));
  const lengths = queries.map(({ length }) => Buffer.from([length >> 8, length & 255]));
  connection.write(Buffer.concat(queries.flatMap((each, at) => [lengths[at] ?? each, each])));
  let read = Buffer.alloc(0);
  const answers: Answered[] = [];
  for await (const chunk of connection) {
    read = Buffer.concat([read, chunk]);
    while (read.length > 2 && read.length >= 2 + read.readUInt16BE(0)) {
      const end = 2 + read.readUInt16BE(0);
      answers.push(dnsPacket.decode(read.subarray(2, end)) as Answered);
      read = read.subarray(end);
    }
    if (answers.length === names.length) break;
  }
  connection.destroy();
  return answers;
}

const glueOf = ({ additionals = [] }: Answered): string[] =>
  additionals.filter((record): record is StringAnswer => record.type === "A").map(({ data }) => data);

/** Iterates as a resolver does, with the glue of each referral. */
async function resolve(name: string, type: string): Promise<Answered> {
  let server: string | undefined = rootServerAddress;
  for (let hop = 0; server && hop < 6; hop += 1) {
    const answer: Answered = await ask(server, name, type);
    if (answer.flag_aa || answer.rcode !== "NOERROR") return answer;
    server = glueOf(answer)[0];
  }
  throw new Error(`no answer for ${name}`);
}

const record = (name: string, type: RecordSet["type"], ...rrdatas: string[]): RecordSet => ({
  name,
  type,
  ttl: 60,
  rrdatas,
});

test("a name resolves from the root once its zone is delegated", async () => {
  const zone = zones.create({ name: "found", dnsName: "found.org.", description: "", labels: {} });
  zones.change(zone, { deletions: [], additions: [record("www.found.org.", "A", "192.0.2.7")] });
  expect(await resolve("www.found.org", "A")).toMatchObject({ rcode: "NXDOMAIN", flag_aa: true });
  book.set("found.org.", [...zone.nameServers]);
  await expect.poll(async () => (await resolve("www.found.org", "A")).rcode).toBe("NOERROR");
  expect(await resolve("WWW.found.org", "A")).toMatchObject({
    flag_aa: true,
    answers: [{ name: "WWW.found.org", data: "192.0.2.7", ttl: 60 }],
  });
  expect(await resolve("found.org", "NS")).toMatchObject({ answers: [{ ttl: 21_600 }, {}, {}, {}] });
});

test("the parent returns a delegation as NS records in the authority section", async () => {
  const tld = glueOf(await ask(rootServerAddress, "democluster.net", "NS"))[0] ?? "";
  const referral = await ask(tld, "shop.democluster.net", "NS");
  expect(referral).toMatchObject({ flag_aa: false, answers: [] });
  expect(referral.authorities?.map((each) => (each as StringAnswer).data)).toEqual([
    "ns1.parking.registrar.test",
    "ns2.parking.registrar.test",
  ]);
  expect(await ask(tld, "net", "SOA")).toMatchObject({ flag_aa: true, answers: [{ type: "SOA" }] });
});

test("the hosts of the name servers resolve from the root", async () => {
  expect(await resolve("ns-cloud-e4.googledomains.com", "A")).toMatchObject({
    flag_aa: true,
    answers: [{ data: "127.0.54.20" }],
  });
  expect(await resolve("a.gtld-servers.net", "A")).toMatchObject({ answers: [{ data: "127.0.53.2" }] });
});

test("a name server refuses queries for zones that it doesn't serve", async () => {
  expect((await ask("127.0.54.1", "example.org", "A")).rcode).toBe("REFUSED");
});

test("an answer too long for UDP is truncated, and TCP returns it whole, several on one connection", async () => {
  const zone = zones.create({ name: "long", dnsName: "long.org.", description: "", labels: {} });
  const addresses = Array.from({ length: 90 }, (_, at) => `192.0.2.${at}`);
  zones.change(zone, { deletions: [], additions: [record("many.long.org.", "A", ...addresses)] });
  const server = "127.0.54.1";
  await expect.poll(async () => (await ask(server, "many.long.org", "A")).rcode).toBe("NOERROR");
  expect(await ask(server, "many.long.org", "A", 0)).toMatchObject({ flag_tc: true, answers: [] });
  const answers = await askByTcp(server, ["many.long.org", "none.long.org"]);
  expect(answers.map(({ rcode, answers: sent }) => [rcode, sent?.length])).toEqual([
    ["NOERROR", 90],
    ["NXDOMAIN", 0],
  ]);
});

test("200 zones with a record each are all served, at thousands of queries a second", async () => {
  const names = Array.from({ length: 200 }, (_, at) => `bulk${at}.org.`);
  for (const [at, dnsName] of names.entries()) {
    const zone = zones.create({ name: `bulk${at}`, dnsName, description: "", labels: {} });
    zones.change(zone, { deletions: [], additions: [record(`www.${dnsName}`, "A", "192.0.2.1")] });
  }
  await expect.poll(async () => (await ask("127.0.54.1", "www.bulk199.org", "A")).rcode).toBe("NOERROR");
  await new Promise((later) => setTimeout(later, 200));
  // CPU time, including the client's: other load on the machine isn't the name servers'.
  const started = process.cpuUsage();
  let answered = 0;
  for (let round = 0; round < 10; round += 1) {
    const answers = await Promise.all(names.map((name) => ask("127.0.54.1", `www.${name}`, "A")));
    answered += answers.filter(({ answers: sent }) => sent?.length === 1).length;
  }
  const { user, system } = process.cpuUsage(started);
  const perQuery = (user + system) / 1000 / 2000;
  console.info(`${perQuery.toFixed(3)} ms of processor time a query, client included`);
  expect(answered).toBe(2000);
  expect(perQuery).toBeLessThan(1);
});
