import { handlers } from "@/lib/server/http/handlers";

export const GET = (request: Request) => handlers().metrics(request);
export const dynamic = "force-dynamic";
