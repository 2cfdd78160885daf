import { z } from "zod";
import { diagnosisSchema } from "@/lib/api/diagnosis";
import { hostFromTyped } from "@/lib/model/hosts";
import { hostProblem } from "@/lib/model/secured-hosts";
import { operation } from "../http/operation";
import { texts } from "./texts";

export const readDiagnosis = operation({
  method: "get",
  path: "/diagnosis",
  summary: texts.readDiagnosis,
  tag: "Diagnosis",
  query: z.object({
    host: z
      .string()
      .max(2_000)
      .transform(hostFromTyped)
      .superRefine((host, context) => {
        const isWildcard = host.startsWith("*.");
        const message = isWildcard
          ? texts.noWildcardDiagnosis({ example: `www${host.slice(1)}` })
          : hostProblem(host);
        if (message) context.addIssue({ code: "custom", message });
      }),
  }),
  answer: diagnosisSchema,
  run: ({ query: { host }, installation }) => installation.diagnose(host),
});
