import dnsPacket, { type Packet } from "dns-packet";
import { expect, test } from "vitest";
import { lookup, zoneContent } from "./lookup";
import { type Answerer, respond } from "./respond";

const many = Array.from({ length: 60 }, (_, at) => `192.0.2.${at}`);
const zone = zoneContent("example.org.", [
  { name: "example.org.", type: "SOA", ttl: 60, rrdatas: ["ns.test. host.test. 1 2 3 4 60"] },
  { name: "www.example.org.", type: "A", ttl: 60, rrdatas: ["192.0.2.1"] },
  { name: "many.example.org.", type: "A", ttl: 60, rrdatas: many },
  { name: "example.org.", type: "CAA", ttl: 60, rrdatas: ['0 issue "letsencrypt.org"'] },
]);
const answer: Answerer = (name, type) => lookup(zone, name, type);

function ask(question: object, more: Packet = {}, transport: "udp" | "tcp" = "udp") {
  const query = { id: 7, type: "query", questions: [question], ...more } as Packet;
  const response = respond(dnsPacket.encode(query), transport, answer);
  if (!response) throw new Error("no response");
  return {
    bytes: response.length,
    packet: dnsPacket.decode(response) as ReturnType<typeof dnsPacket.decode> & { rcode: string },
  };
}
const edns = (udpPayloadSize: number, ednsVersion = 0): Packet => ({
  additionals: [
    {
      type: "OPT",
      name: ".",
      udpPayloadSize,
      extendedRcode: 0,
      ednsVersion,
      flags: 0,
      flag_do: false,
      options: [],
    },
  ],
});

test("the answer is authoritative, offers no recursion and repeats the question's spelling", () => {
  const { packet } = ask({ type: "A", name: "wWw.ExAmPlE.org" }, { flags: dnsPacket.RECURSION_DESIRED });
  expect(packet).toMatchObject({ id: 7, rcode: "NOERROR", flag_aa: true, flag_ra: false, flag_rd: true });
  expect(packet.questions?.[0]?.name).toBe("wWw.ExAmPlE.org");
  expect(packet.answers).toMatchObject([{ name: "wWw.ExAmPlE.org", data: "192.0.2.1" }]);
});

test("without EDNS, a long answer is truncated at 512 octets with TC, and is whole over TCP", () => {
  const udp = ask({ type: "A", name: "many.example.org" });
  expect(udp.bytes).toBeLessThanOrEqual(512);
  expect(udp.packet).toMatchObject({ flag_tc: true, answers: [] });
  const tcp = ask({ type: "A", name: "many.example.org" }, {}, "tcp");
  expect(tcp.packet.answers).toHaveLength(60);
  expect(tcp.packet.flag_tc).toBe(false);
});

test("the client's EDNS size applies up to 1232 octets, and EDNS queries get EDNS answers", () => {
  const { bytes, packet } = ask({ type: "A", name: "many.example.org" }, edns(4096));
  expect(packet.flag_tc).toBe(true);
  expect(packet.additionals).toMatchObject([{ type: "OPT", udpPayloadSize: 1232 }]);
  expect(bytes).toBeLessThan(512);
  expect(ask({ type: "A", name: "www.example.org" }, edns(1232)).packet.flag_tc).toBe(false);
});

test("an unknown EDNS version gets BADVERS", () => {
  const { packet } = ask({ type: "A", name: "www.example.org" }, edns(1232, 1));
  expect(packet).toMatchObject({ answers: [], additionals: [{ type: "OPT", extendedRcode: 1 }] });
});

test("CAA records have flags, tag and value", () => {
  const { packet } = ask({ type: "CAA", name: "example.org" });
  expect(packet.answers).toMatchObject([{ data: { flags: 0, tag: "issue", value: "letsencrypt.org" } }]);
});

test("ANY, transfers and other classes are refused", () => {
  for (const question of [
    { type: "ANY", name: "example.org" },
    { type: "AXFR", name: "example.org" },
    { type: "A", name: "example.org", class: "CH" },
  ]) {
    expect(ask(question).packet.rcode).toBe("REFUSED");
  }
});

test("responses and partial headers are ignored, garbage gets FORMERR, other opcodes NOTIMP", () => {
  const query = dnsPacket.encode({ id: 9, type: "query", questions: [{ type: "A", name: "example.org" }] });
  const asResponse = Buffer.from(query);
  asResponse.writeUInt8(0x80, 2);
  expect(respond(asResponse, "udp", answer)).toBeUndefined();
  expect(respond(query.subarray(0, 11), "udp", answer)).toBeUndefined();
  const cut = respond(query.subarray(0, query.length - 3), "udp", answer);
  expect(cut && [cut.readUInt16BE(0), cut.readUInt8(3) & 15]).toEqual([9, 1]);
  const update = Buffer.from(query);
  update.writeUInt8(5 << 3, 2);
  expect((respond(update, "udp", answer)?.readUInt8(3) ?? 0) & 15).toBe(4);
});
