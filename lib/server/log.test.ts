import { expect, test } from "vitest";
import type { RunnerLog } from "@/lib/runner/queue";
import { createLog, type Log } from "./log";

function written(work: (log: Log) => void): Record<string, unknown> {
  let line = "";
  work(
    createLog("info", {
      write(text) {
        line += text;
      },
    }),
  );
  return JSON.parse(line) as Record<string, unknown>;
}

test("a line of the runner names its host", () => {
  const line = written((log: RunnerLog) =>
    log.warn({ subject: "shop/gateway:443=shop.example.com", lane: "visits" }, "A visit is left"),
  );
  expect(line).toMatchObject({ subject: "shop/gateway:443=shop.example.com", msg: "A visit is left" });
});

test("fields with a secret's name are never written, at any depth, and the compiler rejects them", () => {
  const deep = { password: "k-3", b: { data: "k-4" } };
  // @ts-expect-error: its value would be left out of every line
  const line = written((log) => log.info({ key: "k-1", a: deep }, "x"));
  expect(JSON.stringify(line)).not.toMatch(/k-\d/);
  expect(line).toMatchObject({ key: "[redacted]", a: { password: "[redacted]" } });
});

test("an error is written without an SDK's attachments, and without keys in its text", () => {
  const err = Object.assign(new Error("Bearer abc.def failed\n-----BEGIN PRIVATE KEY-----\nMII"), {
    config: { headers: { authorization: "Bearer k-1" } },
    cause: new Error(
      `eyJhbGciOi.eyJzdWIi.c2ln /sign-in/link#l1nk${"x".repeat(28)} lamia_t0ken${"x".repeat(38)}`,
    ),
  });
  const text = JSON.stringify(written((log) => log.error({ err }, "x")));
  expect(text).not.toMatch(/k-1|abc\.def|MII|eyJzdWIi|l1nk|t0ken/);
  expect(text).toContain("[private key]");
});
