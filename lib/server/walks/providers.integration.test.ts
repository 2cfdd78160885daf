import { afterEach, beforeEach, expect, test } from "vitest";
import { providers } from "@/lib/dns/registry";
import { type HostedId, hostedAccounts } from "@/lib/dns/testing/accounts";
import type { StepId } from "@/lib/gateway/steps";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import { putMetadata } from "@/lib/server/testing/configure-provider";
import {
  delegateAtOnce,
  putGateway,
  removeGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

let panel: TestPanel;
beforeEach(async () => {
  panel = await startTestPanel();
});
afterEach(async () => panel?.close());

const ids = Object.keys(hostedAccounts) as HostedId[];

test.each(ids)(
  "%s: a walk goes from nothing to serving, and its end leaves the zone as it was",
  async (id) => {
    const { sandbox, installation } = panel;
    const { definition, credentials } = {
      definition: providers[id],
      credentials: sandbox.dns.providers[id]?.credentials ?? {},
    };
    putMetadata(sandbox, definition.keys, hostedAccounts[id].right(credentials));
    delegateAtOnce(sandbox);
    const host = `shop.walk-${id}.net`;
    const stepOf = (step: StepId) => reportOf(panel, id, host, step);
    putGateway(sandbox, id, host);
    await waitUntil(`${host} is serving`, () => {
      const reports = panel.cluster.live.get(`vamp-demo/${id}:443=${host}`)?.reports ?? [];
      return walkStateOf(reports) === "serving";
    });
    expect(stepOf("zone")?.note).toContain(definition.title);
    expect(stepOf("record")?.state).toBe("done");

    removeGateway(sandbox, id);
    const provider = installation.dnsProviders.providerFor(hostedAccounts[id].right(credentials));
    const zone = (await provider.zones()).find(({ apex }) => apex === `walk-${id}.net`);
    if (!zone) throw new Error("the zone is not listed");
    await waitUntil("nothing of ours is left", async () => {
      const left = await provider.records(zone);
      return left.every(({ type }) => type === "NS");
    });
  },
);
