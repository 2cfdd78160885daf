import { z } from "zod";
import { texts } from "./texts";

/** Errors over HTTP, each with its status and title: the only table of RFC 9457 problem types. */
export const problems = {
  "bad-request": { status: 400, title: texts.badRequest },
  invalid: { status: 422, title: texts.invalid },
  "sign-in-needed": { status: 401, title: texts.signInNeeded },
  forbidden: { status: 403, title: texts.forbidden },
  "kubernetes-refused": { status: 403, title: texts.kubernetesRefused },
  "not-found": { status: 404, title: texts.notFound },
  "method-not-allowed": { status: 405, title: texts.methodNotAllowed },
  conflict: { status: 409, title: texts.conflict },
  "already-exists": { status: 409, title: texts.alreadyExists },
  "too-many-requests": { status: 429, title: texts.tooManyRequests },
  "too-large": { status: 413, title: texts.tooLarge },
  misdirected: { status: 421, title: texts.misdirected },
  "unsupported-media-type": { status: 415, title: texts.unsupportedMediaType },
  "cluster-unreachable": { status: 503, title: texts.clusterUnreachable },
  "database-unreachable": { status: 503, title: texts.databaseUnreachable },
  "cluster-refused": { status: 502, title: texts.clusterRefused },
  "provider-failed": { status: 502, title: texts.providerFailed },
  internal: { status: 500, title: texts.internal },
} as const;

export type ProblemType = keyof typeof problems;

/** RFC 9457, section 3; `errors` points to the invalid values. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z
      .array(
        z.object({
          path: z.array(z.union([z.string(), z.number()])),
          message: z.string(),
          /** The other manager, if the cause is a conflict over a field. */
          manager: z.string().optional(),
        }),
      )
      .optional(),
    /** With `conflict`: the current object, in the format in which it is read, to show next to the form. */
    current: z.unknown().optional(),
  })
  .meta({ id: "Problem" });

export type Problem = z.infer<typeof problemSchema>;
