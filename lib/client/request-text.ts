import type { Problem } from "@/lib/api/problem";
import { ApiProblem } from "./request";

/** Reads what the API answers as plain text, such as YAML; `url` is whole. Throws `ApiProblem`. */
export async function requestText(url: string): Promise<string> {
  const response = await fetch(url, { headers: { accept: "application/yaml, application/problem+json" } });
  if (response.ok) return response.text();
  throw new ApiProblem((await response.json()) as Problem);
}
