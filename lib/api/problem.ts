import { z } from "zod";

/** What can go wrong over HTTP, each with its status and title: the one table of RFC 9457 problem types. */
export const problems = {
  "bad-request": { status: 400, title: "The request cannot be read" },
  invalid: { status: 422, title: "Some values are not valid" },
  "sign-in-needed": { status: 401, title: "Sign in first" },
  forbidden: { status: 403, title: "Not allowed" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "Somebody else changed it meanwhile" },
  "already-exists": { status: 409, title: "It exists already" },
  "too-large": { status: 413, title: "The request is too large" },
  misdirected: { status: 421, title: "This is not a name of the panel" },
  "unsupported-media-type": { status: 415, title: "The media type is not supported" },
  "cluster-unreachable": { status: 503, title: "The cluster does not answer" },
  "database-unreachable": { status: 503, title: "The database does not answer" },
  "cluster-refused": { status: 502, title: "The cluster does not allow it" },
  "provider-failed": { status: 502, title: "The DNS provider did not do it" },
  internal: { status: 500, title: "Something went wrong here" },
} as const;

export type ProblemType = keyof typeof problems;

/** RFC 9457, section 3; `errors` points at the values that are wrong. */
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
          /** The other writer, where the cause is a conflict over a field. */
          manager: z.string().optional(),
        }),
      )
      .optional(),
    /** With `conflict`: the object as it stands now, in the shape that reading it gives, to be shown beside the form. */
    current: z.unknown().optional(),
  })
  .meta({ id: "Problem" });

export type Problem = z.infer<typeof problemSchema>;
