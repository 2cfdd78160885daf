import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "vitest";
import type { z } from "zod";
import type { Problem } from "@/lib/api/problem";
import { asItIs } from "@/lib/server/access/discreet";
import { anyoneIdentity, type Identity } from "@/lib/server/access/identity";
import { seesOf } from "@/lib/server/access/permissions";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import type { Operation } from "@/lib/server/http/operation";
import { ProblemError } from "@/lib/server/http/problem-error";
import type { RunningSandbox } from "@/sandbox/start";

interface Given {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Who asks; anyone may do everything. */
  identity?: Identity;
}

/** Runs an operation as a request would, with its parameters parsed by its schemas. Throws `ProblemError`. */
export async function call<Answer = unknown>(
  cluster: ClusterRuntime,
  // The operation's own schemas don't matter here; every operation fits.
  operation: unknown,
  { params = {}, query = {}, body, identity = anyoneIdentity }: Given = {},
): Promise<Answer> {
  const { run, isBodyReadInRun, ...schemas } = operation as Operation;
  const parsed = (schema: z.ZodType | undefined, value: unknown) => schema?.parse(value);
  return (await run({
    params: parsed(schemas.params, params),
    query: parsed(schemas.query, query),
    body: isBodyReadInRun ? body : parsed(schemas.body, body),
    request: new Request("http://panel.test/"),
    identity,
    sees: seesOf(identity),
    shown: asItIs,
    installation: cluster.installation,
    cluster,
  })) as Answer;
}

/** The problem that an operation ends with, including the current object if it has one. */
export async function thrownProblem(work: Promise<unknown>): Promise<Problem & { current?: unknown }> {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ProblemError);
  return (thrown as ProblemError).problem;
}

/** Another user, who works in the sandbox's cluster with kubectl. */
export async function kubectl({ file }: RunningSandbox, words: string[], input = ""): Promise<string> {
  const running = promisify(execFile)("kubectl", ["--kubeconfig", file.kubeconfig, ...words]);
  running.child.stdin?.end(input);
  return (await running).stdout;
}
