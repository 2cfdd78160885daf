import { ProblemError } from "@/lib/server/http/problem-error";
import { problemResponse } from "@/lib/server/http/serve";

/** What no operation answers is a problem document as well, not a page. */
const nothingHere = (request: Request) =>
  problemResponse(
    new ProblemError(
      "not-found",
      `There is nothing at ${new URL(request.url).pathname}; see /api/v1/openapi.json.`,
    ).problem,
  );

export {
  nothingHere as DELETE,
  nothingHere as GET,
  nothingHere as PATCH,
  nothingHere as POST,
  nothingHere as PUT,
};
