import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { hasKubectl, runKubectl, watchKubectl } from "./testing/kubectl";
import { eventually, gateway, startTestApi, type TestApi } from "./testing/start-test-api";

const name = "the API with the real kubectl";
if (!hasKubectl) console.warn(`SKIPPED: "${name}": no kubectl is installed here`);

describe.skipIf(!hasKubectl)(name, () => {
  let running: TestApi;
  beforeAll(async () => {
    running = await startTestApi();
  });
  afterAll(() => running.close());

  const run = (words: string, options: { input?: string; editor?: string } = {}) =>
    runKubectl(running.kubeconfigFile, words.split(" "), options);
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "shop", namespace: "vamp-demo" },
    spec: { selector: { app: "shop" }, ports: [{ name: "http", port: 9191 }] },
  };

  it("gets as tables, wide, by label and as YAML", async () => {
    expect((await run("get namespaces")).text).toMatch(/NAME +STATUS +AGE\n(.*\n)*vamp-demo +Active/);
    expect((await run("wait --for=condition=available deploy --all -A --timeout=10s")).code).toBe(0);
    expect((await run("get deploy -n vamp-demo -o wide")).text).toMatch(
      /shop-v1 +1\/1 +1 +1 .*vamp\/shop:1\.0/,
    );
    expect((await run("get pods -A -l app=shop,version!=v2")).text).toMatch(/shop-v1-\S+ +1\/1 +Running/);
    expect((await run("get svc -n istio-system istio-ingressgateway -o yaml")).text).toContain(
      "ip: 127.0.80.",
    );
  });

  it("applies several documents, reports what changed, and prunes what is no longer named", async () => {
    const documents = (value: Record<string, unknown>) =>
      [stringify(service), stringify(value)].join("---\n");
    const first = await run("apply -f -", { input: documents(gateway("shop")) });
    expect(first.text).toBe("service/shop created\ngateway.networking.istio.io/shop created\n");
    const again = await run("apply -f -", { input: documents(gateway("shop")) });
    expect(again.text).toBe("service/shop unchanged\ngateway.networking.istio.io/shop unchanged\n");
    const changed = await run("apply -f -", { input: documents(gateway("shop", "new-cert")) });
    expect(changed.text).toBe("service/shop unchanged\ngateway.networking.istio.io/shop configured\n");
    const config = (data: Record<string, string>) =>
      stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "default" }, data });
    await run("apply -f -", { input: config({ a: "1", b: "2" }) });
    await run("apply -f -", { input: config({ b: "2" }) });
    expect((await run("get cm c -o jsonpath={.data}")).text).toBe('{"b":"2"}');
  });

  it("applies a list, as read from a cluster", async () => {
    const maps = ["listed-1", "listed-2"].map((name) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace: "vamp-demo" },
      data: { of: "a list" },
    }));
    const input = JSON.stringify({ apiVersion: "v1", kind: "List", items: maps });
    expect((await run("apply -f -", { input })).text).toBe(
      "configmap/listed-1 created\nconfigmap/listed-2 created\n",
    );
    const got = (await run("get configmaps listed-1 listed-2 -n vamp-demo -o json")).text;
    expect((await run("apply -f -", { input: got })).text).toBe(
      "configmap/listed-1 configured\nconfigmap/listed-2 configured\n",
    );
  });

  it("applies on the server side, and names the field manager in a conflict", async () => {
    await run("apply --server-side -f -", { input: stringify(gateway("owned")) });
    const input = stringify(gateway("owned", "other"));
    const refused = await run("apply --server-side --field-manager=second -f -", { input });
    expect(refused.text).toContain('conflict with "kubectl": .spec.servers');
    expect(
      (await run("apply --server-side --field-manager=second --force-conflicts -f -", { input })).code,
    ).toBe(0);
  });

  it("edits, labels, annotates and patches", async () => {
    await run("apply -f -", { input: stringify(gateway("edited")) });
    expect((await run("edit gw edited -n vamp-demo", { editor: "sed -i s/SIMPLE/MUTUAL/" })).text).toContain(
      "edited",
    );
    await run("label gw edited -n vamp-demo tier=front");
    await run("annotate gw edited -n vamp-demo lamia.dev/secured-hosts=443=edited.democluster.net");
    const patch = ["patch", "gw", "edited", "-n", "vamp-demo", "--type=json", "-p"];
    const add = JSON.stringify([{ op: "replace", path: "/spec/servers/0/port/number", value: 8443 }]);
    expect((await runKubectl(running.kubeconfigFile, [...patch, add])).code).toBe(0);
    const { text } = await run("get gw edited -n vamp-demo -o json");
    expect(JSON.parse(text)).toMatchObject({
      metadata: {
        labels: { app: "edited", tier: "front" },
        annotations: { "lamia.dev/secured-hosts": "443=edited.democluster.net" },
      },
      spec: { servers: [{ port: { number: 8443 }, tls: { mode: "MUTUAL" } }] },
    });
  });

  it("names the wrong fields of an Istio object", async () => {
    const bad = {
      ...gateway("bad"),
      spec: { servers: [{ port: { name: "x", number: "y", protocol: "HTTP" } }] },
    };
    const { code, text } = await run("apply -f -", { input: stringify(bad) });
    expect(code).toBe(1);
    expect(text).toContain("spec.servers[0].hosts: Required value");
    expect(text).toContain("spec.servers[0].port.number in body must be of type integer");
  });

  it("describes a service with its endpoints and a namespace", async () => {
    await run("apply -f -", { input: stringify(service) });
    expect((await run("describe svc shop -n vamp-demo")).text).toMatch(/Endpoints: +10\.244\.\d+\.\d+:9191,/);
    expect((await run("describe gw shop -n vamp-demo")).text).toContain("Kind:         Gateway");
    expect((await run("describe ns vamp-demo")).text).toContain("istio-injection=enabled");
  });

  it("watches changes, as a table", async () => {
    const before = running.counts.kubernetesWatches;
    const lines = (text: string) => text.match(/^seen +/gm)?.length ?? 0;
    const words = "get gw -n vamp-demo --watch-only".split(" ");
    const watching = watchKubectl(running.kubeconfigFile, words, (text) => lines(text) === 2);
    await eventually("the watch", () => running.counts.kubernetesWatches > before || undefined);
    await run("apply -f -", { input: stringify(gateway("seen")) });
    await run("delete gw seen -n vamp-demo");
    expect(lines(await watching)).toBe(2);
  });

  it("creates by protobuf, runs the installer's Job and shows its log", async () => {
    const image = "docker.io/istio/istioctl:1.26.2";
    await run(`create job installer --image=${image} -- istioctl install -y`);
    expect((await run("wait --for=condition=complete job/installer --timeout=10s")).text).toContain(
      "condition met",
    );
    expect((await run("logs job/installer")).text).toContain("Installation complete");
    expect((await run("get crd gateways.networking.istio.io")).code).toBe(0);
  });

  it("rolls a Deployment out and scales it", async () => {
    await run("set image -n vamp-demo deploy/shop-v2 shop=vamp/shop:2.1");
    expect((await run("rollout status -n vamp-demo deploy/shop-v2 --timeout=10s")).text).toContain(
      "successfully",
    );
    await run("scale -n vamp-demo deploy/shop-v2 --replicas=2");
    await run("rollout status -n vamp-demo deploy/shop-v2 --timeout=10s");
    expect((await run("get pods -n vamp-demo -l version=v2 -o name")).text.trim().split("\n")).toHaveLength(
      2,
    );
  });

  it("rolls back to the previous revision, and scales by a share of CPU", async () => {
    await run("create deployment turned -n default --image=nginx:1");
    await run("set image -n default deploy/turned nginx=nginx:2");
    await run("rollout status -n default deploy/turned --timeout=10s");
    expect((await run("rollout undo -n default deploy/turned")).text).toContain("rolled back");
    await run("rollout status -n default deploy/turned --timeout=10s");
    expect((await run("get rs -n default -l app=turned -o name")).text.trim().split("\n")).toHaveLength(2);
    expect((await run("autoscale deploy turned -n default --min=2 --max=3 --cpu-percent=50")).code).toBe(0);
    const old = await run(
      "get horizontalpodautoscalers.v1.autoscaling turned -n default -o jsonpath={.spec}",
    );
    expect(JSON.parse(old.text)).toMatchObject({ minReplicas: 2, targetCPUUtilizationPercentage: 50 });
    const now = await run("get hpa turned -n default -o jsonpath={.spec.metrics[0].resource.target}");
    expect(JSON.parse(now.text)).toEqual({ type: "Utilization", averageUtilization: 50 });
  });

  it("creates an Ingress, whose rules are embedded in protobuf", async () => {
    expect((await run("create ingress front -n default --rule=a.example.net/x*=shop:80")).code).toBe(0);
    const { text } = await run("get ingress front -n default -o jsonpath={.spec.rules[0]}");
    expect(JSON.parse(text)).toMatchObject({ host: "a.example.net", http: { paths: [{ path: "/x" }] } });
  });

  it("explains fields of Kubernetes and of Istio", async () => {
    expect((await run("explain deployment.spec.replicas")).text).toMatch(/FIELD: replicas <integer>/);
    expect((await run("explain gateway.spec.servers.port.number")).text).toMatch(/FIELD: number <integer>/);
  });

  it("rejects an unknown field, or warns about it on request", async () => {
    const input = stringify({ ...gateway("typo"), spec: { selektor: {}, servers: [] } });
    const refused = await run("apply -f -", { input });
    expect(refused.text).toContain('strict decoding error: unknown field "spec.selektor"');
    const warned = await run("apply --validate=warn -f -", { input });
    expect(warned.text).toContain('Warning: unknown field "spec.selektor"');
  });

  it("deletes a namespace and everything in it", async () => {
    await run("create namespace doomed");
    await run("create configmap c -n doomed --from-literal=a=b");
    await run("create deployment d -n doomed --image=nginx");
    expect((await run("delete namespace doomed --timeout=10s")).text).toContain("deleted");
    expect((await run("get all,configmaps -n doomed")).text).toContain("No resources found");
  });

  it("tells users what they may do", async () => {
    expect((await run("auth can-i create gateways.networking.istio.io")).text).toBe("yes\n");
  });
});
