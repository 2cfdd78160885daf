import { handlers } from "@/lib/server/http/handlers";

const answer = (request: Request) => handlers().api(request);

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
