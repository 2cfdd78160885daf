import type { Reply } from "./lookup";
import type { RecordSet } from "./record-set";
import { cloudNameServers, rootServerAddress } from "./registry";
import type { Answerer } from "./respond";

const mostSteps = 16;

interface Kept {
  reply: Reply;
  untilMs: number;
}

/**
 * A caching resolver. It resolves from the root, in this process, and caches each answer for its TTL, including
 * negative ones (RFC 2308). The TTLs in its answers count down. It always asks the first server of a delegation
 * that answers.
 * @param answerers of all name servers, by address
 */
export function publicResolver(answerers: ReadonlyMap<string, Answerer>, now = () => Date.now()): Answerer {
  const kept = new Map<string, Kept>();
  const addressOf = new Map<string, string>(cloudNameServers.map(({ host, address }) => [host, address]));

  function ask(name: string, type: string): Reply {
    let address = rootServerAddress;
    let found: RecordSet[] = [];
    let current = name;
    for (let step = 0; step < mostSteps; step += 1) {
      const reply = answerers.get(address)?.(current, type);
      if (!reply || reply.rcode === "REFUSED") return failed;
      const cut = reply.authorities.find((set) => set.type === "NS");
      const alias = reply.answers.findLast((set) => set.type === "CNAME");
      const hasAnswer = reply.answers.some((set) => set.type === type);
      found = [...found, ...reply.answers];
      if (!hasAnswer && alias && type !== "CNAME") {
        current = alias.rrdatas[0] ?? ".";
        address = rootServerAddress;
      } else if (cut && !reply.authoritative) {
        const next = cut.rrdatas.map((host) => addressOf.get(host) ?? glueOf(reply, host)).find(Boolean);
        if (next === undefined) return failed;
        address = next;
      } else return { ...reply, answers: found, authoritative: false };
    }
    return failed;
  }

  return (name, type) => {
    const key = `${name} ${type}`;
    const old = kept.get(key);
    if (old && now() < old.untilMs) return aged(old, now());
    const reply = ask(name, type);
    if (reply.rcode === "REFUSED") return reply;
    const lives = (reply.answers.length > 0 ? reply.answers : reply.authorities).map(({ ttl }) => ttl);
    kept.set(key, { reply, untilMs: now() + (lives.length > 0 ? Math.min(...lives) : 0) * 1_000 });
    return reply;
  };
}

const failed: Reply = {
  rcode: "REFUSED",
  authoritative: false,
  answers: [],
  authorities: [],
  additionals: [],
};

function glueOf(reply: Reply, host: string): string | undefined {
  return reply.additionals.find((set) => set.type === "A" && set.name === host)?.rrdatas[0];
}

function aged({ reply, untilMs }: Kept, atMs: number): Reply {
  const left = Math.max(1, Math.ceil((untilMs - atMs) / 1_000));
  const age = (sets: RecordSet[]) => sets.map((set) => ({ ...set, ttl: Math.min(set.ttl, left) }));
  return { ...reply, answers: age(reply.answers), authorities: age(reply.authorities) };
}
