import { z } from "zod";
import { portNumberSchema } from "@/lib/istio/fields/port";
import { securedHostSchema } from "@/lib/istio/gateway/server-form";
import { texts } from "@/lib/istio/online/texts";
import { findingSchema } from "./finding";
import { importedDocumentSchema } from "./import";
import { texts as ownTexts } from "./texts";

const shareSchema = z.int(texts.shareRange).min(0, texts.shareRange).max(100, texts.shareRange);

/** Body of `POST online`: with `apply: false` (the default) it only shows what it would create. */
export const onlineSchema = z.strictObject({
  app: z.string().trim().min(1, texts.appRequired),
  host: securedHostSchema.refine((host) => host !== "", texts.hostRequired),
  port: portNumberSchema.describe(ownTexts.onlinePort),
  versions: z
    .array(z.strictObject({ deployment: z.string(), share: shareSchema.default(100) }))
    .min(1)
    .superRefine((versions, context) => {
      const sum = versions.reduce((total, { share }) => total + share, 0);
      if (sum !== 100) context.addIssue({ code: "custom", message: texts.sharesSum({ sum }) });
      const names = versions.map(({ deployment }) => deployment);
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      if (twice !== undefined)
        context.addIssue({ code: "custom", message: texts.versionTwice({ deployment: twice }) });
    })
    .describe(ownTexts.onlineDeployments),
  apply: z.boolean().default(false),
  /** Takes over foreign fields. */
  force: z.boolean().default(false),
  ignoreFindings: z.boolean().default(false),
});

export type OnlineRequest = z.input<typeof onlineSchema>;

export const onlineAnswerSchema = z
  .object({
    /** Service, DestinationRule, Gateway and VirtualService; `unchanged` if the current one will do. */
    documents: z.array(importedDocumentSchema),
    /** Findings that all of them together would newly cause, in any object. */
    findings: z.array(findingSchema),
    /** The page of the Gateway, which shows the host's progress. */
    gateway: z.string(),
    applied: z.boolean(),
  })
  .meta({ id: "Online" });

export type OnlineAnswer = z.infer<typeof onlineAnswerSchema>;
