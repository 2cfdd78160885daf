import { answerApi } from "@/lib/server/http/rest-api";

export { answerApi as DELETE, answerApi as GET, answerApi as PATCH, answerApi as POST, answerApi as PUT };
