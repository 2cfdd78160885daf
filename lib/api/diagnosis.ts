import { z } from "zod";

/** A live report of the questions about a host and their answers, judged line by line. */
export const diagnosisSchema = z
  .object({
    host: z.string(),
    /** ISO 8601, UTC. */
    checkedAt: z.string(),
    lines: z.array(
      z.object({
        id: z.string(),
        group: z.enum(["zone", "records", "cache", "serving"]),
        title: z.string(),
        colour: z.enum(["green", "amber", "red"]),
        /** One sentence. */
        note: z.string(),
        /** What to do; null if nothing. */
        remedy: z.string().nullable(),
        replies: z.array(
          z.object({
            /** Name or address of the server that was asked. */
            from: z.string(),
            /** e.g. `shop.example.net A` */
            asked: z.string(),
            answer: z.string(),
            /** False if `answer` says why there was no answer. */
            isAnswered: z.boolean(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: "Diagnosis" });
