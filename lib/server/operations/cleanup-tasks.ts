import { z } from "zod";
import { cleanupTaskSchema } from "@/lib/api/cleanup-task";
import { pageQuerySchema, pageSchema } from "@/lib/api/page";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";

const tag = "Cleanup";
const params = z.object({ id: z.uuid() });

export const listCleanupTasks = operation({
  method: "get",
  path: "/cleanup-tasks",
  summary: "List what is still to be removed after deletions, and what was, newest first",
  tag,
  query: pageQuerySchema.extend({ state: z.enum(["open", "done"]).optional() }),
  answer: pageSchema(cleanupTaskSchema),
  async run({ query, runtime }) {
    const page = await runtime.store.cleanupTasks.list(query);
    return { ...page, items: page.items.map(({ payload: _, ...task }) => task), total: page.items.length };
  },
});

export const retryCleanupTask = operation({
  method: "post",
  path: "/cleanup-tasks/{id}/retry",
  summary: "Try a cleanup task now",
  tag,
  params,
  status: 202,
  async run({ params: { id }, runtime }) {
    const task = await runtime.store.cleanupTasks.read(id);
    if (!task) throw new ProblemError("not-found", "There is no such cleanup task.");
    await runtime.walking?.runner.retryCleanup(id);
    return { id };
  },
});
