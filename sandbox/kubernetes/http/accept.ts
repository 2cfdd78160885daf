import { ApiError } from "./api-error";

/** The form in which a response is wanted. */
export type Representation = "json" | "yaml" | "table" | "partial" | "aggregated";

/** Picks the first form of an Accept header that the server has. Throws 406 when there is none. */
export function negotiate(accept: string | undefined): Representation {
  for (const part of (accept ?? "*/*").split(",")) {
    const [mediaType = "", ...parameters] = part.split(";").map((text) => text.trim());
    const found = representationOf(mediaType, parameters);
    if (found) return found;
  }
  const message = "only the following media types are accepted: application/json, application/yaml";
  throw new ApiError(406, "NotAcceptable", message, {});
}

function representationOf(mediaType: string, parameters: readonly string[]): Representation | null {
  if (mediaType === "application/yaml") return "yaml";
  if (mediaType !== "application/json" && mediaType !== "*/*" && mediaType !== "application/*") return null;
  const as = parameters.find((parameter) => parameter.startsWith("as="))?.slice(3);
  if (as === undefined) return "json";
  if (as === "Table") return "table";
  if (as === "APIGroupDiscoveryList") return parameters.includes("v=v2") ? "aggregated" : null;
  return as.startsWith("PartialObjectMetadata") ? "partial" : null;
}
