import { format, inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseCas } from "@/lib/acme/ca-choice";
import { Failure } from "@/lib/gateway/failure";
import { SecretText } from "@/lib/model/secret-text";
import { slack, webhook } from "@/lib/notify/sinks";
import { readEnvironment } from "./environment";
import { createLog } from "./log";

/** Long enough not to be in the output by chance. */
const secrets = fc.string({
  minLength: 12,
  maxLength: 60,
  unit: fc.constantFrom(..."abcdefghijkmnpqrstuvwxyz23456789"),
});

/** Everything that the log writes in `work`. */
function logged(work: (log: ReturnType<typeof createLog>) => void): string {
  let lines = "";
  const write = (text: string) => {
    lines += text;
  };
  work(createLog("trace", { write }));
  return lines;
}

test("a secret can't be printed, whatever it is in: JSON, templates, Node's inspection, errors, or the log", () => {
  fc.assert(
    fc.property(secrets, (value) => {
      const secret = new SecretText(value);
      const within = { a: [{ secret }], map: new Map([["k", secret]]), set: new Set([secret]) };
      const error = new Error(`It failed with ${secret}`, { cause: { secret } });
      const failure = new Failure("rejected", `Not with ${secret}`, {
        cause: new Error("x", { cause: secret }),
      });
      const attached = Object.assign(new Error("Attached"), { secret, within });
      const printed = [
        JSON.stringify(secret),
        JSON.stringify(within),
        `${secret}`,
        "".concat(secret as never),
        String(secret),
        [secret].join(),
        encodeURIComponent(secret as never),
        new URLSearchParams({ secret: secret as never }).toString(),
        Object.entries(secret).join(),
        JSON.stringify({ ...secret }),
        JSON.stringify(structuredClone({ ...secret })),
        ...[secret, within, error, failure, attached].flatMap((each) => [
          inspect(each, { depth: 20, showHidden: true, getters: true, customInspect: true }),
          inspect(each, { depth: 20, showHidden: true, customInspect: false }),
          format("%s %o %O %j %d", each, each, each, each instanceof Error ? "" : secret, each),
        ]),
        logged((log) => {
          log.info({ found: secret, within }, `with ${secret}`);
          for (const err of [error, failure, attached, secret]) log.error({ err }, "it failed");
        }),
      ];
      for (const text of printed) expect(text).not.toContain(value);
      expect(secret.reveal()).toBe(value);
    }),
    { numRuns: 50 },
  );
});

test("a placeholder says that there is one", () => {
  expect(JSON.stringify({ key: new SecretText("k") })).toBe('{"key":"[secret]"}');
  expect(inspect({ key: new SecretText("k") })).toBe("{ key: [secret] }");
});

test("the settings of a process can be printed: they show no token, and no password of the database", () => {
  fc.assert(
    fc.property(
      secrets.filter((value) => value.length >= 16),
      (value) => {
        const environment = readEnvironment({
          NODE_ENV: "test",
          LAMIA_API_TOKEN: value,
          DATABASE_URL: `postgresql://lamia:${value}@localhost/lamia`,
        });
        const printed = [JSON.stringify(environment), inspect(environment, { depth: 9, showHidden: true })];
        for (const text of printed) expect(text).not.toContain(value);
        expect(environment.LAMIA_API_TOKEN?.reveal()).toBe(value);
      },
    ),
    { numRuns: 20 },
  );
});

test("an external account of a CA, a destination of notifications, and a pending choice of a CA can be printed", () => {
  const value = "sixteen-or-more-of-a-secret";
  const environment = { directory: "https://ca.example/directory", externalAccount: null };
  const choice = chooseCas({
    own: { acme_eab_kid: "k", acme_eab_hmac: value },
    installation: {},
    environment,
  });
  const notice = { id: "1", at: "2026-01-01T00:00:00Z", level: "info", title: "t", body: "b" } as const;
  const address = {
    slack_webhook: `https://hooks.example/${value}`,
    webhook_url: `https://b.example/${value}`,
  };
  const to = [slack, webhook].map((sink) =>
    sink.deliveryOf({ ...notice, virtualCluster: null, link: null }, address, new Date(0)),
  );
  for (const each of [choice, ...to])
    for (const text of [JSON.stringify(each), inspect(each, { depth: 9, showHidden: true })])
      expect(text).not.toContain(value);
  expect(choice.ca.externalAccount?.hmacKey.reveal()).toBe(value);
  expect(to[0]?.url.reveal()).toBe(address.slack_webhook);
});
