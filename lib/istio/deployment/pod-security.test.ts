import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { podProblems, privilegesOf } from "./pod-security";

type Fields = Record<string, unknown>;

function deployment(pod: Fields, annotations: Fields = {}) {
  const containers = [{ name: "app", image: "app:1" }];
  return {
    kind: "Deployment",
    spec: { template: { metadata: { annotations }, spec: { containers, ...pod } } },
  };
}
const withContainer = (fields: Fields, list = "containers") =>
  deployment({ [list]: [{ name: "app", image: "app:1", ...fields }] });
const withContext = (securityContext: Fields) => withContainer({ securityContext });
const rules = { serviceAccounts: [] };

/** Each control of the level "baseline", and what it forbids. */
const forbidden: [string, object][] = [
  ["hostNetwork", deployment({ hostNetwork: true })],
  ["hostPID", deployment({ hostPID: true })],
  ["hostIPC", deployment({ hostIPC: true })],
  ["a truth of another type", deployment({ hostNetwork: "true" })],
  [
    "hostPath",
    deployment({
      volumes: [
        { name: "a", emptyDir: {} },
        { name: "b", hostPath: { path: "/" } },
      ],
    }),
  ],
  ["an empty hostPath", deployment({ volumes: [{ name: "b", hostPath: {} }] })],
  ["privileged", withContext({ privileged: true })],
  [
    "privileged, of an init container",
    withContainer({ securityContext: { privileged: true } }, "initContainers"),
  ],
  [
    "privileged, of an ephemeral container",
    withContainer({ securityContext: { privileged: true } }, "ephemeralContainers"),
  ],
  ["NET_ADMIN", withContext({ capabilities: { add: ["CHOWN", "NET_ADMIN"] } })],
  ["ALL capabilities", withContext({ capabilities: { add: ["ALL"] } })],
  ["NET_RAW", withContext({ capabilities: { add: ["NET_RAW"] } })],
  ["hostPort", withContainer({ ports: [{ containerPort: 80, hostPort: 80 }] })],
  ["procMount", withContext({ procMount: "Unmasked" })],
  ["seccomp of a container", withContext({ seccompProfile: { type: "Unconfined" } })],
  ["seccomp of the pod", deployment({ securityContext: { seccompProfile: { type: "Unconfined" } } })],
  ["AppArmor", withContext({ appArmorProfile: { type: "Unconfined" } })],
  [
    "AppArmor by annotation",
    deployment({}, { "container.apparmor.security.beta.kubernetes.io/app": "unconfined" }),
  ],
  ["an SELinux type", withContext({ seLinuxOptions: { type: "spc_t" } })],
  ["an SELinux user", withContext({ seLinuxOptions: { user: "system_u" } })],
  ["an SELinux role", deployment({ securityContext: { seLinuxOptions: { role: "sysadm_r" } } })],
  ["a sysctl", deployment({ securityContext: { sysctls: [{ name: "kernel.msgmax", value: "1" }] } })],
  ["hostProcess", withContext({ windowsOptions: { hostProcess: true } })],
  ["hostProcess of the pod", deployment({ securityContext: { windowsOptions: { hostProcess: true } } })],
  [
    "a probe of another host",
    withContainer({ livenessProbe: { httpGet: { host: "169.254.169.254", port: 80 } } }),
  ],
  [
    "a hook of another host",
    withContainer({ lifecycle: { preStop: { tcpSocket: { host: "10.0.0.1", port: 1 } } } }),
  ],
  [
    "a hostPath by Istio's injector",
    deployment({}, { "sidecar.istio.io/userVolume": '[{"name":"x","hostPath":{"path":"/"}}]' }),
  ],
  [
    "a hostPath by Istio's injector, escaped",
    deployment({}, { "sidecar.istio.io/userVolume": '[{"name":"x","host\\u0050ath":{"path":"/"}}]' }),
  ],
];

describe("privileges on the node", () => {
  test.each(forbidden)("are found: %s", (_, object) => {
    expect(privilegesOf(object)).toHaveLength(1);
    expect(podProblems(object, null, rules)).toHaveLength(1);
    // A change can't add them either.
    expect(podProblems(object, deployment({}), rules)).toHaveLength(1);
  });

  test("aren't found in an ordinary pod", () => {
    const usual = deployment({
      hostNetwork: false,
      serviceAccountName: "default",
      securityContext: {
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
        seLinuxOptions: { type: "container_t", level: "s0:c1" },
        sysctls: [{ name: "net.ipv4.tcp_syncookies", value: "1" }],
      },
      volumes: [
        { name: "a", emptyDir: {} },
        { name: "b", secret: { secretName: "s" } },
      ],
      containers: [
        {
          name: "app",
          image: "app:1",
          ports: [{ containerPort: 8080, hostPort: 0 }],
          livenessProbe: { httpGet: { path: "/", port: 8080 } },
          securityContext: { privileged: false, capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } },
        },
      ],
    });
    expect(podProblems(usual, null, rules)).toEqual([]);
  });

  test("are reported at the field that requests them", () => {
    const [problem] = privilegesOf(withContext({ capabilities: { add: ["CHOWN", "SYS_ADMIN"] } }));
    const place = ["spec", "template", "spec", "containers", 0, "securityContext", "capabilities", "add", 1];
    expect(problem?.path).toEqual(place);
  });

  test.each(forbidden)(
    "that a Deployment has already do not hinder what leaves its pods as they are: %s",
    (_, object) => {
      const scaled = structuredClone(object) as { spec: Fields };
      scaled.spec.replicas = 7;
      expect(podProblems(scaled, object, rules)).toEqual([]);
    },
  );

  test("that a Deployment already has don't carry over to another image, and can't be extended", () => {
    const existing = withContext({ privileged: true });
    const other = withContainer({ image: "evil:1", securityContext: { privileged: true } });
    expect(podProblems(other, existing, rules)).toHaveLength(1);
    const more = deployment({ ...existing.spec.template.spec, hostPID: true });
    expect(podProblems(more, existing, rules)).toHaveLength(2);
    expect(podProblems(withContext({}), existing, rules)).toEqual([]);
  });
});

describe("a ServiceAccount", () => {
  const asAccount = (serviceAccountName: string, image = "app:1") =>
    deployment({ serviceAccountName, containers: [{ name: "app", image }] });

  test("can be the default one, an allowed one, or the one that is already there", () => {
    expect(podProblems(asAccount("admin"), null, rules)).toHaveLength(1);
    expect(podProblems(asAccount("admin"), asAccount("app"), rules)).toHaveLength(1);
    expect(podProblems(deployment({ serviceAccount: "admin" }), null, rules)).toHaveLength(1);
    expect(podProblems(asAccount("admin"), null, { serviceAccounts: ["admin"] })).toEqual([]);
    expect(podProblems(asAccount("admin"), null, { serviceAccounts: ["*"] })).toEqual([]);
    expect(podProblems(asAccount("app", "app:2"), asAccount("app"), rules)).toEqual([]);
  });
});

test("any object at all can be checked without an exception", () => {
  fc.assert(
    fc.property(
      fc.object({
        maxDepth: 8,
        key: fc.constantFrom("spec", "template", "containers", "volumes", "__proto__", "x"),
      }),
      fc.anything(),
      (object, current) => {
        podProblems(object, current, rules);
      },
    ),
  );
});
