import type { z } from "zod";
import { ProblemError } from "./problem-error";

/** What came from outside, by its schema. Throws a problem that names each field that is wrong. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema | undefined,
  value: unknown,
  type: "bad-request" | "invalid",
): z.output<Schema> {
  if (!schema) return undefined as z.output<Schema>;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    path: path.map((part) => (typeof part === "number" ? part : String(part))),
    message,
  }));
  const first = errors[0];
  const where = first && first.path.length > 0 ? `${first.path.join(".")}: ` : "";
  throw new ProblemError(type, `${where}${first?.message ?? "The values do not fit."}`, errors);
}
