import { openApiDocument } from "@/lib/server/open-api";

export const GET = () => Response.json(openApiDocument());
