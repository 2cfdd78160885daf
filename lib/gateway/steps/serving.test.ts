import { expect, test } from "vitest";
import { fakeWorld } from "../testing/fake-world";
import { report, visit } from "../testing/visit";

test("while nothing answers, the note names a neighbor that keeps the host from being served, otherwise what to check", async () => {
  const fake = fakeWorld();
  await visit(fake, 8);
  fake.served = null;
  const { note: advice } = report(await visit(fake), "serving");
  expect(advice).toContain("check that Lamia can reach port 443");
  expect(advice).toMatch(/annotate Secret istio-system\/\S+, so that istiod sends it/);
  fake.brokenNeighbours = ["Secret a/b of Gateway c/d is broken."];
  const { state, note } = report(await visit(fake), "serving");
  expect(state).toBe("waiting");
  expect(note).toBe("192.0.2.10 closed the connection. Secret a/b of Gateway c/d is broken.");
});

test("the same goes for a host that answers with another certificate", async () => {
  const fake = fakeWorld();
  await visit(fake, 8);
  fake.served = "ANOTHER";
  expect(report(await visit(fake), "serving").note).toContain("another Gateway uses the same host");
  fake.brokenNeighbours = ["Secret a/b of Gateway c/d is broken."];
  expect(report(await visit(fake), "serving").note).toMatch(
    /another certificate: .*\. Secret a\/b of Gateway c\/d is broken\.$/,
  );
});

test("whether browsers trust the issuer is reported if it is known, and left open if the server requires client certificates", async () => {
  const fake = fakeWorld();
  await visit(fake, 8);
  const known = report(await visit(fake), "serving");
  expect(known).toMatchObject({ state: "done", fact: { trusted: false } });
  expect(known.note).toContain("Browsers don’t trust its issuer, Test CA.");
  const { handshake } = fake.world.prober;
  fake.world.prober.handshake = async (...asked) => ({ ...(await handshake(...asked)), trusted: null });
  const left = report(await visit(fake), "serving");
  expect(left).toMatchObject({ state: "done", fact: { trusted: null } });
  expect(left.note).not.toContain("trust");
});
