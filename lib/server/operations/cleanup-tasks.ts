import { z } from "zod";
import { cleanupTaskQuery, cleanupTaskSchema, confirmCleanupsSchema } from "@/lib/api/cleanup-task";
import { pageQuerySchema, pageSchema } from "@/lib/api/page";
import { scopesOf } from "../access/permissions";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { texts } from "./texts";

const tag = "Cleanup";
const params = z.object({ id: z.uuid() });

export const listCleanupTasks = operation({
  method: "get",
  needs: ["viewer", "visible"],
  path: "/cleanup-tasks",
  summary: texts.listCleanups,
  tag,
  query: pageQuerySchema.extend(cleanupTaskQuery),
  answer: pageSchema(cleanupTaskSchema),
  async run({ query: { state, ...query }, identity, installation }) {
    const asked = { ...query, states: state, within: scopesOf(identity) };
    const { tasks } = installation.store;
    const [page, total] = await Promise.all([tasks.list(asked), tasks.count(asked)]);
    return { ...page, items: page.items.map(({ payload: _, ...task }) => task), total };
  },
});

export const retryCleanupTask = operation({
  method: "post",
  needs: ["operator", "installation"],
  path: "/cleanup-tasks/{id}/retry",
  summary: texts.tryCleanup,
  tag,
  params,
  status: 202,
  act: "cleanup.retried",
  async run({ params: { id }, installation, cluster }) {
    const task = await installation.store.tasks.read(id);
    if (!task) throw new ProblemError("not-found", texts.noCleanup);
    const { runner } = walkingOf(cluster);
    if (task.state === "refused") await installation.store.tasks.add(task, new Date());
    await runner.retryTasks([id]);
    return { id };
  },
});

export const keepCleanupTask = operation({
  method: "post",
  needs: ["editor", "installation"],
  path: "/cleanup-tasks/{id}/keep",
  summary: texts.undoCleanup,
  tag,
  params,
  status: 202,
  act: "cleanup.kept",
  async run({ params: { id }, cluster }) {
    const kept = await walkingOf(cluster).cleanups.keep(id);
    if (!kept) throw new ProblemError("conflict", texts.cleanupOver);
    return { id };
  },
});

export const confirmCleanupTasks = operation({
  method: "post",
  needs: ["editor", "installation"],
  path: "/cleanup-tasks/confirm",
  summary: texts.confirmCleanups,
  tag,
  body: confirmCleanupsSchema,
  answer: confirmCleanupsSchema,
  status: 202,
  act: "cleanup.confirmed",
  async run({ body, cluster }) {
    const confirmed = await walkingOf(cluster).cleanups.confirm(body.ids);
    return { ids: confirmed.map(({ id }) => id) };
  },
});

function walkingOf({ walking }: ClusterRuntime): NonNullable<ClusterRuntime["walking"]> {
  if (!walking) throw new ProblemError("cluster-unreachable", texts.clusterUnseen);
  return walking;
}
