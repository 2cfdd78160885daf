import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { problemSchema } from "@/lib/api/problem";
import { operations } from "@/lib/server/operations";
import { version } from "@/package.json";
import type { Operation } from "./operation";
import { texts } from "./texts";

/** The OpenAPI 3.1 document of all operations: https://spec.openapis.org/oas/v3.1.0 */
export function openApiDocument() {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    const path = paths[operation.path] ?? {};
    path[operation.method] = described(operation);
    paths[operation.path] = path;
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Lamia",
      version,
      description: texts.apiDescription,
    },
    servers: [{ url: "/api/v1" }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    paths,
  });
}

function described(operation: Operation): ZodOpenApiOperationObject {
  const {
    summary,
    tag,
    params,
    query,
    body,
    answer,
    answerType,
    open,
    needs,
    isBodyOptional = false,
  } = operation;
  const status = operation.status ?? (answer || answerType ? 200 : 204);
  const problem = {
    description: "A problem",
    content: { "application/problem+json": { schema: problemSchema } },
  };
  return {
    summary,
    tags: [tag],
    operationId: `${operation.method} ${operation.path}`.replaceAll(
      /[^a-z]+(.)?/g,
      (_, next: string | undefined) => next?.toUpperCase() ?? "",
    ),
    ...(open ? { security: [] } : {}),
    ...(needs ? { "x-lamia-role": needs[0], "x-lamia-scope": needs[1] } : {}),
    requestParams: {
      ...(params ? { path: params as z.ZodObject } : {}),
      ...(query ? { query: query as z.ZodObject } : {}),
    },
    ...(body
      ? { requestBody: { required: !isBodyOptional, content: { "application/json": { schema: body } } } }
      : {}),
    responses: {
      [String(status)]: {
        description: answer || answerType ? summary : texts.done,
        ...(answer ? { content: { "application/json": { schema: answer } } } : {}),
        ...(answerType ? { content: { [answerType]: { schema: z.string() } } } : {}),
      },
      default: problem,
    },
  };
}
