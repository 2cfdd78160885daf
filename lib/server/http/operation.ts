import type { z } from "zod";
import type { ClusterRuntime } from "../cluster-runtime";
import type { Installation } from "../installation";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** What an operation gets: everything parsed and checked. */
export interface Call<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  request: Request;
  installation: Installation;
  /** The one that the request is about. */
  cluster: ClusterRuntime;
}

/** One operation of the REST API: what OpenAPI says of it and what it does, in one place. */
export interface Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  method: Method;
  /** Below /api/v1, with `{name}` parameters. */
  path: string;
  summary: string;
  tag: string;
  params?: Params;
  query?: Query;
  body?: Body;
  /** The body is described by its schema, and read in `run`: which rules hold depends on what stands. */
  isBodyReadInRun?: boolean;
  /** Without a body, the request counts as one with an empty object. */
  isBodyOptional?: boolean;
  /** Schema of the answer; none means 204. */
  answer?: z.ZodType;
  /** Media type of an answer that is a text of its own rather than JSON. */
  answerType?: string;
  status?: 200 | 201 | 202 | 204;
  /** Open to requests without a token. */
  open?: boolean;
  run(call: Call<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<unknown>;
}

/** Infers the types of an operation from its schemas. */
export function operation<
  Params extends z.ZodType = z.ZodUnknown,
  Query extends z.ZodType = z.ZodUnknown,
  Body extends z.ZodType = z.ZodUnknown,
>(definition: Operation<Params, Query, Body>): Operation<Params, Query, Body> {
  return definition;
}
