import { z } from "zod";
import { cleanupTaskQuery, cleanupTaskSchema, confirmCleanupsSchema } from "@/lib/api/cleanup-task";
import { pageQuerySchema, pageSchema } from "@/lib/api/page";
import type { ClusterRuntime } from "../cluster-runtime";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";

const tag = "Cleanup";
const params = z.object({ id: z.uuid() });

export const listCleanupTasks = operation({
  method: "get",
  path: "/cleanup-tasks",
  summary: "List what is still to be removed after deletions, and what was, newest first",
  tag,
  query: pageQuerySchema.extend(cleanupTaskQuery),
  answer: pageSchema(cleanupTaskSchema),
  async run({ query: { state, ...query }, installation }) {
    const asked = { ...query, states: state };
    const { tasks } = installation.store;
    const [page, total] = await Promise.all([tasks.list(asked), tasks.count(asked)]);
    return { ...page, items: page.items.map(({ payload: _, ...task }) => task), total };
  },
});

export const retryCleanupTask = operation({
  method: "post",
  path: "/cleanup-tasks/{id}/retry",
  summary: "Try a cleanup task now",
  tag,
  params,
  status: 202,
  async run({ params: { id }, installation, cluster }) {
    const task = await installation.store.tasks.read(id);
    if (!task) throw new ProblemError("not-found", "There is no such cleanup task.");
    const { runner } = walkingOf(cluster);
    if (task.state === "refused") await installation.store.tasks.add(task, new Date());
    await runner.retryTask(id);
    return { id };
  },
});

export const keepCleanupTask = operation({
  method: "post",
  path: "/cleanup-tasks/{id}/keep",
  summary:
    "Undo a cleanup: keep the host's records and Secrets until it is wanted again or its removal is confirmed",
  tag,
  params,
  status: 202,
  async run({ params: { id }, cluster }) {
    const kept = await walkingOf(cluster).cleanups.keep(id);
    if (!kept) throw new ProblemError("conflict", "It is too late: this cleanup is over.");
    return { id };
  },
});

export const confirmCleanupTasks = operation({
  method: "post",
  path: "/cleanup-tasks/confirm",
  summary: "Confirm that these hosts are to lose their records and Secrets; only those that are named",
  tag,
  body: confirmCleanupsSchema,
  answer: confirmCleanupsSchema,
  status: 202,
  async run({ body, cluster }) {
    const confirmed = await walkingOf(cluster).cleanups.confirm(body.ids);
    return { ids: confirmed.map(({ id }) => id) };
  },
});

function walkingOf({ walking }: ClusterRuntime): NonNullable<ClusterRuntime["walking"]> {
  if (!walking) throw new ProblemError("cluster-unreachable", "The cluster has not been seen yet.");
  return walking;
}
